import fc from 'fast-check'
import { jStat } from 'jstat'
import { expect, test } from 'vitest'
import { meanInterval } from '../../../bench/statistics/mean-interval.ts'
import { depressionAfter, depressionBefore } from './published-data.ts'

// Student's own example: hours of sleep gained by two drugs, 10 patients; Biometrika 6 (1908).
const SLEEP_DIFFERENCES = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4]

test('on the sleep of ten patients, the interval is the published one', () => {
  // R's t.test(extra ~ group, paired) on its copy of the data: 0.7001142 to 2.4598858 around 1.58.
  const { mean, interval } = meanInterval(SLEEP_DIFFERENCES, 0.05)
  expect(mean).toBeCloseTo(1.58, 12)
  expect(interval!.low).toBeCloseTo(0.7001142, 7)
  expect(interval!.high).toBeCloseTo(2.4598858, 7)
})

test('the interval reaches as far as the quantiles of jStat say, at any level', () => {
  const depression = depressionAfter.map((after, patient) => after - depressionBefore[patient]!)
  for (const values of [SLEEP_DIFFERENCES, depression, [30, 31], [3, 1, 4, 1, 5]]) {
    const count = values.length
    const mean = values.reduce((sum, value) => sum + value, 0) / count
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1))
    for (const alpha of [0.05, 0.05 / 6, 0.01, 0.4]) {
      const { interval } = meanInterval(values, alpha)
      const reach = (jStat.studentt.inv(1 - alpha / 2, count - 1) * sd) / Math.sqrt(count)
      expect(interval!.high - mean).toBeCloseTo(reach, 4)
      expect(mean - interval!.low).toBeCloseTo(reach, 4)
    }
  }
})

test('moved and stretched values move and stretch the interval', () => {
  const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 20 })
  const by = fc.double({ min: 0.1, max: 10, noNaN: true })
  fc.assert(
    fc.property(values, by, by, (values, factor, shift) => {
      const { interval } = meanInterval(values, 0.05)
      const moved = meanInterval(
        values.map((value) => value * factor + shift),
        0.05,
      )
      expect(moved.interval!.low).toBeCloseTo(interval!.low * factor + shift, 6)
      expect(moved.interval!.high).toBeCloseTo(interval!.high * factor + shift, 6)
    }),
  )
})

test('one value is its own mean and has no interval, equal ones leave no doubt', () => {
  expect(meanInterval([7], 0.05)).toEqual({ mean: 7 })
  expect(meanInterval([7, 7, 7], 0.05)).toEqual({ mean: 7, interval: { low: 7, high: 7 } })
})

test('no values, one that is not finite, and an alpha not inside 0..1 are mistakes of the caller', () => {
  expect(() => meanInterval([], 0.05)).toThrow(new RangeError('meanInterval: expected at least 1 value, given none'))
  expect(() => meanInterval([1, Infinity], 0.05)).toThrow(
    new RangeError('meanInterval: expected finite values, given Infinity'),
  )
  for (const alpha of [0, 1, NaN]) expect(() => meanInterval([1, 2], alpha)).toThrow(RangeError)
})
