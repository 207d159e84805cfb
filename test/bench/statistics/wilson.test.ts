import fc from 'fast-check'
import { jStat } from 'jstat'
import { expect, test } from 'vitest'
import { wilsonInterval } from '../../../bench/statistics/wilson.ts'

// Newcombe, Two-Sided Confidence Intervals for the Single Proportion, Statistics in Medicine 17 (1998), table I.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%d of %d has the interval from %d to %d published by Newcombe', (successes, trials, low, high) => {
  const interval = wilsonInterval(successes, trials)
  expect(interval.low).toBeCloseTo(low, 4)
  expect(interval.high).toBeCloseTo(high, 4)
})

const counts = fc
  .integer({ min: 1, max: 5000 })
  .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)))
const confidence = fc.double({ min: 0.5, max: 0.999, noNaN: true })

test('each end is where the observed rate is z standard errors away, as the score test requires', () => {
  fc.assert(
    fc.property(counts, confidence, ([successes, trials], level) => {
      const z = -jStat.normal.inv((1 - level) / 2, 0, 1)
      const { low, high } = wilsonInterval(successes, trials, level)
      for (const rate of [low, high]) {
        const standardError = Math.sqrt((rate * (1 - rate)) / trials)
        expect(Math.abs(successes / trials - rate)).toBeCloseTo(z * standardError, 9)
      }
    }),
  )
})

test('the interval holds the observed rate and stays in 0..1', () => {
  fc.assert(
    fc.property(counts, confidence, ([successes, trials], level) => {
      const { low, high } = wilsonInterval(successes, trials, level)
      return 0 <= low && low <= successes / trials && successes / trials <= high && high <= 1 && low < high
    }),
  )
})

test('failures are the mirror image of successes, and more confidence is wider', () => {
  fc.assert(
    fc.property(counts, ([successes, trials]) => {
      const { low, high } = wilsonInterval(successes, trials)
      const mirrored = wilsonInterval(trials - successes, trials)
      expect(mirrored.low).toBeCloseTo(1 - high, 12)
      expect(mirrored.high).toBeCloseTo(1 - low, 12)
      const wider = wilsonInterval(successes, trials, 0.99)
      expect(wider.high - wider.low).toBeGreaterThan(high - low)
    }),
  )
})

test('none of n starts at exactly 0, all of n ends at exactly 1', () => {
  for (let trials = 1; trials <= 200; trials++) {
    expect(wilsonInterval(0, trials).low).toBe(0)
    expect(wilsonInterval(trials, trials).high).toBe(1)
  }
})

test('counts that cannot be, and a confidence not inside 0..1, are mistakes of the caller', () => {
  expect(() => wilsonInterval(0, 0)).toThrow(
    new RangeError('wilsonInterval: expected a whole number of trials, at least 1, given 0'),
  )
  expect(() => wilsonInterval(4, 3)).toThrow(
    new RangeError('wilsonInterval: expected a whole number of successes in 0..3, given 4'),
  )
  expect(() => wilsonInterval(1, 3, 95)).toThrow(
    new RangeError('wilsonInterval: expected a confidence between 0 and 1, both excluded, given 95'),
  )
  expect(() => wilsonInterval(1, 2.5)).toThrow(RangeError)
  expect(() => wilsonInterval(-1, 3)).toThrow(RangeError)
  expect(() => wilsonInterval(0.5, 3)).toThrow(RangeError)
  expect(() => wilsonInterval(1, 3, 0)).toThrow(RangeError)
  expect(() => wilsonInterval(1, 3, 1)).toThrow(RangeError)
})
