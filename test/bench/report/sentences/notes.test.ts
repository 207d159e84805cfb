import { expect, test } from 'vitest'
import { parseObjective } from '../../../../bench/judge/selection-criteria.ts'
import { formatDuration, formatPercent } from '../../../../bench/report/format.ts'
import { asPercent } from '../../../../bench/report/messages/formats.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { notesOn } from '../../../../bench/report/sentences/notes.ts'
import { orderNotes } from '../../../../bench/report/sentences/order-notes.ts'
import { outlierNote } from '../../../../bench/report/sentences/outlier-note.ts'
import { recommendationOf } from '../../../../bench/report/sentences/recommendation.ts'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { like } from '../../../support/like.ts'
import { formsOf, flat } from '../../../support/reported-results.ts'
import { changed, isMeasured, isRun, type Simulation, trialsOf, aFault } from '../../../support/trials.ts'

const EVEN: Simulation = { candidates: { pipelined: 1, 'look-ahead': 1 }, blockSd: 0.002, iterationSd: 0.004, seed: 3 }
const calm = trialsOf(EVEN)

const { beside, checks, either, notes: texts, recommendation, units, verdicts } = ENGLISH
const withInterval = (estimate: string, low: string, high: string) => units.withInterval({ estimate, low, high })

/** Most runs of one block of a variant, taking twice as long. */
const swayed = (variant: string, trials: readonly Trial[] = calm) =>
  changed(
    trials,
    (trial) => isMeasured(trial) && trial.variant === variant && trial.block === 3 && trial.iteration <= 4,
    ({ makespanMs }) => ({ makespanMs: makespanMs * 2 }),
  )

const counted = (outliers: number, ...breakdown: string[]) =>
  texts.outliersCountedMany({ outliers, runs: 180, breakdown: beside(breakdown) })

test('outliers stand with how many they are, and that no verdict depends on them', () => {
  const before = summarize(calm).variants.reduce((sum, { outliers }) => sum + outliers.length, 0)
  expect(before).toBe(0)
  expect(outlierNote(summarize(calm))).toEqual([])
  const slow = ({ makespanMs }: Trial) => ({ makespanMs: makespanMs * 4 })
  const one = changed(calm, isRun('pipelined', 2, 2), slow)
  expect(notesOn(summarize(one))).toContain(
    texts.outliersWithoutEffectOne(texts.outliersCountedOne(180, 'pipelined 1')),
  )
  expect(outlierNote(summarize(changed(one, isRun('look-ahead', 2, 2), slow)))).toEqual([
    texts.outliersWithoutEffectMany(counted(2, 'pipelined 1', 'look-ahead 1')),
  ])
})

test('a verdict that depends on outliers stands beside the one that counts', () => {
  const result = summarize(swayed('pipelined'))
  expect(result.variants.find(({ variant }) => variant === 'pipelined')!.verdict!.code).toBe('inconclusive')
  expect(outlierNote(result)).toEqual([
    texts.outliersChangeVerdictsMany(
      counted(4, 'pipelined 4'),
      texts.verdictWithoutOutliers('pipelined', verdicts.equivalent),
    ),
  ])
})

test('before the first interim analysis there is no verdict that could depend on anything', () => {
  const early = summarize(swayed('pipelined', trialsOf({ ...EVEN, blocks: 5 })))
  expect(outlierNote(early)).toEqual([
    units.sentence(texts.outliersCountedMany({ outliers: 4, runs: 150, breakdown: 'pipelined 4' })),
  ])
})

// Breakage: "would be equivalent" of a variant of which nothing may be said, or on a machine where nearness proves nothing.
test('what may not be said of a variant is not said of it without its outliers', () => {
  const wrong = changed(swayed('pipelined'), isRun('pipelined', 1, 1), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: 'another' },
  }))
  const failed = changed(swayed('pipelined'), isRun('pipelined', 1, 1), () => ({ faults: [aFault('it died')] }))
  const unfit = swayed('pipelined', trialsOf({ ...EVEN, aaCheck: 1.2 }))
  for (const trials of [wrong, failed, unfit]) {
    const result = summarize(trials)
    expect(result.variants.find(({ variant }) => variant === 'pipelined')!.verdictWithoutOutliers).toBe('equivalent')
    expect(outlierNote(result)).toEqual([texts.outliersWithoutEffectMany(counted(4, 'pipelined 4'))])
  }
})

