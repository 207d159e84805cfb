import { expect, test } from 'vitest'
import { forksMissing, withForks } from '../../../bench/statistics/with-forks.ts'
import type { RatioEstimate } from '../../../bench/statistics/fork-ratio.ts'
import { ratioOfRatios } from '../../../bench/statistics/ratio-of-ratios.ts'

// Quantiles of Student's t at 0.975, as tables have them.
const T = { 5: 2.5706, 8: 2.306, 9: 2.2622, 11: 2.201 } as const

/** Over forks that differ by this much, as a standard deviation of logs. */
const estimateOf = (ratio: number, sd: number): RatioEstimate => {
  const reach = (T[5] * sd) / Math.sqrt(6)
  return { ratio, low: ratio * Math.exp(-reach), high: ratio * Math.exp(reach), forks: 6, rounds: 36, alpha: 0.05 }
}

test('with more forks of the same spread an interval narrows with their root, and with Student’s t of as many', () => {
  const { ratio, low, high, forks, alpha } = withForks(estimateOf(1.2, 0.1), 12)
  expect([ratio, forks, alpha]).toEqual([1.2, 12, 0.05])
  const reach = (T[11] * 0.1) / Math.sqrt(12)
  expect(Math.log(high / ratio)).toBeCloseTo(reach, 5)
  expect(Math.log(ratio / low)).toBeCloseTo(reach, 5)
  // An interval without any reach stays one.
  expect(withForks({ ...estimateOf(1.2, 0.1), low: 1.2, high: 1.2 }, 12)).toMatchObject({ low: 1.2, high: 1.2 })
})

// Breakage: a forecast by the root of the forks alone, which is far too many where forks are few.
test('the forks that are forecast are those at which the interval has left the limit', () => {
  const now = estimateOf(1, 0.1)
  const missing = (room: number) => forksMissing(now.forks, (forks) => Math.log(withForks(now, forks).high) > room)
  // Between the reach of ten forks and that of nine.
  expect((T[9] * 0.1) / Math.sqrt(10)).toBeLessThan(0.075)
  expect((T[8] * 0.1) / Math.sqrt(9)).toBeGreaterThan(0.075)
  expect(missing(0.075)).toBe(4)
  expect(missing(0.1)).toBe(1)
  expect(missing(0.001)).toBeUndefined()
})

test('what more forks of this race leave as it is may be too much by itself', () => {
  const now = estimateOf(1, 0.1)
  const missing = (sdThen: number) =>
    forksMissing(
      now.forks,
      (forks) => Math.log(ratioOfRatios(withForks(now, forks), estimateOf(1, sdThen), 0.05).high) > 0.075,
    )
  expect(missing(0.01)).toBeGreaterThanOrEqual(4)
  expect(missing(0.04)).toBeGreaterThan(missing(0.01)!)
  expect(missing(0.1)).toBeUndefined()
})
