import fc from 'fast-check'
import { expect, test } from 'vitest'
import { smallestSampleFor } from '../../../bench/statistics/interval.ts'
import { quantile } from '../../../bench/statistics/quantile.ts'
import { type Tail, tailsOf } from '../../../bench/statistics/tails.ts'

/** 1 to `size`, so that the ends of an interval are the ranks it picked. */
const ranks = (size: number) => Array.from({ length: size }, (_, index) => index + 1)
const isKnown = (tail: Tail) => !('valuesNeeded' in tail)

// Breakage: a number given one value too early or too late.
test.each([
  [35, []],
  [36, [0.9]],
  [71, [0.9]],
  [72, [0.9, 0.95]],
  [367, [0.9, 0.95]],
  [368, [0.9, 0.95, 0.99]],
])('%d values have the tails %j', (size, shares) => {
  expect(
    tailsOf(ranks(size))
      .filter(isKnown)
      .map(({ share }) => share),
  ).toEqual(shares)
})

test('a tail of too few values says how many it takes', () => {
  expect(tailsOf(ranks(40)).slice(1)).toEqual([
    { share: 0.95, count: 40, valuesNeeded: 72 },
    { share: 0.99, count: 40, valuesNeeded: 368 },
  ])
  expect(tailsOf([])).toEqual([
    { share: 0.9, count: 0, valuesNeeded: 36 },
    { share: 0.95, count: 0, valuesNeeded: 72 },
    { share: 0.99, count: 0, valuesNeeded: 368 },
  ])
})

/** The chance that `from` to `to` of 100 values are below the p90, in whole numbers: a share of 10^100. */
function chance(from: number, to: number): number {
  let choose = 1n
  let sum = 0n
  for (let below = 0n; below <= 100n; below++) {
    if (below >= from && below <= to) sum += choose * 9n ** below
    choose = (choose * (100n - below)) / (below + 1n)
  }
  return Number((sum * 10n ** 12n) / 10n ** 100n) / 1e12
}

// Breakage: an interval of another level, or of another share than the value.
test('of 100 values the p90 lies between the ranks of the exact binomial, which is counted here in whole numbers', () => {
  const [p90] = tailsOf(ranks(100).toReversed())
  expect(p90).toEqual({ share: 0.9, count: 100, value: quantile(ranks(100), 0.9), low: 84, high: 96 })
  const [missedLow, missedHigh] = [chance(0, 83), chance(96, 100)]
  expect(missedLow).toBeLessThanOrEqual(0.025)
  expect(chance(0, 84)).toBeGreaterThan(0.025)
  expect(missedHigh).toBeLessThanOrEqual(0.025)
  expect(chance(95, 100)).toBeGreaterThan(0.025)
})

test('every tail that is given lies inside its interval, is one of type 7 and is not below an earlier one', () => {
  const values = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 400 })
  fc.assert(
    fc.property(values, (sample) => {
      let before = 0
      for (const tail of tailsOf(sample)) {
        if ('valuesNeeded' in tail) {
          expect(tail.valuesNeeded).toBe(smallestSampleFor(tail.share))
          expect(sample.length).toBeLessThan(tail.valuesNeeded)
          continue
        }
        expect(tail.value).toBe(quantile(sample, tail.share))
        expect(tail.low).toBeLessThanOrEqual(tail.value)
        expect(tail.high).toBeGreaterThanOrEqual(tail.value)
        expect(tail.value).toBeGreaterThanOrEqual(before)
        before = tail.value
      }
    }),
  )
})

test('runs that timed out count as longest', () => {
  const [p90] = tailsOf([...ranks(90), ...Array.from({ length: 10 }, () => Infinity)])
  expect(p90).toMatchObject({ high: Infinity, low: 84 })
})

test('what is no number is a mistake of the caller', () => {
  expect(() => tailsOf([1, NaN])).toThrow(RangeError)
})
