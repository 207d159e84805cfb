import { quantile } from './quantile.ts'

/**
 * Indices, ascending, of the values outside Tukey's fences: more than 1.5 interquartile ranges beyond a quartile, on
 * the scale of logarithms, where times are nearer to symmetric. They are for labelling, never for dropping.
 * Values are positive, in any unit (the unit cannot matter); `Infinity` (a trial that timed out) is allowed; no values
 * give no indices. Throws RangeError for 0, a negative value or NaN.
 * Source: Tukey, Exploratory Data Analysis (1977), ch. 2, with quartiles of type 7 in place of his hinges.
 */
export function tukeyOutliers(values: readonly number[]): number[] {
  const stray = values.find((value) => !(value > 0))
  if (stray !== undefined) throw new RangeError(`tukeyOutliers: expected positive values, given ${stray}`)
  if (values.length === 0) return []
  const logs = values.map(Math.log)
  const lower = quantile(logs, 0.25)
  const upper = quantile(logs, 0.75)
  const reach = 1.5 * (upper - lower)
  return logs.flatMap((log, index) => (log < lower - reach || log > upper + reach ? [index] : []))
}
