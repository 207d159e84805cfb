import betaCdf from '@stdlib/stats-base-dists-beta-cdf'

/** Two ends, in the unit of what they enclose; `low` is never above `high`. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** What each end may miss: half of what the confidence leaves, with room for the rounding of 1 - confidence. */
function missPerEnd(name: string, p: number, confidence: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`${name}: expected p between 0 and 1, both excluded, given ${p}`)
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`${name}: expected a confidence between 0 and 1, both excluded, given ${confidence}`)
  }
  return ((1 - confidence) / 2) * (1 + 1e-9)
}

/**
 * The first rank (from 1) whose order statistic is below the p-quantile with a probability of `miss` at most;
 * `size` + 1 when none is. It is below exactly when `rank` or more of the values are: a binomial tail, which is a beta distribution.
 */
function upperRank(size: number, p: number, miss: number): number {
  // Up to the whole part of its mean, the tail of a binomial is one half or more.
  let rank = Math.floor(size * p) + 1
  while (rank <= size && betaCdf(p, rank, size - rank + 1) > miss) rank += 1
  return rank
}

/**
 * Interval for the p-quantile of whatever the values were drawn from, with no assumption on its shape: two of the
 * values themselves, each missing with (1 - confidence) / 2 at most, so that together they cover at least `confidence`.
 * `undefined` when the sample is too small for both ends to exist, see `smallestSampleFor`. The values need no order
 * and are left as they are; `Infinity` (a trial that timed out) counts as longest. Throws RangeError for `p` or
 * `confidence` not strictly inside 0..1 and for NaN among the values.
 * Source: Hahn & Meeker, Statistical Intervals (1991), 5.2; David & Nagaraja, Order Statistics (2003), 7.1.
 */
export function quantileInterval(values: readonly number[], p: number, confidence: number): Interval | undefined {
  const miss = missPerEnd('quantileInterval', p, confidence)
  if (values.some(Number.isNaN)) throw new RangeError('quantileInterval: expected numbers, given NaN among them')
  const size = values.length
  // Seen from above, the lower end is an upper end.
  const lowRank = size + 1 - upperRank(size, 1 - p, miss)
  const highRank = upperRank(size, p, miss)
  if (lowRank < 1 || highRank > size) return undefined
  const sorted = Float64Array.from(values).sort()
  return { low: sorted[lowRank - 1]!, high: sorted[highRank - 1]! }
}

/** `quantileInterval` at p = 0.5; at 95% it exists from 6 values on. */
export function medianInterval(values: readonly number[], confidence: number): Interval | undefined {
  return quantileInterval(values, 0.5, confidence)
}

/**
 * The fewest values for which `quantileInterval` has both ends: 36 for p = 0.9, 72 for 0.95 and 368 for 0.99 at 95%.
 * Rule: even the largest value stays below the p-quantile with probability p^n, the smallest above it with (1 - p)^n;
 * n is the first for which the larger of the two is (1 - confidence) / 2 at most.
 * Throws RangeError for `p` or `confidence` not strictly inside 0..1.
 * Source: follows from Hahn & Meeker, Statistical Intervals (1991), 5.2, with the extreme ranks.
 */
export function smallestSampleFor(p: number, confidence = 0.95): number {
  const miss = missPerEnd('smallestSampleFor', p, confidence)
  return Math.ceil(Math.log(miss) / Math.log1p(-Math.min(p, 1 - p)))
}