test('of an A/A check that fails by its outliers alone that is said', () => {
  const result = summarize(swayed('A/A'))
  expect(result.aaCheck.code).not.toBe('passed')
  expect(outlierNote(result)).toEqual([
    texts.outliersChangeVerdictsMany(counted(4, 'A/A 4'), texts.verdictWithoutOutliers('A/A', verdicts.equivalent)),
  ])
})

/** A result of which the order is known to be like that. */
const ordered = (order: Partial<NonNullable<Result['order']>>): Result => ({
  ...summarize(calm),
  order: { predecessors: [], steadiness: [], ...order },
})
const effect = (variant: string, ratio: number, excludesOne: boolean) => ({
  variant,
  ratio,
  low: ratio - 0.01,
  high: ratio + 0.01,
  blocks: 6,
  excludesOne,
})
/** A change of the time, such as `+5.0 % (+4.0 % to +6.0 %)`. */
const change = (...changes: [string, string, string]) => {
  const [estimate, low, high] = changes.map((one) => `${one} %`)
  return withInterval(estimate!, low!, high!)
}

test('a variant that changes the run after it stands with its effect, and else the largest effect alone', () => {
  const acting = ordered({ predecessors: [effect('pipelined', 1.05, true), effect('A/A', 0.97, true)] })
  const actors = `pipelined ${change('+5.0', '+4.0', '+6.0')}; A/A ${change('-3.0', '-4.0', '-2.0')}`
  expect(orderNotes(acting)).toEqual([texts.orderAffectsTime(actors)])
  expect(notesOn(acting)).toContain(texts.orderAffectsTime(actors))
  const none = ordered({ predecessors: [effect('pipelined', 1.005, false), effect('A/A', 1, false)] })
  expect(orderNotes(none)).toEqual([texts.orderUnaffected('pipelined', change('+0.5', '-0.5', '+1.5'))])
  expect(orderNotes(ordered({}))).toEqual([])
  const { order: _, ...unknown } = ordered({})
  expect(orderNotes(unknown)).toEqual([])
})

const driftOf = (variant: string, changed: string, reason: string) =>
  texts.drift({ variant, counterpart: 'sequential', change: changed, reason })

test('that no variant drifts is said too', () => {
  const steady = ordered({ steadiness: [effect('pipelined', 1.01, false), effect('look-ahead', 0.99, false)] })
  expect(orderNotes(steady)).toEqual([texts.noDriftWithinBlock])
  expect(orderNotes(ordered({ steadiness: [effect('pipelined', 0.9, true)] }))).not.toContain(texts.noDriftWithinBlock)
  // The reference drifts, though not all others seem to: of whom else that is, nothing is certain.
  const alone = [effect('sequential', 0.97, true), effect('pipelined', 1.01, false)]
  expect(orderNotes(ordered({ steadiness: alone }))).toEqual([])
})

test('a variant that goes on getting faster is to be warmed up longer, and one that gets slower may pile something up', () => {
  const steadiness = [effect('pipelined', 0.9, true), effect('look-ahead', 1.1, true), effect('A/A', 1.001, false)]
  expect(orderNotes(ordered({ steadiness }))).toEqual([
    driftOf('pipelined', change('-10.0', '-11.0', '-9.0'), texts.driftLongerWarmUp),
    driftOf('look-ahead', change('+10.0', '+9.0', '+11.0'), texts.driftAccumulation('sequential')),
  ])
})

// Breakage: the reference blamed for what another variant does, since it is held against the mean of them all.
test('the reference is said to drift only where all others seem to drift the other way', () => {
  const steadyWhile = (change: (trial: Trial) => number) =>
    summarize(
      changed(trialsOf({ ...EVEN, iterations: 8 }), isMeasured, (trial) => ({
        makespanMs: trial.makespanMs * change(trial),
      })),
    )
  const fasterAt = (name: string) => steadyWhile(({ variant, iteration }) => (variant === name ? 0.97 ** iteration : 1))
  const one = fasterAt('pipelined')
  expect(one.order!.steadiness.flatMap(({ variant, excludesOne }) => (excludesOne ? variant : []))).toEqual([
    'sequential',
    'pipelined',
  ])
  expect(orderNotes(one)).toEqual([driftOf('pipelined', change('-19.0', '-19.7', '-18.3'), texts.driftLongerWarmUp)])
  expect(orderNotes(fasterAt('sequential'))).toEqual([
    texts.drift({
      variant: 'sequential',
      counterpart: texts.otherVariants,
      change: change('-19.2', '-19.9', '-18.5'),
      reason: texts.driftLongerWarmUp,
    }),
  ])
})

