import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ratioOverForks } from '../../../bench/statistics/fork-ratio.ts'
import { hodgesLehmann } from '../../../bench/statistics/hodges-lehmann.ts'
import { normalNumbers, simulatedForks } from './simulated-forks.ts'

const plan = { forks: 6, rounds: 6, forkSd: 0.03, roundSd: 0.05 }
const comparisons = 4000

/** The share of simulated comparisons, from one seed, whose interval does not hold the true ratio. */
function missedShare(truth: number, seed: number, arrange: (forks: number[][]) => number[][]): number {
  const normal = normalNumbers(seed)
  let missed = 0
  for (let i = 0; i < comparisons; i++) {
    const { low, high } = ratioOverForks(arrange(simulatedForks({ ...plan, truth }, normal)), 0.05)
    if (Math.exp(truth) < low || Math.exp(truth) > high) missed += 1
  }
  return missed / comparisons
}

test('95 % intervals hold a true ratio of 1.1 in 95 % of comparisons, although forks differ', () => {
  const missed = missedShare(Math.log(1.1), 20_241, (forks) => forks)
  expect(missed).toBeGreaterThan(0.035)
  expect(missed).toBeLessThan(0.06)
})

test('equal things are called different in 6 % of comparisons at most', () => {
  expect(missedShare(0, 7_919, (forks) => forks)).toBeLessThanOrEqual(0.06)
})

test('the trap: pooling all rounds as if each were a fork calls equal things different three times as often', () => {
  // One round per fork makes the procedure the plain t interval over all rounds.
  const pooled = missedShare(0, 7_919, (forks) => forks.flat().map((round) => [round]))
  expect(pooled).toBeGreaterThan(0.15)
})

test('a worked example: fork values 0, 0.1 and 0.2 with two degrees of freedom', () => {
  // Mean 0.1, s = 0.1, t(2; 0.975) = 4.302653 as in any table.
  const estimate = ratioOverForks([[0], [0.1, 0.1], [0.1, 0.3, 0.2]], 0.05)
  const reach = (4.302653 * 0.1) / Math.sqrt(3)
  expect(Math.log(estimate.ratio)).toBeCloseTo(0.1, 12)
  expect(Math.log(estimate.low)).toBeCloseTo(0.1 - reach, 7)
  expect(Math.log(estimate.high)).toBeCloseTo(0.1 + reach, 7)
  expect(estimate).toMatchObject({ forks: 3, rounds: 6, alpha: 0.05 })
})

test('a smaller alpha reaches as far as the table says', () => {
  // t(5; 0.995) = 4.032143 and t(5; 0.975) = 2.570582.
  const forks = [[0.01], [0.02], [0.04], [-0.01], [0.03], [0]]
  const reach = (alpha: number) => Math.log(ratioOverForks(forks, alpha).high / ratioOverForks(forks, alpha).ratio)
  expect(reach(0.01) / reach(0.05)).toBeCloseTo(4.032143 / 2.570582, 6)
})

test('one disturbed round in a fork does not carry the estimate away', () => {
  const calm = simulatedForks({ ...plan, truth: 0, forkSd: 0, roundSd: 0.01 }, normalNumbers(3))
  const disturbed = calm.map((rounds, fork) => (fork === 2 ? [...rounds.slice(0, -1), Math.log(20)] : rounds))
  expect(ratioOverForks(disturbed, 0.05).ratio).toBeCloseTo(ratioOverForks(calm, 0.05).ratio, 2)
})

const rounds = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 6 })
const someForks = fc.array(rounds, { minLength: 2, maxLength: 8 })
const someAlpha = fc.double({ min: 1e-3, max: 0.5, noNaN: true })

test('the interval holds the ratio, and a smaller alpha never makes it narrower', () => {
  fc.assert(
    fc.property(someForks, someAlpha, someAlpha, (forks, one, other) => {
      const wide = ratioOverForks(forks, Math.min(one, other))
      const narrow = ratioOverForks(forks, Math.max(one, other))
      // Two alphas that are a rounding apart give intervals that are.
      const rounding = 1 + 1e-12
      return (
        wide.low <= narrow.low * rounding &&
        narrow.low <= narrow.ratio &&
        narrow.ratio <= narrow.high &&
        narrow.high <= wide.high * rounding
      )
    }),
  )
})

test('candidate and reference swapped give the inverse ratio and the inverse interval', () => {
  fc.assert(
    fc.property(someForks, (forks) => {
      const there = ratioOverForks(forks, 0.05)
      const back = ratioOverForks(
        forks.map((fork) => fork.map((d) => -d)),
        0.05,
      )
      expect(Math.log(back.ratio)).toBeCloseTo(-Math.log(there.ratio), 9)
      expect(Math.log(back.low)).toBeCloseTo(-Math.log(there.high), 9)
      expect(Math.log(back.high)).toBeCloseTo(-Math.log(there.low), 9)
    }),
  )
})

test('a fork counts once, however many rounds it had', () => {
  const long = Array.from({ length: 40 }, () => 0.2)
  expect(Math.log(ratioOverForks([[0], long], 0.05).ratio)).toBeCloseTo(0.1, 12)
})

test('the value of a fork is its Hodges-Lehmann value', () => {
  const skewed = [0, 0, 0.06, 0.5]
  expect(Math.log(ratioOverForks([skewed, skewed], 0.05).ratio)).toBeCloseTo(hodgesLehmann(skewed), 12)
})

test('forks that agree exactly leave no doubt', () => {
  const { low, ratio, high } = ratioOverForks([[0.5], [0.5], [0.5]], 0.05)
  expect([low, high]).toEqual([ratio, ratio])
})

test('fewer than two forks, a fork without rounds, and an alpha not inside 0..1 are mistakes of the caller', () => {
  expect(() => ratioOverForks([[0.1]], 0.05)).toThrow(
    new RangeError('ratioOverForks: expected at least 2 forks, given 1'),
  )
  expect(() => ratioOverForks([[0.1], []], 0.05)).toThrow(
    new RangeError('ratioOverForks: expected at least 1 round per fork, given 0 at index 1'),
  )
  expect(() => ratioOverForks([[0.1], [0.2]], 1)).toThrow(
    new RangeError('ratioOverForks: expected alpha between 0 and 1, both excluded, given 1'),
  )
  expect(() => ratioOverForks([], 0.05)).toThrow(RangeError)
  expect(() => ratioOverForks([[0.1], [0.2]], 0)).toThrow(
    new RangeError('ratioOverForks: expected alpha between 0 and 1, both excluded, given 0'),
  )
  expect(() => ratioOverForks([[0.1], [NaN]], 0.05)).toThrow(RangeError)
})
