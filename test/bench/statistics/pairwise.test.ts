import fc from 'fast-check'
import { jStat } from 'jstat'
import { expect, test } from 'vitest'
import { ratioOverBlocks } from '../../../bench/statistics/block-ratio.ts'
import { meanInterval } from '../../../bench/statistics/mean-interval.ts'
import { holmAdjusted, meanTest, pairwise, type TimedVariant } from '../../../bench/statistics/pairwise.ts'
import { simulatedRace, timedVariants, uniformNumbers } from './simulated-races.ts'

const variantsOf = (blocks: Readonly<Record<string, number[][]>>): TimedVariant[] =>
  Object.entries(blocks).map(([name, logs]) => ({ name, blocks: logs }))

// Of 1024ths, since differences too small to square are no times.
const log = fc.integer({ min: -2048, max: 2048 }).map((whole) => whole / 1024)
/** Two to four variants with the same blocks and iterations. */
const someVariants = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 }))
  .chain(([count, iterations]) =>
    fc.array(fc.tuple(...iterations.map((length) => fc.array(log, { minLength: length, maxLength: length }))), {
      minLength: count,
      maxLength: count,
    }),
  )
  .map((variants) => variants.map((blocks, index): TimedVariant => ({ name: `variant ${index}`, blocks })))

const differencesOf = (one: TimedVariant, other: TimedVariant) =>
  other.blocks.map((iterations, block) => iterations.map((value, iteration) => value - one.blocks[block]![iteration]!))

// Breakage: iterations pooled over blocks, medians for Hodges-Lehmann values, or the ratio upside down.
test('each pair is judged as a candidate is judged against a reference', () => {
  fc.assert(
    fc.property(someVariants, fc.double({ min: 0.001, max: 0.4, noNaN: true }), (variants, alpha) => {
      for (const { one, other, ratio, p } of pairwise(variants, 0.05)) {
        const variantOf = (name: string) => variants.find((variant) => variant.name === name)!
        const estimate = ratioOverBlocks(differencesOf(variantOf(one), variantOf(other)), alpha)
        expect(Math.log(ratio)).toBeCloseTo(Math.log(estimate.ratio), 9)
        fc.pre(Math.abs(p - alpha) > 1e-6)
        expect(p < alpha).toBe(estimate.low > 1 || estimate.high < 1)
      }
    }),
  )
})

// Breakage: raw p-values compared with alpha, or Holm over the pairs of one variant only.
test('all pairs are one family', () => {
  fc.assert(
    fc.property(someVariants, (variants) => {
      const pairs = pairwise(variants, 0.05)
      expect(pairs.map(({ adjustedP }) => adjustedP)).toEqual(holmAdjusted(pairs.map(({ p }) => p)))
      for (const { adjustedP, differ } of pairs) expect(differ).toBe(adjustedP <= 0.05)
    }),
  )
})

test('a difference that two variants alone would show is not one among many variants', () => {
  // Block values 1, 2 and 3 of a: t = 3.46 with two degrees, p = 0.074; b differs significantly alone at 0.1 and not as one of three.
  const a = [[1], [2], [3]]
  const b = [[0], [0], [0]]
  const c = [[0.9], [2.4], [2.5]]
  const differ = (variants: readonly TimedVariant[]) => pairwise(variants, 0.1).map((pair) => pair.differ)
  expect(differ(variantsOf({ a, b }))).toEqual([true])
  expect(differ(variantsOf({ a, b, c }))).toEqual([false, false, false])
})

test('pairs come in the order of the variants, each once, with the ratio of the later over the earlier', () => {
  const pairs = pairwise(variantsOf({ a: [[0], [0]], b: [[1], [1]], c: [[3], [3]] }), 0.05)
  expect(pairs.map(({ one, other, ratio }) => [one, other, Math.log(ratio)])).toEqual([
    ['a', 'b', 1],
    ['a', 'c', 3],
    ['b', 'c', 2],
  ])
})

// Breakage: 0 / 0, which is no number and differs from nothing.
test('identical variants do not differ, variants that differ equally everywhere do', () => {
  const blocks = [
    [0.5, 0.25],
    [0.75, 0.5],
  ]
  const later = blocks.map((iterations) => iterations.map((value) => value + 0.125))
  const [same, apart] = pairwise(variantsOf({ a: blocks, b: blocks, c: later }), 0.05)
  expect(same).toEqual({ one: 'a', other: 'b', ratio: 1, p: 1, adjustedP: 1, differ: false })
  expect(apart).toMatchObject({ one: 'a', other: 'c', p: 0, adjustedP: 0, differ: true })
})

