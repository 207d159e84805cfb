import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ratioOverBlocks } from '../../../bench/statistics/block-ratio.ts'
import { type LabelledIteration, ratioWithoutOutliers } from '../../../bench/statistics/without-outliers.ts'

const iteration = (logRatio: number, isOutlier = false): LabelledIteration => ({ logRatio, isOutlier })

// Breakage: the labels swapped, or not looked at.
test('a worked example: without the iterations that stand out, the estimate is that of the others', () => {
  const blocks = [
    [iteration(0), iteration(3, true)],
    [iteration(0.1), iteration(0.1)],
    [iteration(0.2), iteration(-2, true), iteration(0.2)],
  ]
  expect(ratioWithoutOutliers(blocks, 0.05)).toEqual(ratioOverBlocks([[0], [0.1, 0.1], [0.2, 0.2]], 0.05))
})

test('where nothing stands out it is the estimate itself, and labels change nothing but what is left out', () => {
  const labelled = fc.record({ logRatio: fc.double({ min: -2, max: 2, noNaN: true }), isOutlier: fc.boolean() })
  const someBlocks = fc.array(fc.array(labelled, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 8 })
  fc.assert(
    fc.property(someBlocks, (blocks) => {
      const calm = blocks.map((iterations) => iterations.map(({ logRatio }) => iteration(logRatio)))
      const all = blocks.map((iterations) => iterations.map(({ logRatio }) => logRatio))
      expect(ratioWithoutOutliers(calm, 0.02)).toEqual(ratioOverBlocks(all, 0.02))
      const left = blocks.flatMap((iterations) => iterations.filter(({ isOutlier }) => !isOutlier))
      const estimate = ratioWithoutOutliers(blocks, 0.02)
      if (estimate) expect(estimate.iterations).toBe(left.length)
    }),
  )
})

// Breakage: a block without iterations handed on, which throws.
test('a block that loses all its iterations drops out', () => {
  const blocks = [[iteration(0)], [iteration(5, true)], [iteration(0.2)]]
  expect(ratioWithoutOutliers(blocks, 0.05)).toEqual(ratioOverBlocks([[0], [0.2]], 0.05))
})

test('with fewer than two blocks left there is no estimate', () => {
  expect(ratioWithoutOutliers([[iteration(0)], [iteration(5, true)]], 0.05)).toBeUndefined()
  expect(ratioWithoutOutliers([], 0.05)).toBeUndefined()
})

test('a wrong alpha and a log ratio that is not finite are mistakes of the caller', () => {
  expect(() => ratioWithoutOutliers([[iteration(0)], [iteration(0)]], 1)).toThrow(RangeError)
  expect(() => ratioWithoutOutliers([[iteration(0)], [iteration(NaN)]], 0.05)).toThrow(RangeError)
})
