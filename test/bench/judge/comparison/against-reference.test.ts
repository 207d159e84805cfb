import { expect, test } from 'vitest'
import { compareWithReference } from '../../../../bench/judge/comparison/against-reference.ts'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { countedIterations } from '../../../../bench/judge/comparison/iterations.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import type { RatioEstimate } from '../../../../bench/statistics/block-ratio.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { changed, isMeasured, trialsOf } from '../../../support/trials.ts'

const LOOK = { blocks: 6, alpha: 0.05, last: true }
const EVEN = { blockSd: 0, iterationSd: 0 }
const CALM = { candidates: { pipelined: 1 }, blockSd: 0.002, iterationSd: 0.004 }

function compared(trials: readonly Trial[], look: Result['look'] = LOOK, parts = 1) {
  const { scenario } = trials[0]!
  return compareWithReference('pipelined', { iterations: countedIterations(trials, new Map()), scenario, look, parts })
}

/** Runs of a variant in some iterations of a block, taking that many times as long. */
function slowed(trials: readonly Trial[], variant: string, by: number, where: (trial: Trial) => boolean): Trial[] {
  return changed(
    trials,
    (trial) => isMeasured(trial) && trial.variant === variant && where(trial),
    ({ makespanMs }) => ({ makespanMs: makespanMs * by }),
  )
}

const widthOf = ({ low, high }: RatioEstimate) => Math.log(high / low)
const inMostOfOneBlock = ({ block, iteration }: Trial) => block === 3 && iteration <= 4

test('without noise the ratio of times and that of costs are what they truly are', () => {
  const { ratio, costRatio, verdict } = compared(trialsOf({ ...EVEN, candidates: { pipelined: 0.7 } }))!
  for (const one of [ratio, costRatio])
    for (const value of [one.ratio, one.low, one.high]) expect(value).toBeCloseTo(0.7, 9)
  expect(ratio).toMatchObject({ blocks: 6, iterations: 36 })
  expect(costRatio).toMatchObject({ blocks: 6, iterations: 36 })
  expect(verdict).toEqual({ code: 'faster' })
})

// Breakage: money estimated from typical times, or with the certainty of these.
test('a few slow runs leave the typical ratio alone, and make the cost dearer and much less sure', () => {
  const calm = trialsOf(CALM)
  const slow = slowed(calm, 'pipelined', 5, ({ block, iteration }) => block % 2 === 0 && iteration === block)
  const [before, after] = [compared(calm)!, compared(slow)!]
  expect(after.ratio.ratio).toBeCloseTo(before.ratio.ratio, 2)
  expect(after.verdict!.code).toBe('equivalent')
  const sum = (variant: string) =>
    slow.reduce((total, trial) => total + (isMeasured(trial) && trial.variant === variant ? trial.makespanMs : 0), 0)
  expect(after.costRatio.ratio).toBeCloseTo(sum('pipelined') / sum('sequential'), 9)
  expect(after.costRatio.ratio).toBeGreaterThan(1.25)
  expect(widthOf(before.costRatio)).toBeLessThan(2 * widthOf(before.ratio))
  expect(widthOf(after.costRatio)).toBeGreaterThan(10 * widthOf(after.ratio))
})

test('cost is of what was billed, where that is known', () => {
  const invocation = {
    function: 'orders',
    memoryMb: 1769,
    container: 'one',
    billedMs: 100,
    architecture: 'arm64',
  } as const
  const { ratio, costRatio } = compared(
    changed(trialsOf({ ...EVEN, candidates: { pipelined: 0.7 } }), isMeasured, () => ({ invocation })),
  )!
  expect(ratio.ratio).toBeCloseTo(0.7, 9)
  expect(costRatio.ratio).toBeCloseTo(1, 9)
  // Breakage: a guessed architecture, whose price may be another.
  const { architecture: _architecture, ...unknown } = invocation
  const guessed = compared(
    changed(trialsOf({ ...EVEN, candidates: { pipelined: 0.7 } }), isMeasured, () => ({ invocation: unknown })),
  )!
  expect(guessed.costRatio.ratio).toBeCloseTo(0.7, 9)
})

test('both intervals are at the level of the look, shared by the comparisons', () => {
  const trials = trialsOf(CALM)
  const { ratio, costRatio } = compared(trials, { blocks: 6, alpha: 0.01, last: false }, 4)!
  expect([ratio.alpha, costRatio.alpha]).toEqual([0.0025, 0.0025])
  const whole = compared(trials, { blocks: 6, alpha: 0.01, last: false }, 1)!
  expect(widthOf(whole.ratio)).toBeLessThan(widthOf(ratio))
  expect(widthOf(whole.costRatio)).toBeLessThan(widthOf(costRatio))
})

test('before the first look there are intervals of 95% and no verdict, and below two blocks nothing', () => {
  const early = summarize(trialsOf({ ...CALM, blocks: 2 })).variants[1]!
  expect(early.verdict).toBeUndefined()
  expect([early.ratio!.alpha, early.costRatio!.alpha]).toEqual([0.05, 0.05])
  expect(early.verdictWithoutOutliers).toBeUndefined()
  expect(compared(trialsOf({ ...CALM, blocks: 1 }))).toBeUndefined()
})

// Breakage: dropping what stands out, which makes any machine look calm.
test('outliers are counted in the verdict, and the verdict without them stands beside it where it is another', () => {
  for (const variant of ['pipelined', 'sequential']) {
    const { ratio, verdict, verdictWithoutOutliers } = compared(slowed(trialsOf(CALM), variant, 2, inMostOfOneBlock))!
    expect(verdict!.code, variant).toBe('inconclusive')
    expect(ratio.iterations).toBe(36)
    expect(ratio.high / ratio.low).toBeGreaterThan(1.2)
    expect(verdictWithoutOutliers, variant).toBe('equivalent')
  }
})

test('where the verdict would be the same without them, none stands beside it', () => {
  expect(compared(trialsOf(CALM))!.verdictWithoutOutliers).toBeUndefined()
  const spiked = slowed(trialsOf(CALM), 'pipelined', 9, ({ block, iteration }) => block === 3 && iteration === 4)
  const { verdict, verdictWithoutOutliers } = compared(spiked)!
  expect(verdict!.code).toBe('equivalent')
  expect(verdictWithoutOutliers).toBeUndefined()
})

test('what stands out among the runs of other variants is no matter of these two', () => {
  // A block that is slower as a whole, without one run that stands out.
  const torn = slowed(
    trialsOf({ ...CALM, candidates: { pipelined: 1, 'look-ahead': 1 } }),
    'pipelined',
    1.12,
    ({ block }) => block === 3,
  )
  expect(compared(torn)).toMatchObject({ verdict: { code: 'inconclusive' } })
  expect(compared(torn)!.verdictWithoutOutliers).toBeUndefined()
  expect(compared(slowed(torn, 'look-ahead', 3, ({ block }) => block === 3))).toEqual(compared(torn))
})

test('a block of which nothing but such runs is left does not count in the verdict without them', () => {
  const { verdict, verdictWithoutOutliers } = compared(
    slowed(trialsOf(CALM), 'pipelined', 2, ({ block }) => block === 3),
  )!
  expect([verdict!.code, verdictWithoutOutliers]).toEqual(['inconclusive', 'equivalent'])
})