test('iterations are paired: what an iteration has drawn for all variants cannot matter', () => {
  const calm = timedVariants(simulatedRace(RACE, uniformNumbers(5)))
  const stormy = calm.map(({ name, blocks }) => ({
    name,
    blocks: blocks.map((iterations, block) =>
      iterations.map((value, iteration) => value + 3 * Math.sin(7 * block + iteration)),
    ),
  }))
  const [before, after] = [pairwise(calm, 0.05), pairwise(stormy, 0.05)]
  for (const [index, { p }] of before.entries()) expect(after[index]!.p).toBeCloseTo(p, 9)
})

const RACE = { variants: { a: 1, b: 1.2, c: 1.2 }, blocks: 12, iterations: 6, blockSd: 0.01, runSd: 0.03 }

test('of three variants, the one that is a fifth faster differs significantly from two that are alike', () => {
  const pairs = pairwise(timedVariants(simulatedRace(RACE, uniformNumbers(11))), 0.025)
  expect(pairs.map(({ one, other, differ }) => `${one}${differ ? '<' : '='}${other}`)).toEqual(['a<b', 'a<c', 'b=c'])
  expect(pairs[0]!.ratio).toBeCloseTo(1.2, 1)
})

test('one variant, or none, has no pairs', () => {
  expect(pairwise([], 0.05)).toEqual([])
  expect(pairwise(variantsOf({ a: [[0], [0]] }), 0.05)).toEqual([])
})

test('variants that were not run together, too few blocks and an alpha not inside 0..1 are mistakes of the caller', () => {
  expect(() => pairwise(variantsOf({ a: [[0], [0]], b: [[0], [0, 1]] }), 0.05)).toThrow(
    new RangeError(
      'pairwise: expected the same blocks and iterations in every variant, given iterations per block of a [1, 1] and b [1, 2]',
    ),
  )
  expect(() => pairwise(variantsOf({ a: [[0], [0]], b: [[0], [0], [0]] }), 0.05)).toThrow(RangeError)
  expect(() => pairwise(variantsOf({ a: [[0]], b: [[0]] }), 0.05)).toThrow(RangeError)
  expect(() => pairwise(variantsOf({ a: [[0], []], b: [[0], []] }), 0.05)).toThrow(RangeError)
  expect(() => pairwise(variantsOf({ a: [[0], [NaN]], b: [[0], [0]] }), 0.05)).toThrow(RangeError)
  for (const alpha of [0, 1, NaN])
    expect(() => pairwise([], alpha)).toThrow(
      new RangeError(`pairwise: expected alpha between 0 and 1, both excluded, given ${alpha}`),
    )
})

// Breakage: every p-value times the count (Bonferroni), or no running maximum.
test('on the published example of R package multtest, the adjusted p-values are the published ones', () => {
  const pValues = [
    0.838541367553, 0.642193923795, 0.680845947633, 0.967833824309, 0.71626938238, 0.177096952723, 5.23656777208e-5,
    0.0202732688798, 0.00028140506198, 0.0149877310796,
  ]
  // mt.rawp2adjp, as the tests of statsmodels keep its answer.
  const published = [1, 1, 1, 1, 1, 1, 5.23656777208e-4, 0.1419128821586, 2.53264555782e-3, 0.1199018486368]
  for (const [index, p] of holmAdjusted(pValues).entries()) expect(p).toBeCloseTo(published[index]!, 12)
})

// Neuhaus et al. (1992) as in Benjamini & Hochberg, JRSS B 57 (1995): with 15 tests at 5%, the first three are rejected.
test('of the fifteen tests of a trial of thrombolysis, three are rejected at 5%', () => {
  const pValues = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ]
  expect(holmAdjusted(pValues).filter((p) => p <= 0.05)).toHaveLength(3)
  expect(holmAdjusted(pValues)[2]).toBeCloseTo(13 * 0.0019, 12)
})

// Breakage: results in ascending order instead of the given one.
test('a later p-value never comes out below an earlier one, and each stays in its place', () => {
  // Times 3, 2 and 1: 0.02 alone would come out at 0.02, below the 0.03 of the one before.
  const expected = [0.03, 0.03, 0.03]
  for (const [index, p] of holmAdjusted([0.02, 0.01, 0.015]).entries()) expect(p).toBeCloseTo(expected[index]!, 12)
  expect(holmAdjusted([0.5, 0.001])).toEqual([0.5, 0.002])
})

