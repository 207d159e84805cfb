import { median } from './quantile.ts'

/**
 * Typical value of a sample, in the unit of the values: the median of all pairwise means, each value's mean with itself
 * included (Walsh averages, i <= j). Nearly as sharp as the mean on normal noise, and not moved far by one wild value.
 * Takes n(n + 1) / 2 means, so it is for tens or hundreds of values. Throws RangeError for none, or for one not finite.
 * Source: Hodges & Lehmann, Estimates of Location Based on Rank Tests, Annals of Mathematical Statistics 34 (1963);
 * Hollander, Wolfe & Chicken, Nonparametric Statistical Methods (2014), ch. 3.
 */
export function hodgesLehmann(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('hodgesLehmann: expected at least 1 value, given none')
  const stray = values.find((value) => !Number.isFinite(value))
  if (stray !== undefined) throw new RangeError(`hodgesLehmann: expected finite values, given ${stray}`)
  return median(values.flatMap((one, i) => values.slice(i).map((other) => (one + other) / 2)))
}
