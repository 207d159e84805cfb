/**
 * The value below which a share `p` of a sample lies, in the unit of the values, by straight lines between order
 * statistics. The values need no order and are left as they are; `Infinity` (a trial that timed out) counts as longest.
 * Throws RangeError for an empty sample, for NaN or -Infinity in it, and for `p` outside 0..1.
 * Source: Hyndman & Fan, Sample Quantiles in Statistical Packages, The American Statistician 50 (1996), type 7.
 */
export function quantile(values: readonly number[], p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`quantile: expected p in 0..1, given ${p}`)
  if (values.length === 0) throw new RangeError('quantile: expected at least 1 value, given none')
  const stray = values.find((value) => !(value > -Infinity))
  if (stray !== undefined) throw new RangeError(`quantile: expected numbers or Infinity, given ${stray}`)
  const sorted = Float64Array.from(values).sort()
  const position = (sorted.length - 1) * p
  const rank = Math.floor(position)
  const below = sorted[rank]!
  const above = sorted[Math.min(rank + 1, sorted.length - 1)]!
  const fraction = position - rank
  // Infinity - Infinity and 0 * Infinity are NaN, so equal neighbours and exact ranks must not be interpolated.
  if (fraction === 0 || below === above) return below
  return below + fraction * (above - below)
}

/**
 * The smallest value of a sample that at least a share `p` of it does not exceed: what a draw from the very values of the sample has for its
 * quantile. Throws RangeError for an empty sample. Source: Hyndman & Fan (1996), type 1.
 */
export function drawnQuantile(values: ArrayLike<number>, p: number): number {
  if (values.length === 0) throw new RangeError('drawnQuantile: expected at least 1 value, given none')
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(sorted.length * p) - 1)]!
}

/**
 * The middle value of a sample, or the mean of its two middle values; otherwise as `quantile`.
 * Source: Hyndman & Fan (1996), where every type but 1 and 3 gives the same median.
 */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}
