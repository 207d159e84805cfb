import { type Interval, medianInterval } from './interval.ts'
import { median } from './quantile.ts'

/** A median with a distribution-free interval of 95%, absent below six values. */
export interface Summary {
  readonly median: number
  readonly interval?: Interval
  readonly count: number
}

/**
 * The middle of a sample in its own unit, undefined for none. The values need no order; `Infinity` (a trial that timed
 * out) counts as longest. Throws RangeError for NaN and -Infinity.
 */
export function summaryOf(values: readonly number[]): Summary | undefined {
  if (values.length === 0) return undefined
  const interval = medianInterval(values, 0.95)
  return { median: median(values), ...(interval && { interval }), count: values.length }
}
