import fc from 'fast-check'
import { expect, test } from 'vitest'
import { medianInterval, quantileInterval, smallestSampleFor } from '../../../bench/statistics/interval.ts'

/** 1 to `size`, so that the ends of an interval are the ranks it picked. */
const ranks = (size: number) => Array.from({ length: size }, (_, i) => i + 1)

/** Whole-number binomial: 100^size times the probability that `from` to `to` of `size` values are below the percentile. */
function exactWeight(size: number, percent: number, from: number, to: number): bigint {
  let choose = 1n
  let sum = 0n
  for (let k = 0; k <= to; k++) {
    if (k >= from) sum += choose * BigInt(percent) ** BigInt(k) * BigInt(100 - percent) ** BigInt(size - k)
    choose = (choose * BigInt(size - k)) / BigInt(k + 1)
  }
  return sum
}

// Two-sided 5% critical values of the sign test, one added: Dixon & Mood, JASA 41 (1946), table 1.
test.each([
  [6, 1],
  [8, 1],
  [9, 2],
  [11, 2],
  [12, 3],
  [15, 4],
  [17, 5],
  [20, 6],
  [25, 8],
  [30, 10],
])('the median of %d values lies from rank %d to its mirror, at 95 percent', (size, rank) => {
  expect(medianInterval(ranks(size), 0.95)).toEqual({ low: rank, high: size + 1 - rank })
})

test('each end misses with 2.5% at most, and the next rank inwards would miss with more', () => {
  // Exact, in whole numbers: 1000 * weight is compared with 25 * 100^size.
  for (const percent of [10, 25, 50, 90, 95]) {
    for (const size of [36, 40, 61, 72, 90, 200]) {
      const allowed = 25n * 100n ** BigInt(size)
      const missesLow = (rank: number) => 1000n * exactWeight(size, percent, 0, rank - 1) > allowed
      const missesHigh = (rank: number) => 1000n * exactWeight(size, percent, rank, size) > allowed
      const where = `percentile ${percent} of ${size} values`
      const interval = quantileInterval(ranks(size), percent / 100, 0.95)
      if (interval === undefined) {
        expect(missesLow(1) || missesHigh(size), where).toBe(true)
      } else {
        expect([missesLow(interval.low), missesLow(interval.low + 1)], where).toEqual([false, true])
        expect([missesHigh(interval.high), missesHigh(interval.high - 1)], where).toEqual([false, true])
      }
    }
  }
})

test('36 values are the fewest for a p90, 72 for a p95, 368 for a p99 and 6 for a median', () => {
  expect([0.9, 0.95, 0.99, 0.5].map((p) => smallestSampleFor(p))).toEqual([36, 72, 368, 6])
  expect([0.1, 0.05, 0.01].map((p) => smallestSampleFor(p))).toEqual([36, 72, 368])
  expect(smallestSampleFor(1e-20)).toBeGreaterThan(1e20)
})

test('the smallest sample is the smallest for which the interval exists, at any share and confidence', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 999 }), (percent, permille) => {
      const size = smallestSampleFor(percent / 100, permille / 1000)
      expect(quantileInterval(ranks(size), percent / 100, permille / 1000)).toBeDefined()
      expect(quantileInterval(ranks(size - 1), percent / 100, permille / 1000)).toBeUndefined()
    }),
  )
})

test('a chance that is met exactly is met, whatever the rounding', () => {
  // 0.5^5 is half of 1 - 0.9375.
  expect(smallestSampleFor(0.5, 0.9375)).toBe(5)
  expect(medianInterval(ranks(5), 0.9375)).toEqual({ low: 1, high: 5 })
})

test('more confidence never gives a shorter interval', () => {
  const confidence = fc.double({ min: 0.01, max: 0.999, noNaN: true })
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 300 }), confidence, confidence, (size, one, other) => {
      const narrow = medianInterval(ranks(size), Math.min(one, other))!
      const wide = medianInterval(ranks(size), Math.max(one, other))!
      return wide.low <= narrow.low && narrow.low < narrow.high && narrow.high <= wide.high
    }),
  )
})

test('the values need no order, keep theirs, and a trial that timed out counts as longest', () => {
  const values = Object.freeze([Infinity, 100, 20, 3, 9, 1])
  expect(medianInterval(values, 0.95)).toEqual({ low: 1, high: Infinity })
  expect(medianInterval(values, 0.75)).toEqual({ low: 3, high: 100 })
  expect(values).toEqual([Infinity, 100, 20, 3, 9, 1])
})

test('no values have no interval', () => {
  expect(medianInterval([], 0.95)).toBeUndefined()
  expect(quantileInterval([], 0.1, 0.95)).toBeUndefined()
})

test('NaN, and a share or confidence not inside 0..1, are mistakes of the caller', () => {
  expect(() => medianInterval([1, NaN], 0.95)).toThrow(
    new RangeError('quantileInterval: expected numbers, given NaN among them'),
  )
  expect(() => smallestSampleFor(1)).toThrow(
    new RangeError('smallestSampleFor: expected p between 0 and 1, both excluded, given 1'),
  )
  expect(() => medianInterval([1], 95)).toThrow(
    new RangeError('quantileInterval: expected a confidence between 0 and 1, both excluded, given 95'),
  )
  for (const p of [0, NaN]) expect(() => quantileInterval([1], p, 0.95)).toThrow(RangeError)
  for (const confidence of [0, 1, NaN]) expect(() => smallestSampleFor(0.5, confidence)).toThrow(RangeError)
})
