import fc from 'fast-check'
import { expect, test } from 'vitest'
import { medianInterval } from '../../../bench/statistics/interval.ts'
import { median } from '../../../bench/statistics/quantile.ts'
import { summaryOf } from '../../../bench/statistics/summary.ts'

test('a summary is the median with its interval of 95%', () => {
  expect(summaryOf([9, 1, 8, 2, 7, 3, 6, 4, 5])).toEqual({ median: 5, interval: { low: 2, high: 8 }, count: 9 })
})

test('below six values there is a median and no interval', () => {
  expect(summaryOf([4, 1, 2])).toEqual({ median: 2, count: 3 })
  expect(summaryOf([1, 2, 3, 4, 5])!.interval).toBeUndefined()
  expect(summaryOf([1, 2, 3, 4, 5, 6])!.interval).toEqual({ low: 1, high: 6 })
})

test('nothing has no summary', () => {
  expect(summaryOf([])).toBeUndefined()
})

test('it says of any sample what median and interval say', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, noNaN: true }), { minLength: 1, maxLength: 40 }), (values) => {
      expect(summaryOf(values)).toEqual({
        median: median(values),
        interval: medianInterval(values, 0.95),
        count: values.length,
      })
    }),
  )
})
