import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ratioOverBlocks } from '../../../bench/statistics/block-ratio.ts'
import { hodgesLehmann } from '../../../bench/statistics/hodges-lehmann.ts'
import { normalNumbers, simulatedBlocks } from './simulated-blocks.ts'

const plan = { blocks: 6, iterations: 6, blockSd: 0.03, iterationSd: 0.05 }
const comparisons = 4000

/** The share of simulated comparisons, from one seed, whose interval does not hold the true ratio. */
function missedShare(truth: number, seed: number, arrange: (blocks: number[][]) => number[][]): number {
  const normal = normalNumbers(seed)
  let missed = 0
  for (let i = 0; i < comparisons; i++) {
    const { low, high } = ratioOverBlocks(arrange(simulatedBlocks({ ...plan, truth }, normal)), 0.05)
    if (Math.exp(truth) < low || Math.exp(truth) > high) missed += 1
  }
  return missed / comparisons
}

test('95% intervals hold a true ratio of 1.1 in 95% of comparisons, although blocks differ', () => {
  const missed = missedShare(Math.log(1.1), 20_241, (blocks) => blocks)
  expect(missed).toBeGreaterThan(0.035)
  expect(missed).toBeLessThan(0.06)
})

test('equal things are called different in 6% of comparisons at most', () => {
  expect(missedShare(0, 7_919, (blocks) => blocks)).toBeLessThanOrEqual(0.06)
})

test('the trap: pooling all iterations as if each were a block calls equal things different three times as often', () => {
  // One iteration per block makes the procedure the plain t interval over all iterations.
  const pooled = missedShare(0, 7_919, (blocks) => blocks.flat().map((iteration) => [iteration]))
  expect(pooled).toBeGreaterThan(0.15)
})

test('a worked example: block values 0, 0.1 and 0.2 with two degrees of freedom', () => {
  // Mean 0.1, s = 0.1, t(2; 0.975) = 4.302653 as in any table.
  const estimate = ratioOverBlocks([[0], [0.1, 0.1], [0.1, 0.3, 0.2]], 0.05)
  const reach = (4.302653 * 0.1) / Math.sqrt(3)
  expect(Math.log(estimate.ratio)).toBeCloseTo(0.1, 12)
  expect(Math.log(estimate.low)).toBeCloseTo(0.1 - reach, 7)
  expect(Math.log(estimate.high)).toBeCloseTo(0.1 + reach, 7)
  expect(estimate).toMatchObject({ blocks: 3, iterations: 6, alpha: 0.05 })
})

test('a smaller alpha reaches as far as the table says', () => {
  // t(5; 0.995) = 4.032143 and t(5; 0.975) = 2.570582.
  const blocks = [[0.01], [0.02], [0.04], [-0.01], [0.03], [0]]
  const reach = (alpha: number) => Math.log(ratioOverBlocks(blocks, alpha).high / ratioOverBlocks(blocks, alpha).ratio)
  expect(reach(0.01) / reach(0.05)).toBeCloseTo(4.032143 / 2.570582, 6)
})

test('one disturbed iteration in a block does not carry the estimate away', () => {
  const calm = simulatedBlocks({ ...plan, truth: 0, blockSd: 0, iterationSd: 0.01 }, normalNumbers(3))
  const disturbed = calm.map((iterations, block) =>
    block === 2 ? [...iterations.slice(0, -1), Math.log(20)] : iterations,
  )
  expect(ratioOverBlocks(disturbed, 0.05).ratio).toBeCloseTo(ratioOverBlocks(calm, 0.05).ratio, 2)
})

const iterations = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 6 })
const someBlocks = fc.array(iterations, { minLength: 2, maxLength: 8 })
const someAlpha = fc.double({ min: 1e-3, max: 0.5, noNaN: true })

test('the interval holds the ratio, and a smaller alpha never makes it narrower', () => {
  fc.assert(
    fc.property(someBlocks, someAlpha, someAlpha, (blocks, one, other) => {
      const wide = ratioOverBlocks(blocks, Math.min(one, other))
      const narrow = ratioOverBlocks(blocks, Math.max(one, other))
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
    fc.property(someBlocks, (blocks) => {
      const there = ratioOverBlocks(blocks, 0.05)
      const back = ratioOverBlocks(
        blocks.map((block) => block.map((d) => -d)),
        0.05,
      )
      expect(Math.log(back.ratio)).toBeCloseTo(-Math.log(there.ratio), 9)
      expect(Math.log(back.low)).toBeCloseTo(-Math.log(there.high), 9)
      expect(Math.log(back.high)).toBeCloseTo(-Math.log(there.low), 9)
    }),
  )
})

test('a block counts once, however many iterations it had', () => {
  const long = Array.from({ length: 40 }, () => 0.2)
  expect(Math.log(ratioOverBlocks([[0], long], 0.05).ratio)).toBeCloseTo(0.1, 12)
})

test('the value of a block is its Hodges-Lehmann value', () => {
  const skewed = [0, 0, 0.06, 0.5]
  expect(Math.log(ratioOverBlocks([skewed, skewed], 0.05).ratio)).toBeCloseTo(hodgesLehmann(skewed), 12)
})

test('blocks that agree exactly leave no doubt', () => {
  const { low, ratio, high } = ratioOverBlocks([[0.5], [0.5], [0.5]], 0.05)
  expect([low, high]).toEqual([ratio, ratio])
})

test('fewer than two blocks, a block without iterations, and an alpha not inside 0..1 are mistakes of the caller', () => {
  expect(() => ratioOverBlocks([[0.1]], 0.05)).toThrow(
    new RangeError('ratioOverBlocks: expected at least 2 blocks, given 1'),
  )
  expect(() => ratioOverBlocks([[0.1], []], 0.05)).toThrow(
    new RangeError('ratioOverBlocks: expected at least 1 iteration per block, given 0 at index 1'),
  )
  expect(() => ratioOverBlocks([[0.1], [0.2]], 1)).toThrow(
    new RangeError('ratioOverBlocks: expected alpha between 0 and 1, both excluded, given 1'),
  )
  expect(() => ratioOverBlocks([], 0.05)).toThrow(RangeError)
  expect(() => ratioOverBlocks([[0.1], [0.2]], 0)).toThrow(
    new RangeError('ratioOverBlocks: expected alpha between 0 and 1, both excluded, given 0'),
  )
  expect(() => ratioOverBlocks([[0.1], [NaN]], 0.05)).toThrow(RangeError)
})
