import fc from 'fast-check'
import { jStat } from 'jstat'
import { expect, test } from 'vitest'
import { ratioOverBlocks } from '../../../bench/statistics/block-ratio.ts'
import { type BlockCosts, ratioOfMeans } from '../../../bench/statistics/ratio-of-means.ts'

const cost = fc.double({ min: 0.1, max: 100, noNaN: true })
const someIterations = fc.array(fc.tuple(cost, cost), { minLength: 1, maxLength: 6 })
const blockOf = (iterations: readonly (readonly [number, number])[]): BlockCosts => ({
  candidate: iterations.map(([candidate]) => candidate),
  reference: iterations.map(([, reference]) => reference),
})
const someBlocks = fc.array(someIterations.map(blockOf), { minLength: 2, maxLength: 12 })

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
const meanOf = (values: readonly number[]) => sumOf(values) / values.length

/** Student's t of 2 degrees, which has a closed form. */
const quantileOfTwo = (p: number) => (2 * p - 1) / Math.sqrt(2 * p * (1 - p))

// Breakage: the variance of one variant alone, a division by the blocks instead of one less, or iterations taken for observations.
test('a worked example: means of 3 and 2 per block, and blocks that do not agree', () => {
  // Candidate means 2, 3 and 4, reference means 2, 2 and 2: ratio 1.5; shares -1/3, 0 and 1/3 around its logarithm.
  const blocks = [
    { candidate: [1, 3], reference: [2, 2] },
    { candidate: [3, 3], reference: [1, 3] },
    { candidate: [7, 1], reference: [2, 2] },
  ]
  const { ratio, low, high, ...rest } = ratioOfMeans(blocks, 0.05)
  const reach = (quantileOfTwo(0.975) * (1 / 3)) / Math.sqrt(3)
  expect(ratio).toBeCloseTo(1.5, 12)
  expect(Math.log(low)).toBeCloseTo(Math.log(1.5) - reach, 9)
  expect(Math.log(high)).toBeCloseTo(Math.log(1.5) + reach, 9)
  expect(rest).toEqual({ blocks: 3, iterations: 6, alpha: 0.05 })
})

// Cochran, Sampling Techniques (1977), 6.4: the variance of a ratio of means from the residuals y - R x.
test("to first order, the interval is that of Cochran's standard error of a ratio", () => {
  fc.assert(
    fc.property(someBlocks, (blocks) => {
      const { ratio, low, high } = ratioOfMeans(blocks, 0.05)
      const [y, x] = [blocks.map((block) => meanOf(block.candidate)), blocks.map((block) => meanOf(block.reference))]
      const expected = sumOf(y) / sumOf(x)
      expect(ratio / expected).toBeCloseTo(1, 9)
      const residuals = y.map((cost, block) => cost - expected * x[block]!)
      const variance = sumOf(residuals.map((residual) => residual ** 2)) / (blocks.length - 1) / blocks.length
      const error = Math.sqrt(variance) / meanOf(x) / expected
      const reach = jStat.studentt.inv(0.975, blocks.length - 1) * error
      expect(Math.log(high / ratio)).toBeCloseTo(reach, 6)
      expect(Math.log(ratio / low)).toBeCloseTo(reach, 6)
    }),
  )
})

test('a rare slow run moves the mean cost and not the typical time', () => {
  const calm: BlockCosts = { candidate: [1, 1, 1, 1, 1, 1], reference: [1, 1, 1, 1, 1, 1] }
  const slow: BlockCosts = { ...calm, candidate: [1, 1, 1, 1, 1, 13] }
  const blocks = [slow, slow, slow]
  const typical = ratioOverBlocks(
    blocks.map(({ candidate, reference }) =>
      candidate.map((cost, iteration) => Math.log(cost / reference[iteration]!)),
    ),
    0.05,
  )
  expect(ratioOfMeans(blocks, 0.05).ratio).toBeCloseTo(3, 12)
  expect(typical.ratio).toBeCloseTo(1, 12)
})

test('a block counts once, however many iterations it had', () => {
  const ones = Array.from({ length: 40 }, () => 1)
  const blocks = [
    { candidate: [3], reference: [1] },
    { candidate: ones, reference: ones },
  ]
  expect(ratioOfMeans(blocks, 0.05).ratio).toBeCloseTo(2, 12)
})

test('what a block costs both variants alike leaves no doubt', () => {
  const blocks = [1, 5, 20].map((cost) => ({ candidate: [3 * cost], reference: [2 * cost] }))
  const { low, ratio, high } = ratioOfMeans(blocks, 0.05)
  for (const one of [low, ratio, high]) expect(one).toBeCloseTo(1.5, 12)
})

test('candidate and reference swapped give the inverse, and the unit does not matter', () => {
  fc.assert(
    fc.property(someBlocks, fc.constantFrom(0.001, 1, 1e6), (blocks, unit) => {
      const there = ratioOfMeans(blocks, 0.05)
      const inUnit = (costs: readonly number[]) => costs.map((one) => one * unit)
      const back = ratioOfMeans(
        blocks.map(({ candidate, reference }) => ({ candidate: inUnit(reference), reference: inUnit(candidate) })),
        0.05,
      )
      expect(there.ratio * back.ratio).toBeCloseTo(1, 9)
      expect(Math.log(there.low)).toBeCloseTo(-Math.log(back.high), 8)
      expect(Math.log(there.high)).toBeCloseTo(-Math.log(back.low), 8)
    }),
  )
})

test('iterations of one variant alone, costs that are none, too few blocks and a wrong alpha are mistakes of the caller', () => {
  const block = { candidate: [1], reference: [1] }
  for (const [candidate, reference] of [
    [[1, 2], [1]],
    [[], []],
  ])
    expect(() => ratioOfMeans([block, { candidate: candidate!, reference: reference! }], 0.05)).toThrow(
      new RangeError(
        `ratioOfMeans: expected equally many iterations of both variants, at least 1, given ${candidate!.length} and ${reference!.length}`,
      ),
    )
  for (const stray of [0, -1, Infinity, NaN])
    expect(() => ratioOfMeans([block, { candidate: [stray], reference: [1] }], 0.05)).toThrow(
      new RangeError(`ratioOfMeans: expected positive and finite costs, given ${stray}`),
    )
  expect(() => ratioOfMeans([block], 0.05)).toThrow(RangeError)
  expect(() => ratioOfMeans([block, block], 1)).toThrow(RangeError)
})