test('the sensitivity check and what it came out as stand in every form', () => {
  const found = checks.sensitivityFound('10 %', withInterval('1.100', '1.097', '1.104'))
  for (const text of formsOf(summarize(calm)).map(flat)) expect(text).toContain(checks.sensitivityNote(found))
  const missed = checks.sensitivityMissed('10 %', withInterval('1.000', '0.997', '1.003'))
  for (const text of formsOf(summarize(trialsOf({ ...EVEN, slowedBy: 1 }))).map(flat))
    expect(text).toContain(checks.sensitivityNote(missed))
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
    notesOn(summarize(trials, { objective: parseObjective(objective), constraints: {} }))
  const scores = (objective: string, ...scored: [string, string, string][]) =>
    texts.objectiveScores({
      objective,
      reference: 'sequential',
      scores: scored.map(([variant, ratio, verdict]) => `${variant} ${beside([ratio, verdict])}`).join('; '),
    })
  const same = withInterval('1.000', '1.000', '1.000')
  const equivalent = verdicts.equivalentWithin(asPercent(0.05))
  expect(notesBy('first-notification')).toContain(
    scores(
      'first-notification',
      ['pipelined', same, equivalent],
      ['look-ahead', same, equivalent],
      ['worker-threads', withInterval('0.333', '0.333', '0.333'), verdicts.better],
    ),
  )
  const byCost = scores(
    'cost',
    ['pipelined', withInterval('0.501', '0.499', '0.503'), verdicts.better],
    ['look-ahead', withInterval('0.990', '0.986', '0.994'), equivalent],
    ['worker-threads', withInterval('1.302', '1.297', '1.308'), verdicts.worse],
  )
  expect(notesBy('cost')).toContain(byCost)
  expect(notesOn(summarize(trials))).toEqual(notesBy('cost').filter((one) => one !== byCost))
})

test('a mock server that is too slow stands first of all, with what the reference met', () => {
  const firstNote = (by: Readonly<Record<string, number>>) =>
    notesOn(
      summarize(
        changed(calm, isMeasured, ({ variant, idealMs }) => ({
          plannedIdealMs: idealMs! / (by[variant] ?? 1.01),
        })),
      ),
    )[0]
  const capacity = (lag: string) => texts.mockServerCapacity(lag, '34.0')
  expect(firstNote({})).toMatch(like(capacity(texts.mockServerLag(formatPercent(0.01), '…'))))
  expect(firstNote({ pipelined: 1.5, sequential: 1.2 })).toBe(
    capacity(
      texts.mockServerSaturated(
        formatPercent(0.5),
        texts.lagWithReference({
          variant: 'pipelined',
          reference: 'sequential',
          referenceLag: formatPercent(0.2),
        }),
      ),
    ),
  )
  expect(firstNote({ sequential: 1.2 })).toBe(capacity(texts.mockServerSaturated(formatPercent(0.2), 'sequential')))
})

test('on a machine that is not fit more blocks are advised only where there are more to be had', () => {
  const adviceFor = (simulation: Simulation) =>
    recommendationOf(summarize(trialsOf({ candidates: { pipelined: 0.5 }, aaCheck: 1.2, ...simulation })), ENGLISH)
      .details
  const { closeOtherPrograms, remedyMoreBlocks, remedyMoreBlocksWithoutQuick, widerPlanMargin } = recommendation
  const noisy = (...remedies: string[]) => [recommendation.unfitNoiseLocal(either(remedies))]
  expect(adviceFor({ quick: true })).toEqual(noisy(closeOtherPrograms, remedyMoreBlocksWithoutQuick, widerPlanMargin))
  expect(adviceFor({ quick: false, blocks: 12 })).toEqual(noisy(closeOtherPrograms, remedyMoreBlocks, widerPlanMargin))
  expect(adviceFor({ quick: false, blocks: 24 })).toEqual(noisy(closeOtherPrograms, widerPlanMargin))
})
