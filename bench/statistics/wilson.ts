import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import type { Interval } from './interval.ts'

/**
 * Interval for a rate, such as the share of trials that failed, from `successes` out of `trials`; both ends in 0..1.
 * It stays honest for rare events: 0 of 20 gives 0 to 0.161, not 0 to 0.
 * Throws RangeError unless the counts are whole, `trials` is at least 1, `successes` is in 0..`trials`
 * and `confidence` is strictly inside 0..1.
 * Source: Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 22 (1927).
 */
export function wilsonInterval(successes: number, trials: number, confidence = 0.95): Interval {
  if (!(Number.isInteger(trials) && trials >= 1)) {
    throw new RangeError(`wilsonInterval: expected a whole number of trials, at least 1, given ${trials}`)
  }
  if (!(Number.isInteger(successes) && successes >= 0 && successes <= trials)) {
    throw new RangeError(`wilsonInterval: expected a whole number of successes in 0..${trials}, given ${successes}`)
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`wilsonInterval: expected a confidence between 0 and 1, both excluded, given ${confidence}`)
  }
  const z2 = normalQuantile((1 - confidence) / 2, 0, 1) ** 2
  const lowerEnd = (count: number) => {
    const reach = Math.sqrt(z2 * ((count * (trials - count)) / trials + z2 / 4))
    return (count + z2 / 2 - reach) / (trials + z2)
  }
  // The upper end as the mirror of the failures' lower end: so all of n ends at exactly 1, as none of n starts at 0.
  return { low: lowerEnd(successes), high: 1 - lowerEnd(trials - successes) }
}
