import { expect, test } from 'vitest'
import { parseObjective } from '../../../../bench/judge/selection-criteria.ts'
import { formatDuration, formatPercent } from '../../../../bench/report/format.ts'
import { asPercent } from '../../../../bench/report/messages/formats.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { aaCheckText } from '../../../../bench/report/messages/controls.ts'
import { checksOf } from '../../../../bench/report/sentences/checks.ts'
import { objectiveNote } from '../../../../bench/report/sentences/objective-note.ts'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { recommendationOf, remediesText } from '../../../../bench/report/sentences/recommendation.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { discardText } from '../../../../bench/report/messages/trial-reasons.ts'
import { asIs, calm, change, checksIn, EVEN, failed, found } from '../../../support/checks.ts'
import { foreign } from '../../../support/foreign-functions.ts'
import { like } from '../../../support/like.ts'
import { formsOf, flat } from '../../../support/reported-results.ts'
import { blocksOf, tableIn } from '../../../support/reports.ts'
import {
  changed,
  isMeasured,
  isRun,
  type Simulation,
  trialsOf,
  aFault,
  MOCK_SERVER_DIED,
} from '../../../support/trials.ts'

const { beside, checks: texts, either, recommendation, units, verdicts } = ENGLISH
const withInterval = (estimate: string, low: string, high: string) => units.withInterval({ estimate, low, high })

test('the sensitivity check and what it came out as stand in every form', () => {
  const isFound = texts.sensitivityFound(asPercent(0.1), change('+10.0', '+9.7', '+10.4'))
  for (const text of formsOf(summarize(calm)).map(flat)) expect(text).toContain(isFound)
  const isMissed = texts.sensitivityMissed(asPercent(0.1), change('+0.0', '-0.3', '+0.3'))
  for (const text of formsOf(summarize(trialsOf({ ...EVEN, slowedBy: 1 }))).map(flat)) expect(text).toContain(isMissed)
})

test('an inconclusive verdict has how many more blocks it needs and how long they would take', () => {
  const result = summarize(
    trialsOf({ candidates: { pipelined: 0.955 }, blockSd: 0.01, iterationSd: 0.004, quick: false }),
  )
  const { verdict } = result.variants[1]!
  if (verdict?.code !== 'inconclusive') throw new Error(`expected it to be inconclusive, got ${verdict?.code}`)
  const { moreMs = NaN, moreBlocks } = verdict
  expect(moreMs / moreBlocks!).toBeCloseTo(result.elapsedMs / 6, 6)
  const needed = verdicts.inconclusiveNeedsTime(ENGLISH.count(moreBlocks!, 'more process'), formatDuration(moreMs))
  for (const text of formsOf(result).map(flat)) expect(text).toContain(needed)
})

test('by what is picked stands variant by variant where it is not speed, with verdicts of its own', () => {
  const trials = changed(
    trialsOf({ ...EVEN, candidates: { pipelined: 0.5, 'look-ahead': 0.99, 'worker-threads': 1.3 } }),
    ({ variant }) => variant === 'worker-threads',
    () => ({ firstNotificationMs: 2 }),
  )
  const notesBy = (objective: string) =>
    objectiveNote(summarize(trials, { objective: parseObjective(objective), constraints: {} }), ENGLISH)
  const scores = (objective: string, ...scored: [string, string, string][]) =>
    recommendation.objectiveScores({
      objective,
      reference: 'sequential',
      scores: scored.map(([variant, ratio, verdict]) => `${variant} ${beside([ratio, verdict])}`).join('; '),
    })
  const same = withInterval('1.000', '1.000', '1.000')
  const equivalent = verdicts.equivalentWithin(asPercent(0.05))
  expect(notesBy('first-notification')).toEqual([
    scores(
      'first-notification',
      ['pipelined', same, equivalent],
      ['look-ahead', same, equivalent],
      ['worker-threads', withInterval('0.333', '0.333', '0.333'), verdicts.better],
    ),
  ])
  expect(notesBy('cost')).toEqual([
    scores(
      'cost',
      ['pipelined', withInterval('0.501', '0.499', '0.503'), verdicts.better],
      ['look-ahead', withInterval('0.990', '0.986', '0.994'), equivalent],
      ['worker-threads', withInterval('1.302', '1.297', '1.308'), verdicts.worse],
    ),
  ])
  expect(notesBy('speed')).toEqual([])
})

