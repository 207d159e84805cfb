/** Two samples held against each other. */
export interface TwoSampleTest {
  /** The largest distance between their distribution functions, 0 to 1. */
  readonly distance: number
  /** The distance that two samples of one distribution exceed with a probability of `alpha`. */
  readonly critical: number
  readonly isRejected: boolean
}

/**
 * Whether two samples may be of one distribution: the two-sample test of Kolmogorov and Smirnov, by its asymptotic critical value, with ties
 * taken as they are. `sizes`: how many independent values stand behind each, where the samples are drawn from smaller ones.
 * Throws a RangeError for an empty sample. Source: Smirnov, Annals of Mathematical Statistics 19 (1948), p. 279.
 */
export function kolmogorovSmirnov(
  one: ArrayLike<number>,
  other: ArrayLike<number>,
  alpha: number,
  [n, m]: readonly [number, number] = [one.length, other.length],
): TwoSampleTest {
  if (one.length === 0 || other.length === 0)
    throw new RangeError('kolmogorovSmirnov: expected two samples, given none')
  const distance = largestDistance(Float64Array.from(one).sort(), Float64Array.from(other).sort())
  const critical = criticalFactor(alpha) * Math.sqrt((n + m) / (n * m))
  return { distance, critical, isRejected: distance > critical }
}

/** The asymptotic critical distance is this over the square root of the harmonic size. */
export function criticalFactor(alpha: number): number {
  return Math.sqrt(-Math.log(alpha / 2) / 2)
}

function largestDistance(one: Float64Array, other: Float64Array): number {
  let [i, j, distance] = [0, 0, 0]
  while (i < one.length && j < other.length) {
    const value = Math.min(one[i]!, other[j]!)
    // All that is equal is passed at once: between equal values there is no distance.
    while (i < one.length && one[i]! <= value) i++
    while (j < other.length && other[j]! <= value) j++
    distance = Math.max(distance, Math.abs(i / one.length - j / other.length))
  }
  return distance
}
