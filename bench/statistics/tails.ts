import { type Interval, quantileInterval, smallestSampleFor } from './interval.ts'
import { quantile } from './quantile.ts'

const SHARES = [0.9, 0.95, 0.99] as const

interface Known extends Interval {
  readonly value: number
}

interface Unknown {
  /** How many values it takes in all. */
  readonly valuesNeeded: number
}

/** What one run in ten, in twenty or in a hundred exceeds, or how many values it would take to say so. */
export type Tail = { readonly share: (typeof SHARES)[number]; readonly count: number } & (Known | Unknown)

/**
 * The p90, p95 and p99 of a sample, in this order and in its own unit, each with a distribution-free interval of 95%, and
 * none where the sample is too small for that: below 36, 72 and 368 values. The interval takes the values for independent
 * of each other. They need no order; `Infinity` (a trial that timed out) counts as longest.
 * Throws RangeError for NaN and -Infinity.
 */
export function tailsOf(values: readonly number[]): Tail[] {
  const count = values.length
  return SHARES.map((share) => {
    const interval = quantileInterval(values, share, 0.95)
    return interval
      ? { share, count, value: quantile(values, share), ...interval }
      : { share, count, valuesNeeded: smallestSampleFor(share) }
  })
}
