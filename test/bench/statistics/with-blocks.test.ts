import { expect, test } from 'vitest'
import { blocksMissing, withBlocks } from '../../../bench/statistics/with-blocks.ts'
import type { RatioEstimate } from '../../../bench/statistics/block-ratio.ts'
import { ratioOfRatios } from '../../../bench/statistics/ratio-of-ratios.ts'

// Quantiles of Student's t at 0.975, as tables have them.
const T = { 5: 2.5706, 8: 2.306, 9: 2.2622, 11: 2.201 } as const

/** Over blocks that differ by this much, as a standard deviation of logs. */
const estimateOf = (ratio: number, sd: number): RatioEstimate => {
  const reach = (T[5] * sd) / Math.sqrt(6)
  return { ratio, low: ratio * Math.exp(-reach), high: ratio * Math.exp(reach), blocks: 6, iterations: 36, alpha: 0.05 }
}

test('with more blocks of the same spread an interval narrows with their root, and with Student’s t of as many', () => {
  const { ratio, low, high, blocks, alpha } = withBlocks(estimateOf(1.2, 0.1), 12)
  expect([ratio, blocks, alpha]).toEqual([1.2, 12, 0.05])
  const reach = (T[11] * 0.1) / Math.sqrt(12)
  expect(Math.log(high / ratio)).toBeCloseTo(reach, 5)
  expect(Math.log(ratio / low)).toBeCloseTo(reach, 5)
  // An interval without any reach stays one.
  expect(withBlocks({ ...estimateOf(1.2, 0.1), low: 1.2, high: 1.2 }, 12)).toMatchObject({ low: 1.2, high: 1.2 })
})

// Breakage: a forecast by the root of the blocks alone, which is far too many where blocks are few.
test('the blocks that are forecast are those at which the interval has left the limit', () => {
  const now = estimateOf(1, 0.1)
  const missing = (room: number) => blocksMissing(now.blocks, (blocks) => Math.log(withBlocks(now, blocks).high) > room)
  // Between the reach of ten blocks and that of nine.
  expect((T[9] * 0.1) / Math.sqrt(10)).toBeLessThan(0.075)
  expect((T[8] * 0.1) / Math.sqrt(9)).toBeGreaterThan(0.075)
  expect(missing(0.075)).toBe(4)
  expect(missing(0.1)).toBe(1)
  expect(missing(0.001)).toBeUndefined()
})

test('what more blocks of this benchmark leave as it is may be too much by itself', () => {
  const now = estimateOf(1, 0.1)
  const missing = (sdThen: number) =>
    blocksMissing(
      now.blocks,
      (blocks) => Math.log(ratioOfRatios(withBlocks(now, blocks), estimateOf(1, sdThen), 0.05).high) > 0.075,
    )
  expect(missing(0.01)).toBeGreaterThanOrEqual(4)
  expect(missing(0.04)).toBeGreaterThan(missing(0.01)!)
  expect(missing(0.1)).toBeUndefined()
})