const share = fc.double({ min: 0, max: 1, noNaN: true })
const family = fc.array(share, { maxLength: 12 })

test('what is rejected is what the step-down procedure of 1979 rejects', () => {
  fc.assert(
    fc.property(family, fc.double({ min: 0.001, max: 0.3, noNaN: true }), (pValues, alpha) => {
      const sorted = pValues.toSorted((a, b) => a - b)
      const stop = sorted.findIndex((p, rank) => p * (sorted.length - rank) > alpha)
      const rejected = stop < 0 ? sorted.length : stop
      expect(holmAdjusted(pValues).filter((p) => p <= alpha)).toHaveLength(rejected)
    }),
  )
})

test('adjusted p-values lie between their own and those of Bonferroni, and keep their order', () => {
  fc.assert(
    fc.property(family, (pValues) => {
      const adjusted = holmAdjusted(pValues)
      for (const [i, p] of pValues.entries()) {
        expect(adjusted[i]).toBeGreaterThanOrEqual(p)
        expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * pValues.length))
        for (const [j, q] of pValues.entries()) if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!)
      }
    }),
  )
})

test('no test and one test are left as they are', () => {
  expect(holmAdjusted([])).toEqual([])
  expect(holmAdjusted([0.04])).toEqual([0.04])
})

test('a p-value outside 0..1 is a mistake of the caller', () => {
  for (const stray of [-0.1, 1.1, NaN])
    expect(() => holmAdjusted([0.5, stray])).toThrow(
      new RangeError(`holmAdjusted: expected p-values in 0..1, given ${stray}`),
    )
})

// Breakage: a one-sided p-value, n degrees of freedom, or a variance over n.
test("on Student's own example the p-value is the published one", () => {
  // Biometrika 6 (1908); R's t.test(extra ~ group, data = sleep, paired = TRUE) answers p-value = 0.002833.
  expect(meanTest([1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4])).toBeCloseTo(0.002833, 6)
})

// Of 1024ths, since differences too small to square are no observations.
const someValues = fc.array(
  fc.integer({ min: -9999, max: 9999 }).map((whole) => whole / 1024),
  { minLength: 2, maxLength: 24 },
)
const spreadOf = (values: readonly number[]) => Math.max(...values) - Math.min(...values)

test('the p-value of a mean is the two-sided one that jStat has for t', () => {
  fc.assert(
    fc.property(
      someValues.filter((values) => spreadOf(values) > 1e-3),
      (values) => {
        const count = values.length
        const mean = values.reduce((sum, value) => sum + value, 0) / count
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1)
        const t = Math.abs(mean) / Math.sqrt(variance / count)
        expect(meanTest(values)).toBeCloseTo(2 * jStat.studentt.cdf(-t, count - 1), 6)
      },
    ),
  )
})

test('the p-value of a mean is below alpha exactly when the interval at that alpha excludes 0', () => {
  fc.assert(
    fc.property(someValues, fc.double({ min: 0.001, max: 0.5, noNaN: true }), (values, alpha) => {
      const { low, high } = meanInterval(values, alpha).interval!
      const p = meanTest(values)
      fc.pre(Math.abs(p - alpha) > 1e-9)
      expect(p < alpha).toBe(low > 0 || high < 0)
    }),
  )
})

test('the sign and the unit do not matter to the p-value of a mean', () => {
  fc.assert(
    fc.property(
      someValues.filter((values) => spreadOf(values) > 1e-3),
      fc.constantFrom(-1, 8, 0.25),
      (values, unit) => {
        expect(meanTest(values.map((value) => value * unit))).toBeCloseTo(meanTest(values), 12)
      },
    ),
  )
})

// Breakage: 0 / 0, which is no number.
test('values that are all nothing differ from nothing by chance alone, equal other ones never', () => {
  expect(meanTest([0, 0, 0])).toBe(1)
  expect(meanTest([0.25, 0.25, 0.25])).toBe(0)
  expect(meanTest([-0.25, -0.25])).toBe(0)
  expect(meanTest([1, -1])).toBe(1)
})

test('fewer than two values, and one that is not finite, are mistakes of the caller', () => {
  expect(() => meanTest([1])).toThrow(new RangeError('meanTest: expected at least 2 values, given 1'))
  for (const stray of [NaN, Infinity])
    expect(() => meanTest([1, stray])).toThrow(new RangeError(`meanTest: expected finite values, given ${stray}`))
})
