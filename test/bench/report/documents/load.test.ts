import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { LoadResult } from '../../../../bench/judge/load/judgement.ts'
import { summarizeLoad } from '../../../../bench/judge/load/summarize.ts'
import { drawBacklog } from '../../../../bench/report/render/strips.ts'
import { formatPercent } from '../../../../bench/report/format.ts'
import { asPercent } from '../../../../bench/report/messages/formats.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { loadDocument } from '../../../../bench/report/documents/load.ts'
import { loadChecks } from '../../../../bench/report/sentences/load-checks.ts'
import { loadRecommendation } from '../../../../bench/report/sentences/load-recommendation.ts'
import { discardText } from '../../../../bench/report/messages/trial-reasons.ts'
import { formatRate } from '../../../../bench/report/sentences/load-words.ts'
import { widthOf } from '../../../../bench/report/table.ts'
import { like } from '../../../support/like.ts'
import { flat, WIDTHS } from '../../../support/reported-results.ts'
import { changed, isRun, MOCK_SERVER_DIED, aFault } from '../../../support/trials.ts'
import { loadTrialsOf } from '../../judge/load/simulated.ts'
import { loadMarkdown, loadText } from '../../../support/reports.ts'

const { checks, comparison, load: texts, verdicts } = ENGLISH

const SERVICE_MS = { sequential: 150, 'look-ahead': 148, 'promise-all': 40, pipelined: 41, 'worker-threads': 101 }

const drawn = (result: LoadResult, width: number) => loadText(result, { width, colour: false })

async function aLongResult(): Promise<LoadResult> {
  const trials = await loadTrialsOf({ serviceMs: SERVICE_MS, jobs: 62, everyMs: 100, blockSd: 0.05 })
  const fault = {
    faults: [aFault(`${'failure after failure '.repeat(4)}connect ECONNREFUSED`)],
  }
  return summarizeLoad(
    changed(
      trials,
      ({ variant, block, iteration }) => variant === 'look-ahead' && block === 1 && iteration === 3,
      () => fault,
    ),
  )
}

test('no line is longer than the terminal is wide', async () => {
  const results = [await aLongResult(), summarizeLoad(await loadTrialsOf({ blocks: 2, plannedBlocks: 6 }))]
  for (const result of results)
    for (const width of WIDTHS)
      for (const line of drawn(result, width).split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(width)
  expect(drawn(results[0]!, 20)).toBe(drawn(results[0]!, 60))
})

test('at every width there are the rate, the verdicts, the tails, the closed loop, the A/A check and the advice', async () => {
  const result = await aLongResult()
  for (const text of [...WIDTHS.map((width) => drawn(result, width)), loadMarkdown(result)].map(flat)) {
    expect(text).toContain(texts.schedule(texts.perSecond(ENGLISH.count(10, 'job')), 100))
    expect(text).toContain(texts.jobsInBlocksMany(ENGLISH.count(62, 'job'), 6))
    expect(text).toMatch(like(`sequential…${texts.fallsBehind({ jobsPerMinute: '208', low: '158', high: '248' })}`))
    expect(text).toMatch(like(`pipelined…${verdicts.faster}…${texts.keepsUp}`))
    expect(text).toMatch(
      like(`look-ahead…${ENGLISH.units.withDetail(verdicts.unreliable, verdicts.runsFailedReason(1, 378))}`),
    )
    for (const part of ['p90', 'p95', 'p99', texts.serviceTimeColumn, texts.largestBacklogColumn, texts.loadColumn])
      expect(text).toContain(part)
    expect(text).toMatch(like(texts.closedLoop('…sequential 152 ms')))
    for (const { text: check } of loadDocument(result, ENGLISH).checks) expect(text).toContain(flat(check))
    expect(text).toContain(texts.latencyGrowsWithJobs('sequential'))
    expect(text).toContain(texts.oneJobAtATime)
    const { headline, details } = loadRecommendation(result, ENGLISH)
    for (const sentence of [headline, ...details]) expect(text).toContain(flat(sentence))
  }
})

test('a tail that is refused is not in the table, and how many jobs it takes is said', async () => {
  const text = flat(drawn(summarizeLoad(await loadTrialsOf()), 80))
  expect(text).toContain(texts.tooFewJobsForPercentiles(comparison.quantileNeeds('p99', 368), 240))
  expect(text).not.toMatch(like(`${texts.latencyTitle}…${texts.medianColumn} p90… p99 ${texts.serviceTimeColumn}`))
})

// Breakage: only comparisons say what the protocol of a program takes, and which build of it was measured.
test('what the protocol of a program takes, and which build it is, is said of jobs on a schedule too', async () => {
  const ofProgram = changed(
    await loadTrialsOf(),
    ({ variant }) => variant === 'pipelined',
    ({ makespanMs }) => ({ program: { digest: '0a1b2c3d', protocolMs: makespanMs * 0.02 } }),
  )
  const text = flat(drawn(summarizeLoad(ofProgram), 200))
  expect(text).toMatch(like(`${checks.programsName} ${checks.programs('…(pipelined)')}`))
  expect(text).toContain(ENGLISH.units.withDetail('pipelined', '0a1b2c3d'))
})

test('of a run that was stopped there is no verdict on the pace', async () => {
  const result = summarizeLoad(await loadTrialsOf({ blocks: 2, plannedBlocks: 6 }))
  expect(loadChecks(result, ENGLISH)).toContainEqual({
    tone: 'plain',
    name: checks.analysisName,
    text: checks.stoppedEarlyOfPlanned(ENGLISH.count(2, 'process'), 6),
    detail: 'full',
  })
  const text = flat(drawn(result, 80))
  expect(text).not.toContain(texts.keepsUp)
  expect(text).not.toMatch(like(texts.fallsBehind({ jobsPerMinute: '…', low: '…', high: '…' })))
})

/** A result whose jobs of one variant the schedule delayed: by so much each, and once, in the first block, for longer. */
async function delayedSchedule(eachMs: number, onceMs = eachMs): Promise<LoadResult> {
  const trials = changed(
    await loadTrialsOf(),
    ({ variant, arrival }) => variant === 'pipelined' && arrival !== undefined,
    ({ arrival, block, iteration }) => ({
      arrival: { ...arrival!, stoodStillMs: block === 1 && iteration === 7 ? onceMs : eachMs },
    }),
  )
  return summarizeLoad(trials)
}

// Breakage: a median of 0, behind which one stop of a second stays unseen.
test('a block that is discarded for a fault of the harness is listed with that fault', async () => {
  const trials = changed(
    await loadTrialsOf({ blocks: 3 }),
    ({ block, arrival }) => block === 2 && arrival !== undefined,
    () => ({ discarded: MOCK_SERVER_DIED }),
  )
  expect(loadChecks(summarizeLoad(trials), ENGLISH)).toContainEqual({
    tone: 'plain',
    name: checks.discardedName,
    text: checks.discardedBlock(2, discardText(MOCK_SERVER_DIED, ENGLISH)),
    detail: 'summary',
  })
})

// Breakage: "ok" beside a variant that sent a notification twice.
test('the output check of jobs on a schedule fails where a notification was sent twice', async () => {
  const twice = changed(await loadTrialsOf(), isRun('pipelined', 1, 7), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: 'other', duplicates: 1 },
  }))
  expect(loadChecks(summarizeLoad(twice), ENGLISH)[0]).toMatchObject({
    tone: 'bad',
    name: checks.outputName,
    text: checks.fixOutput(checks.outputDuplicated('pipelined', 1)),
  })
})