// Breakage: a failed check of detail 'full' that is not marked as one, or the lag of another variant.
test('a mock server that is too slow is a check that failed, with what the reference met and what to do', () => {
  const checkBy = (by: Readonly<Record<string, number>>) =>
    checksIn(
      summarize(
        changed(calm, isMeasured, ({ variant, idealMs }) => ({
          plannedIdealMs: idealMs! / (by[variant] ?? 1.01),
        })),
      ),
      texts.mockServerName,
    )
  const capacity = (lag: string) => texts.mockServerCapacity(lag, '34.0')
  const remedies = remediesText(['close-other-programs', 'longer-delays'], ENGLISH)
  const failed = (lag: string) => [
    {
      tone: 'bad',
      name: texts.mockServerName,
      text: texts.withRemedy(capacity(texts.lagBeyondLimit(lag, '15%')), ENGLISH.recommendation.remedies(remedies)),
      detail: 'full',
    },
  ]
  const [good] = checkBy({})
  expect(good).toMatchObject({ tone: 'good', detail: 'full' })
  expect(good!.text).toMatch(like(capacity(texts.mockServerLag(formatPercent(0.01), '…'))))
  const late = texts.mockServerLag(formatPercent(0.5), 'pipelined')
  expect(checkBy({ pipelined: 1.5, sequential: 1.2 })).toEqual(
    failed(texts.lagOfReference(late, 'sequential', formatPercent(0.2))),
  )
  expect(checkBy({ sequential: 1.2 })).toEqual(failed(texts.mockServerLag(formatPercent(0.2), 'sequential')))
})

// Breakage: a lag of 1% called more than the 15% allowed.
test('a mock server that could hardly answer more fails by its capacity, not by a lag that it does not have', () => {
  const busy = changed(
    calm,
    ({ phase }) => phase === 'warmup',
    ({ mock }) => ({ mock: { ...mock!, cpuMs: 1000 } }),
  )
  const [check] = checksIn(summarize(busy), texts.mockServerName)
  expect(check!.tone).toBe('bad')
  expect(check!.text).toMatch(like(texts.mockServerCapacityTooLow('…', '…', '1.25')))
  expect(check!.text).not.toMatch(like(texts.lagBeyondLimit('…', '15%')))
})

test('on a machine that is not fit more blocks are advised only where there are more to be had, with the check that failed', () => {
  const remedyFor = (simulation: Simulation) => {
    const result = summarize(trialsOf({ candidates: { pipelined: 0.5 }, aaCheck: 1.2, ...simulation }))
    const [check] = checksIn(result, texts.noiseName)
    expect(check).toMatchObject({ tone: 'bad', detail: 'summary' })
    expect(recommendationOf(result, ENGLISH).details).toEqual([])
    const finding = aaCheckText(result)
    expect(finding).toMatch(like(texts.aaFailed('sequential', '…', asPercent(0.05))))
    return check!.text.slice(finding.length)
  }
  const { remedyCloseOtherPrograms, remedyMoreBlocks, remedyMoreBlocksWithoutQuick, remedyWiderMargin } = recommendation
  const noisy = (...remedies: string[]) => texts.withRemedy('', recommendation.remedies(either(remedies)))
  expect(remedyFor({ quick: true })).toBe(
    noisy(remedyCloseOtherPrograms, remedyMoreBlocksWithoutQuick, remedyWiderMargin),
  )
  expect(remedyFor({ quick: false, blocks: 12 })).toBe(
    noisy(remedyCloseOtherPrograms, remedyMoreBlocks, remedyWiderMargin),
  )
  expect(remedyFor({ quick: false, blocks: 24 })).toBe(noisy(remedyCloseOtherPrograms, remedyWiderMargin))
})

