import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { LoadResult } from '../../../../bench/judge/load/judgement.ts'
import { summarizeLoad } from '../../../../bench/judge/load/summarize.ts'
import { drawBacklog } from '../../../../bench/report/render/backlog-line.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { loadDocument } from '../../../../bench/report/documents/load.ts'
import { formatRate } from '../../../../bench/report/sentences/load-words.ts'
import { widthOf } from '../../../../bench/report/table.ts'
import { flat, WIDTHS } from '../../../support/told-results.ts'
import { changed, MOCK_SERVER_DIED, aFault } from '../../../support/trials.ts'
import { loadTrialsOf } from '../../judge/load/simulated.ts'
import { loadMarkdown, loadText } from '../../../support/reports.ts'

const SERVICE_MS = { sequential: 150, 'look-ahead': 148, 'promise-all': 40, pipelined: 41, 'worker-threads': 101 }

const drawn = (result: LoadResult, width: number) => loadText(result, { width, colour: false })

async function aLongResult(): Promise<LoadResult> {
  const trials = await loadTrialsOf({ serviceMs: SERVICE_MS, jobs: 62, everyMs: 100, blockSd: 0.05 })
  const fault = {
    faults: [aFault('11 failures "fetch network" where the world planned 0, such as: connect ECONNREFUSED')],
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

test('at every width there are the rate, the words, the tails, the closed loop, the guard and the advice', async () => {
  const result = await aLongResult()
  for (const text of [...WIDTHS.map((width) => drawn(result, width)), loadMarkdown(result)].map(flat)) {
    expect(text).toContain('10 jobs a second, one every 100 ms')
    expect(text).toContain('62 jobs in each of 6 forks')
    expect(text).toMatch(/sequential.*falls behind by \d+ jobs a minute \(\d+ to \d+\)/)
    expect(text).toMatch(/pipelined.*faster.*keeps up/)
    expect(text).toMatch(/look-ahead.*unreliable \(1 of 378 failed\)/)
    for (const part of ['p90', 'p95', 'p99', 'service time', 'largest backlog', 'load']) expect(text).toContain(part)
    expect(text).toMatch(
      /A closed-loop benchmark, which starts a job when the last one has ended, would have said: sequential 1\d\d ms, /,
    )
    expect(text).toContain('A/A guard:')
    expect(text).toContain('Planted arm:')
    expect(text).toContain('What falls behind has no latency of its own: that of sequential')
    expect(text).toContain('A process does one job at a time')
    const { headline, details } = loadDocument(result, ENGLISH).recommendation
    for (const sentence of [headline, ...details]) expect(text).toContain(flat(sentence))
  }
})

test('a tail that is refused is not in the table, and how many jobs it takes is said', async () => {
  const text = flat(drawn(summarizeLoad(await loadTrialsOf()), 80))
  expect(text).toMatch(/p99 takes 368 [^.]* 240\./)
  expect(text).not.toMatch(/ms \(95 %\).*median p90.* p99 service/)
})

test('a run that was stopped says no word on the pace', async () => {
  const text = flat(drawn(summarizeLoad(await loadTrialsOf({ blocks: 2, plannedBlocks: 6 })), 80))
  expect(text).toContain('Stopped before the end, with 2 of 6 forks')
  expect(text).not.toMatch(/keeps up|falls behind/)
})

/** A result whose jobs of one variant the schedule stood still before: for so long each, and once, in the first block, for longer. */
async function stoodStill(eachMs: number, onceMs = eachMs): Promise<LoadResult> {
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
test('a block that a fault of the harness spoilt is told with that fault', async () => {
  const trials = changed(
    await loadTrialsOf({ blocks: 3 }),
    ({ block, arrival }) => block === 2 && arrival !== undefined,
    () => ({ discarded: MOCK_SERVER_DIED }),
  )
  expect(flat(loadMarkdown(summarizeLoad(trials)))).toContain(
    'Void for every strategy: fork 2: the mock server ended by itself (SIGKILL).',
  )
})

test('of how long the schedule stood still the median and the longest are told, with whose it was', async () => {
  const result = await stoodStill(2, 70)
  for (const text of [drawn(result, 80), loadMarkdown(result)].map(flat)) {
    expect(text).toMatch(/2\.00 ms a job, [^.]* 70\.0 ms \(pipelined\)/)
    expect(text).not.toContain('The harness')
  }
})

test('a schedule that stood still for more than the margin of its length is remarked on, and what to do about it', async () => {
  for (const text of [drawn(await stoodStill(6), 80), loadMarkdown(await stoodStill(6))].map(flat))
    expect(text).toMatch(/The harness: with pipelined [^.]* 6\.0 % [^.]* 5 %/)
  expect(flat(drawn(await stoodStill(4.9), 80))).not.toContain('The harness')
})

// Breakage: in a stop as long as the time between two jobs another one would have come, and no backlog shows it.
test('one stop as long as the time between two jobs is remarked on', async () => {
  const text = flat(drawn(await stoodStill(0, 100), 80))
  expect(text).toMatch(/The harness: with pipelined [^.]* 100 ms, in which 1 more job /)
  expect(flat(drawn(await stoodStill(0, 250), 80))).toContain('in which 2 more jobs would have been due')
  expect(flat(drawn(await stoodStill(0, 99), 80))).not.toContain('The harness')
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

test('a rate is told in the unit in which it is 1 or more', () => {
  expect([100, 1000, 2000, 60_000, 120_000, 300].map((everyMs) => formatRate(everyMs))).toEqual([
    '10 jobs a second',
    '1 job a second',
    '30 jobs a minute',
    '1 job a minute',
    '30 jobs an hour',
    '3.33 jobs a second',
  ])
})
