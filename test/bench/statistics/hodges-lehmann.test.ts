import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hodgesLehmann } from '../../../bench/statistics/hodges-lehmann.ts'
import { median } from '../../../bench/statistics/quantile.ts'
import { depressionAfter, depressionBefore } from './published-data.ts'
import { samples } from '../../support/samples.ts'

const sample = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 20 })

test('the depression data of Hollander and Wolfe give the published change of -0.46', () => {
  const changes = depressionAfter.map((after, i) => after - depressionBefore[i]!)
  expect(hodgesLehmann(changes)).toBeCloseTo(-0.46, 10)
})

test("each value's mean with itself takes part", () => {
  // With i = j: 0, 0, 0, 3, 3, 6 has the median 1.5. Without: 0, 3, 3 has 3.
  expect(hodgesLehmann([0, 0, 6])).toBe(1.5)
  expect(hodgesLehmann([5])).toBe(5)
})

test('each pair takes part once', () => {
  // Once: 0, 0.5, 1, 5, 5.5, 10 has the median 3. With (i, j) and (j, i): 0, 0.5, 0.5, 1, 5, 5, 5.5, 5.5, 10 has 5.
  expect(hodgesLehmann([0, 1, 10])).toBe(3)
})

test('one wild value does not carry it away', () => {
  const calm = [0.01, -0.02, 0.03, 0, 0.02, -0.01]
  expect(Math.abs(hodgesLehmann([...calm, 50]) - hodgesLehmann(calm))).toBeLessThan(0.02)
})

test('a shift of all values shifts it as far, and a change of unit scales it', () => {
  fc.assert(
    fc.property(sample, fc.double({ min: -1e3, max: 1e3, noNaN: true }), (values, by) => {
      expect(hodgesLehmann(values.map((value) => value + by))).toBeCloseTo(hodgesLehmann(values) + by, 8)
      expect(hodgesLehmann(values.map((value) => -3 * value))).toBeCloseTo(-3 * hodgesLehmann(values), 8)
    }),
  )
})

test('the order of the values does not matter, and is left alone', () => {
  fc.assert(
    fc.property(sample, (values) => {
      const given = Object.freeze([...values])
      return (
        hodgesLehmann(given) === hodgesLehmann(values.toReversed()) && given.every((value, i) => value === values[i])
      )
    }),
  )
})

test('no values, or one that is not finite, are mistakes of the caller', () => {
  expect(() => hodgesLehmann([])).toThrow(new RangeError('hodgesLehmann: expected at least 1 value, given none'))
  expect(() => hodgesLehmann([1, NaN])).toThrow(new RangeError('hodgesLehmann: expected finite values, given NaN'))
  expect(() => hodgesLehmann([1, Infinity])).toThrow(RangeError)
})

// Breakage: a rank that is off by one, or a count that takes a pair twice.
test('of many values it is the median of all pairwise means, to the last digit', () => {
  const values = fc.oneof(
    fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 61, maxLength: 120 }),
    fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 61, maxLength: 120 }),
    fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 61, maxLength: 80 }),
  )
  fc.assert(
    fc.property(values, (given) => {
      const means = given.flatMap((one, at) => given.slice(at).map((other) => one / 2 + other / 2))
      expect(hodgesLehmann(given) + 0).toBe(median(means) + 0)
    }),
    { numRuns: samples(60) },
  )
})

// Breakage: all pairwise means in memory: 5,000,000,000 of them.
test('a hundred thousand values take no more memory than themselves', () => {
  expect(hodgesLehmann(Array.from({ length: 100_000 }, (_, at) => at))).toBe(49_999.5)
})