test.each(['aa-check', 'sensitivity-check'] as const)(
  'of a copy of the reference that failed, or was answered too late, it is said what to do about that: %s',
  (role) => {
    const name = role === 'aa-check' ? texts.noiseName : texts.sensitivityName
    const expectRemedy = (trials: readonly Trial[], problem: string, ...remedies: string[]) => {
      const finding =
        role === 'aa-check' ? texts.aaTrouble('sequential', problem) : texts.sensitivityTrouble(asPercent(0.1), problem)
      expect(checksIn(summarize(trials), name)).toEqual([
        failed(name, texts.withRemedy(finding, recommendation.remedies(either(remedies)))),
      ])
    }
    const failing = changed(
      calm,
      (trial) => isMeasured(trial) && trial.role === role,
      () => ({ faults: [aFault('it died')] }),
    )
    expectRemedy(failing, texts.runsFailed(36, 36), recommendation.remedyFixCopy)
    const late = changed(
      calm,
      (trial) => trial.role === role,
      ({ plannedIdealMs = 0 }) => ({ plannedIdealMs: plannedIdealMs / 1.3 }),
    )
    expectRemedy(
      late,
      texts.copyWaitedTooLong('31'),
      recommendation.remedyCloseOtherPrograms,
      recommendation.remedyLongerDelays,
    )
  },
)

// Breakage: the same advice twice, one line below the other.
test('where both copies failed, what to do is said once', () => {
  const result = summarize(trialsOf({ ...EVEN, aaCheck: 1.2, slowedBy: 1 }))
  const remedies = checksOf(result, ENGLISH).filter(({ text }) => like(recommendation.remedies('…')).test(text))
  expect(remedies.map(({ name }) => name)).toEqual([texts.noiseName])
})

// Breakage: a look whose level or whose number of processes nobody sees, or one that is early and called the last.
test('when it was judged stands with the level, and that it was not yet', () => {
  const analysisOf = (simulation: Simulation) =>
    checksIn(summarize(trialsOf({ ...EVEN, ...simulation })), texts.analysisName)
  const judged = { units: ENGLISH.count(6, 'process'), comparisons: ENGLISH.count(2, 'comparison') }
  expect(analysisOf({})).toEqual([asIs(texts.analysisName, texts.judgedAtLast({ ...judged, alpha: 0.05 }))])
  expect(analysisOf({ quick: false })).toEqual([
    asIs(texts.analysisName, texts.judgedEarly({ ...judged, alpha: 0.01 })),
  ])
  expect(analysisOf({ blocks: 5 })).toEqual([
    { ...asIs(texts.analysisName, texts.stoppedEarly(ENGLISH.count(5, 'process'))), tone: 'plain' },
  ])
})

// Breakages: "ok" beside what nobody has looked at, or beside a variant that sent a notification twice; a reference that is said not to send what
// the reference sends.
test('what was sent is a check that failed where it differs, and no more than a note where it is not known', () => {
  const outputOf = (result: Result) => checksIn(result, texts.outputName)
  const six = ENGLISH.count(6, 'notification')
  expect(outputOf(summarize(calm))).toEqual([
    { tone: 'good', name: texts.outputName, text: texts.outputSame(six, 0), detail: 'summary' },
  ])
  const wrongIn = (variant: string, trials: readonly Trial[] = calm, duplicates = 0) =>
    changed(trials, isRun(variant, 1, 1), ({ deliveries }) => ({
      // A digest is of all that was sent, as often as it was.
      deliveries: { ...deliveries, digest: 'another', duplicates },
    }))
  const differs = texts.outputDiffers('pipelined', 'sequential')
  const countsOf = (sent: number) =>
    texts.outputCounts({ variant: 'pipelined', sent, reference: 'sequential', expected: 6 })
  const wrong = (text: string) => [failed(texts.outputName, texts.fixOutput(text))]
  expect(outputOf(summarize(wrongIn('pipelined')))).toEqual(wrong(ENGLISH.clauses([differs, countsOf(6)])))
  const fewer = changed(wrongIn('pipelined'), isRun('pipelined', 1, 1), ({ deliveries }) => ({
    deliveries: { ...deliveries, accepted: 5 },
  }))
  expect(outputOf(summarize(fewer))).toEqual(wrong(ENGLISH.clauses([differs, countsOf(5)])))
  const twice = wrongIn('look-ahead', calm, 2)
  expect(outputOf(summarize(twice))).toEqual(wrong(texts.outputDuplicated('look-ahead', 2)))
  expect(outputOf(summarize(wrongIn('pipelined', twice)))).toEqual(
    wrong(ENGLISH.clauses([differs, texts.outputDuplicated('look-ahead', 2), countsOf(6)])),
  )
  for (const copy of ['sequential', 'A/A', '+10%'])
    expect(outputOf(summarize(wrongIn(copy))), copy).toEqual(wrong(texts.outputUnsteady('sequential')))
  const dead = changed(
    twice,
    ({ variant }) => variant === 'sequential',
    () => ({ faults: [aFault('it died')] }),
  )
  expect(outputOf(summarize(dead))).toEqual(wrong(texts.outputDuplicated('look-ahead', 2)))
  const unseen = changed(
    calm,
    ({ variant }) => variant === 'sequential',
    () => ({ faults: [aFault('it died')] }),
  )
  expect(outputOf(summarize(unseen))).toEqual([found(texts.outputName, texts.outputWithoutReference)])
  expect(outputOf(foreign(['a', 'b']))).toEqual([found(texts.outputName, texts.outputUnknown)])
})

