import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tukeyOutliers } from '../../../bench/statistics/outliers.ts'
import { outlierHandbookData } from './published-data.ts'

test('the outlier example in the NIST handbook, put on a log scale, has its one published outlier', () => {
  const values = outlierHandbookData.map((value) => Math.exp(value / 1000))
  expect(tukeyOutliers(values)).toEqual([values.length - 1])
})

test('the fences are on the logs: the same data taken as times have three short outliers and no long one', () => {
  expect(tukeyOutliers(outlierHandbookData)).toEqual([0, 1, 2])
})

test('a value at a fence is inside, a value just beyond is outside, on both sides', () => {
  // Logs of base 2: quartiles 4 and 6 once the two ends are in, so the fences are at 2^1 and 2^9.
  const inner = [8, 16, 16, 32, 32, 64, 64, 128]
  expect(tukeyOutliers([...inner, 2 * 1.001, 512 / 1.001])).toEqual([])
  expect(tukeyOutliers([...inner, 2 / 1.001, 512 * 1.001])).toEqual([8, 9])
  expect(tukeyOutliers([2 / 1.001, ...inner, 512 / 1.001])).toEqual([0])
})

test('the unit does not matter', () => {
  for (const unit of [1e-3, 60, 1e6]) {
    expect(tukeyOutliers(outlierHandbookData.map((value) => value * unit))).toEqual([0, 1, 2])
  }
})

test('the order of the values does not matter: their indices follow them, ascending', () => {
  const time = fc.double({ min: 1e-3, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(fc.array(time, { maxLength: 30 }), (values) => {
      const mirrored = tukeyOutliers(values.toReversed()).map((index) => values.length - 1 - index)
      expect(mirrored.toReversed()).toEqual(tukeyOutliers(values))
    }),
  )
})

test('a trial that timed out is an outlier among trials that did not', () => {
  expect(tukeyOutliers([10, 11, 12, 11, Infinity, 10, 12, 11])).toEqual([4])
})

test('equal values, and no values, have no outliers', () => {
  expect(tukeyOutliers([5, 5, 5, 5])).toEqual([])
  expect(tukeyOutliers([])).toEqual([])
})

test('a value that is not positive is a mistake of the caller', () => {
  for (const stray of [0, -1, NaN]) {
    expect(() => tukeyOutliers([1, stray, 2])).toThrow(
      new RangeError(`tukeyOutliers: expected positive values, given ${stray}`),
    )
  }
})