/** What is said of a schedule that was delayed for too long. */
const tooLongIn = (result: LoadResult) => loadChecks(result, ENGLISH).filter(({ name }) => name === checks.scheduleName)
const tooLong = (text: string) => ({ tone: 'bad', name: checks.scheduleName, text, detail: 'summary' })

test('the median and the longest delay of the schedule are shown, with the variant', async () => {
  const result = await delayedSchedule(2, 70)
  for (const text of [drawn(result, 80), loadMarkdown(result)].map(flat)) {
    expect(text).toContain(texts.scheduleStops({ medianMs: '2.00', longestMs: '70.0', variant: 'pipelined' }))
  }
  expect(tooLongIn(result)).toEqual([])
})

test('a schedule that was delayed by more than the margin of its length is a check that failed, with what to do about it', async () => {
  const result = await delayedSchedule(6)
  const text = checks.scheduleDelayed({
    variants: 'pipelined',
    share: formatPercent(0.06),
    margin: asPercent(0.05),
  })
  expect(tooLongIn(result)).toEqual([tooLong(text)])
  for (const form of [drawn(result, 80), loadMarkdown(result)].map(flat)) expect(form).toContain(text)
  expect(tooLongIn(await delayedSchedule(4.9))).toEqual([])
})

// Breakage: in a stop as long as the time between two jobs another one would have come, and no backlog shows it.
test('one stop as long as the time between two jobs is a check that failed', async () => {
  const missing = (milliseconds: string, missed: number) => {
    const missedJobs = ENGLISH.count(missed, 'more job')
    return [tooLong(checks.scheduleMissedJobs({ variant: 'pipelined', milliseconds, missedJobs }))]
  }
  expect(tooLongIn(await delayedSchedule(0, 100))).toEqual(missing('100', 1))
  expect(tooLongIn(await delayedSchedule(0, 250))).toEqual(missing('250', 2))
  expect(tooLongIn(await delayedSchedule(0, 99))).toEqual([])
})

test('colour changes nothing but colour', async () => {
  const result = await aLongResult()
  const coloured = loadText(result, { width: 100, colour: true })
  expect(coloured).not.toBe(drawn(result, 100))
  expect(stripVTControlCharacters(coloured)).toBe(drawn(result, 100))
})

test('a backlog is drawn over time, on one scale, and one job of it is seen', () => {
  expect(drawBacklog([0, 0, 1, 8, 16], 16, 10)).toBe('  ▁▄█')
  expect(drawBacklog([0, 0, 0], 16, 10)).toBe('   ')
  expect(drawBacklog([0, 0, 0], 0, 10)).toBe('   ')
  expect(drawBacklog([0, 1, 2, 3, 4, 5, 6, 8], 8, 4)).toBe('▁▃▅█')
  expect(
    drawBacklog(
      Array.from({ length: 1000 }, (_, job) => job),
      999,
      60,
    ),
  ).toHaveLength(60)
})

test('a rate stands in the unit in which it is 1 or more', () => {
  const jobs = (count: number) => ENGLISH.count(count, 'job')
  expect([100, 1000, 2000, 60_000, 120_000, 300].map((everyMs) => formatRate(everyMs))).toEqual([
    texts.perSecond(jobs(10)),
    texts.perSecond(jobs(1)),
    texts.perMinute(jobs(30)),
    texts.perMinute(jobs(1)),
    texts.perHour(jobs(30)),
    texts.perSecond(jobs(3.33)),
  ])
})
