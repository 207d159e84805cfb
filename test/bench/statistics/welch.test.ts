import fc from 'fast-check'
import { jStat } from 'jstat'
import { expect, test } from 'vitest'
import { welchRatio } from '../../../bench/statistics/welch.ts'

/** Miles per gallon of 19 cars with automatic and 13 with manual transmission. Source: Henderson & Velleman, Biometrics 37 (1981). */
const automatic = [
  21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 21.5, 15.5, 15.2, 13.3, 19.2,
]
const manual = [21, 21, 22.8, 32.4, 30.4, 33.9, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4]

const asTimes = (logs: readonly number[]) => logs.map(Math.exp)

// Breakage: Student's pooled variance, its degrees of freedom, variances over n, or the first over the second.
test('on cars of either transmission, unequally many and unequally spread, it is the published interval', () => {
  // R's t.test(mpg ~ am, data = mtcars): df = 18.332, p-value = 0.001374, 95 percent: -11.280194 to -3.209684, of automatic less manual.
  const { low, high } = welchRatio(asTimes(automatic), asTimes(manual), 0.05)
  expect(Math.log(low)).toBeCloseTo(3.209684, 6)
  expect(Math.log(high)).toBeCloseTo(11.280194, 6)
  // At the p-value itself the interval just reaches 1.
  expect(welchRatio(asTimes(automatic), asTimes(manual), 0.001373).low).toBeLessThan(1)
  expect(welchRatio(asTimes(automatic), asTimes(manual), 0.001375).low).toBeGreaterThan(1)
})

// Of 64ths, since differences too small to square are no observations.
const someLogs = fc.array(
  fc.integer({ min: -200, max: 200 }).map((whole) => whole / 64),
  { minLength: 3, maxLength: 24 },
)
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const varianceOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + (value - meanOf(values)) ** 2, 0) / (values.length - 1)
const isSpread = (values: readonly number[]) => Math.max(...values) > Math.min(...values)

test('it is the interval of textbook variances with the quantile that jStat has for t', () => {
  fc.assert(
    fc.property(
      someLogs.filter(isSpread),
      someLogs.filter(isSpread),
      fc.double({ min: 0.001, max: 0.5, noNaN: true }),
      (one, other, alpha) => {
        const [v1, v2] = [varianceOf(one) / one.length, varianceOf(other) / other.length]
        const degrees = (v1 + v2) ** 2 / (v1 ** 2 / (one.length - 1) + v2 ** 2 / (other.length - 1))
        const difference = meanOf(other) - meanOf(one)
        const { low, high } = welchRatio(asTimes(one), asTimes(other), alpha)
        const reach = jStat.studentt.inv(1 - alpha / 2, degrees) * Math.sqrt(v1 + v2)
        expect(Math.log(low)).toBeCloseTo(difference - reach, 5)
        expect(Math.log(high)).toBeCloseTo(difference + reach, 5)
      },
    ),
  )
})

test('the two swapped give the inverse, and the unit does not matter', () => {
  fc.assert(
    fc.property(someLogs.map(asTimes), someLogs.map(asTimes), fc.constantFrom(0.001, 8, 1e6), (one, other, unit) => {
      const there = welchRatio(one, other, 0.05)
      const inUnit = (times: readonly number[]) => times.map((time) => time * unit)
      const back = welchRatio(inUnit(other), inUnit(one), 0.05)
      expect(Math.log(there.low)).toBeCloseTo(-Math.log(back.high), 8)
      expect(Math.log(there.high)).toBeCloseTo(-Math.log(back.low), 8)
    }),
  )
})

// Breakage: 0 / 0 degrees of freedom, which is no number.
test('times that do not differ at all leave no doubt', () => {
  const { low, high } = welchRatio([2, 2, 2], [3, 3], 0.05)
  for (const one of [low, high]) expect(one).toBeCloseTo(1.5, 12)
})

test('fewer than two values, and such that are not positive and finite, are mistakes of the caller', () => {
  expect(() => welchRatio([1], [1, 2], 0.05)).toThrow(
    new RangeError('welchRatio: expected at least 2 values in each, given 1 and 2'),
  )
  expect(() => welchRatio([1, 2], [], 0.05)).toThrow(
    new RangeError('welchRatio: expected at least 2 values in each, given 2 and 0'),
  )
  for (const stray of [0, -1, NaN, Infinity]) {
    expect(() => welchRatio([1, stray], [1, 2], 0.05), `${stray}`).toThrow(RangeError)
    expect(() => welchRatio([1, 2], [1, 2, stray], 0.05), `${stray}`).toThrow(RangeError)
  }
  for (const alpha of [0, 2, NaN]) expect(() => welchRatio([1, 2], [1, 2], alpha), `${alpha}`).toThrow(RangeError)
})
