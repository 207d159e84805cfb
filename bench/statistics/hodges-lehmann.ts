import { median } from './quantile.ts'

/**
 * Typical value of a sample, in the unit of the values: the median of all pairwise means, each value's mean with itself
 * included (Walsh averages, i <= j). Nearly as sharp as the mean on normal noise, and not moved far by one wild value.
 * Of many values the means are counted, not made: in proportion to the values, some thousand times over at the very most. Throws RangeError
 * for none, or for one not finite.
 * Source: Hodges & Lehmann, Estimates of Location Based on Rank Tests, Annals of Mathematical Statistics 34 (1963);
 * Hollander, Wolfe & Chicken, Nonparametric Statistical Methods (2014), ch. 3.
 */
export function hodgesLehmann(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('hodgesLehmann: expected at least 1 value, given none')
  const stray = values.find((value) => !Number.isFinite(value))
  if (stray !== undefined) throw new RangeError(`hodgesLehmann: expected finite values, given ${stray}`)
  // Of few values all means are made faster than they are counted.
  if (values.length <= FEW)
    return median(values.flatMap((one, i) => values.slice(i).map((other) => meanOf(one, other))))
  const sorted = Float64Array.from(values).sort()
  const means = (sorted.length * (sorted.length + 1)) / 2
  const low = meanOfRank(sorted, Math.ceil(means / 2))
  return means % 2 === 1 ? low : median([low, meanOfRank(sorted, means / 2 + 1)])
}

const FEW = 60

/** Each half by itself: the sum of two may be too large for a number. */
function meanOf(one: number, other: number): number {
  return one / 2 + other / 2
}

/** The pairwise mean of a rank, from 1: halves the stretch that it lies in until nothing is between its ends. */
function meanOfRank(sorted: Float64Array, rank: number): number {
  let [below, at] = [sorted[0]!, sorted.at(-1)!]
  if (countUpTo(sorted, below) >= rank) return below
  for (;;) {
    const middle = meanOf(below, at)
    if (middle <= below || middle >= at) return at
    if (countUpTo(sorted, middle) >= rank) at = middle
    else below = middle
  }
}

/** How many pairwise means are not above a bound; the partners of a value are fewer the larger it is. */
function countUpTo(sorted: Float64Array, bound: number): number {
  let count = 0
  let last = sorted.length - 1
  for (let first = 0; first <= last; first++) {
    while (last >= first && meanOf(sorted[first]!, sorted[last]!) > bound) last--
    count += last - first + 1
  }
  return count
}
