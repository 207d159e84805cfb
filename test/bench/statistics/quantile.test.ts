import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawnQuantile, median, quantile } from '../../../bench/statistics/quantile.ts'
import { outlierHandbookData } from './published-data.ts'

const sample = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })
const share = fc.double({ min: 0, max: 1, noNaN: true })

test('type 7 is what R gives for 1 to 10', () => {
  const oneToTen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  expect([0, 0.25, 0.5, 0.75, 1].map((p) => quantile(oneToTen, p))).toEqual([1, 3.25, 5.5, 7.75, 10])
  expect(quantile(oneToTen, 0.9)).toBeCloseTo(9.1, 12)
})

test('type 7 quartiles of the outlier example in the NIST handbook lie between its neighbouring values', () => {
  expect(quantile(outlierHandbookData, 0.25)).toBe(436.25)
  expect(median(outlierHandbookData)).toBe(559.5)
  expect(quantile(outlierHandbookData, 0.75)).toBe(738.5)
})

test('the order of the values does not matter, is numeric, and is left alone', () => {
  const values = Object.freeze([100, 9, -20, 3])
  expect(quantile(values, 1 / 3)).toBe(3)
  expect(median(values)).toBe(6)
  expect(values).toEqual([100, 9, -20, 3])
})

test('one value is every quantile of itself', () => {
  expect([0, 0.3, 1].map((p) => quantile([7], p))).toEqual([7, 7, 7])
})

test('a quantile stays between the smallest and the largest value', () => {
  fc.assert(
    fc.property(sample, share, (values, p) => {
      const point = quantile(values, p)
      return point >= Math.min(...values) && point <= Math.max(...values)
    }),
  )
})

test('a larger share never gives a smaller quantile', () => {
  fc.assert(
    fc.property(sample, share, share, (values, p, q) => {
      return quantile(values, Math.min(p, q)) <= quantile(values, Math.max(p, q))
    }),
  )
})

test('a trial that timed out counts as longest', () => {
  const values = [Infinity, 1, 2, 3, Infinity]
  expect([0.25, 0.5].map((p) => quantile(values, p))).toEqual([2, 3])
  expect([0.6, 0.75, 0.9, 1].filter((p) => quantile(values, p) !== Infinity)).toEqual([])
})

test('no values, a value that is no number, and a share outside 0..1 are mistakes of the caller', () => {
  expect(() => quantile([], 0.5)).toThrow(new RangeError('quantile: expected at least 1 value, given none'))
  expect(() => quantile([1, NaN], 0.5)).toThrow(new RangeError('quantile: expected numbers or Infinity, given NaN'))
  expect(() => quantile([-Infinity, 1], 0.5)).toThrow(RangeError)
  expect(() => quantile([1], 1.01)).toThrow(new RangeError('quantile: expected p in 0..1, given 1.01'))
  expect(() => quantile([1], -0.01)).toThrow(RangeError)
  expect(() => quantile([1], NaN)).toThrow(RangeError)
})

test('the quantile of draws is one of the values, which a share of them does not exceed', () => {
  const values = [40, 10, 30, 20]
  expect([0, 0.25, 0.26, 0.5, 0.99, 1].map((p) => drawnQuantile(values, p))).toEqual([10, 10, 20, 20, 40, 40])
  // Each value a hundred times: the same quantiles, which those by straight lines would not be.
  const draws = Array.from({ length: 100 }, () => values).flat()
  expect([0.3, 0.9, 0.99].map((p) => drawnQuantile(draws, p))).toEqual([20, 40, 40])
  expect(() => drawnQuantile([], 0.5)).toThrow(RangeError)
})
