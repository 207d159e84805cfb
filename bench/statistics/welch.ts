import { meanInterval } from './mean-interval.ts'
import { studentQuantile } from './student.ts'
import type { Interval } from './interval.ts'

/**
 * Interval for the ratio of the geometric means of two independent samples of times, the second over the first: what is usually done
 * with all runs of the one and then all runs of the other. At least 2 positive, finite values in each; RangeError otherwise.
 * `alpha` is the share of such intervals that miss the truth if nothing drifts, strictly inside 0..1.
 * Source: Welch, The Generalization of Student's Problem when Several Different Population Variances are Involved, Biometrika 34 (1947).
 */
export function welchRatio(one: readonly number[], other: readonly number[], alpha: number): Interval {
  if (one.length < 2 || other.length < 2)
    throw new RangeError(`welchRatio: expected at least 2 values in each, given ${one.length} and ${other.length}`)
  const [a, b] = [spreadOf(one), spreadOf(other)]
  const error = Math.hypot(a.error, b.error)
  const difference = b.mean - a.mean
  if (error === 0) return { low: Math.exp(difference), high: Math.exp(difference) }
  const degrees = error ** 4 / (a.error ** 4 / (one.length - 1) + b.error ** 4 / (other.length - 1))
  const reach = -studentQuantile(alpha / 2, degrees) * error
  return { low: Math.exp(difference - reach), high: Math.exp(difference + reach) }
}

/** Mean of the logarithms and its standard error. */
function spreadOf(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const logs = values.map(Math.log)
  const { mean } = meanInterval(logs, 0.5)
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1)
  return { mean, error: Math.sqrt(variance / logs.length) }
}
