import fc from 'fast-check'
import { jStat } from 'jstat'
import { expect, test } from 'vitest'
import { meanInterval } from '../../../bench/statistics/mean-interval.ts'
import { meanTest } from '../../../bench/statistics/pairwise.ts'

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

test('it is the two-sided p-value that jStat has for t', () => {
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

test('it is below alpha exactly when the interval at that alpha excludes 0', () => {
  fc.assert(
    fc.property(someValues, fc.double({ min: 0.001, max: 0.5, noNaN: true }), (values, alpha) => {
      const { low, high } = meanInterval(values, alpha).interval!
      const p = meanTest(values)
      fc.pre(Math.abs(p - alpha) > 1e-9)
      expect(p < alpha).toBe(low > 0 || high < 0)
    }),
  )
})

test('the sign and the unit do not matter', () => {
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
