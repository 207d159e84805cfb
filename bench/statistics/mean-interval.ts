import type { Interval } from './interval.ts'
import { studentQuantile } from './student.ts'

/** A mean in the unit of its values, with an interval where there are at least two of them. */
export interface MeanEstimate {
  readonly mean: number
  readonly interval?: Interval
}

/**
 * Mean of independent observations, such as one value a container, with Student's t interval around it.
 * `alpha`: the share of such intervals that may miss the truth, strictly inside 0..1 and at least 2e-100.
 * Throws RangeError for other `alpha`, for no values and for one that is not finite.
 * Source: Student, The Probable Error of a Mean, Biometrika 6 (1908).
 */
export function meanInterval(values: readonly number[], alpha: number): MeanEstimate {
  if (!(alpha > 0 && alpha < 1))
    throw new RangeError(`meanInterval: expected alpha between 0 and 1, both excluded, given ${alpha}`)
  const count = values.length
  if (count === 0) throw new RangeError('meanInterval: expected at least 1 value, given none')
  const stray = values.find((value) => !Number.isFinite(value))
  if (stray !== undefined) throw new RangeError(`meanInterval: expected finite values, given ${stray}`)
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  if (count < 2) return { mean }
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1)
  // The lower tail, as 1 - alpha / 2 would round a small alpha away.
  const reach = -studentQuantile(alpha / 2, count - 1) * Math.sqrt(variance / count)
  return { mean, interval: { low: mean - reach, high: mean + reach } }
}