// Breakage: something that was found in a run, and stands nowhere at first.
test('failures, a rate limit, a warm-up that was too short and what was discarded are seen at first', () => {
  const failing = changed(calm, isRun('pipelined', 1, 1), () => ({ faults: [aFault('it died')] }))
  const { rate } = summarize(failing).variants.find(({ variant }) => variant === 'pipelined')!.failed
  expect(checksIn(summarize(failing), texts.failuresName)).toEqual([
    failed(
      texts.failuresName,
      texts.runsOfVariantFailed({
        variant: 'pipelined',
        failed: 1,
        runs: 36,
        low: formatPercent(rate.low),
        high: formatPercent(rate.high),
        reasons: 'it died',
      }),
    ),
  ])
  const result = summarize(calm)
  expect(checksIn({ ...result, throttled: 3 }, texts.sinkName)).toEqual([found(texts.sinkName, texts.sinkLimited(3))])
  const [reference, ...others] = result.variants
  const cold = { ...result, variants: [{ ...reference!, firstIterationCpu: 1.6 }, ...others] }
  expect(checksIn(cold, texts.warmUpName)).toEqual([found(texts.warmUpName, texts.warmUpTooShort('sequential'))])
  const discarded = changed(calm, isRun('pipelined', 2, 3), () => ({ discarded: MOCK_SERVER_DIED }))
  const reason = discardText(MOCK_SERVER_DIED, ENGLISH)
  expect(checksIn(summarize(discarded), texts.discardedName)).toEqual([
    found(texts.discardedName, texts.discardedInProcess({ block: 2, iteration: 3, reason })),
  ])
})

// Breakage: what the protocol takes is told only where somebody asks for all, whatever share of the times it is.
test('what the protocol of a program takes is in the short report where it is more than 1% of its time', () => {
  const detailOf = (share: number) => {
    const ofProgram = changed(
      calm,
      ({ variant }) => variant === 'pipelined',
      ({ makespanMs }) => ({ program: { protocolMs: makespanMs * share } }),
    )
    const found = checksOf(summarize(ofProgram), ENGLISH).filter(({ name }) => name === texts.programsName)
    return found.map(({ detail, text }) => [detail, text.includes('pipelined')])
  }
  expect(detailOf(0.02)).toEqual([['summary', true]])
  expect(detailOf(0.002)).toEqual([['full', true]])
  expect(checksOf(summarize(calm), ENGLISH).some(({ name }) => name === texts.programsName)).toBe(false)
})

// Breakage: two reports of the same program by name that nobody can tell to be of different builds of it.
test('which build of a program was measured is with where it was measured', () => {
  const ofProgram = changed(
    calm,
    ({ variant }) => variant === 'pipelined',
    () => ({ program: { digest: '0a1b2c3d4e5f' } }),
  )
  const rows = tableIn(blocksOf(summarize(ofProgram)), 'environment')!.rows.map(({ cells }) => cells.join(': '))
  expect(rows).toContain('program: pipelined (0a1b2c3d4e5f)')
})
