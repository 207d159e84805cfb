import { hodgesLehmann } from './hodges-lehmann.ts'
import type { Interval } from './interval.ts'
import { studentQuantile } from './student.ts'

/** How many times as long the candidate takes as the reference: below 1 it is faster. `low` <= `ratio` <= `high`. */
export interface RatioEstimate extends Interval {
  readonly ratio: number
  readonly blocks: number
  /** Over all blocks together. */
  readonly iterations: number
  /** The share of intervals like this one that may miss the truth; not yet divided by anything. */
  readonly alpha: number
}

/**
 * Ratio of a candidate's typical time to the reference's, with an interval that knows that blocks differ.
 * `blocks`: one array per block, holding ln(T_candidate / T_reference) of each of its iterations, in any order; at least
 * 2 blocks of at least 1 iteration each, not necessarily equally many. `alpha` is strictly inside 0..1, and at least 2e-100.
 * A block, not an iteration, is one observation: iterations in one process share its memory layout and compiled code, so pooling
 * them calls equal things different far too often. Each block gives its Hodges-Lehmann value; Student's t joins these.
 * Throws RangeError for anything else, and for a log ratio that is not finite.
 * Source: Kalibera & Jones, Rigorous Benchmarking in Reasonable Time (ISMM 2013), for the levels;
 * Student, The Probable Error of a Mean, Biometrika 6 (1908), for the interval.
 */
export function ratioOverBlocks(blocks: readonly (readonly number[])[], alpha: number): RatioEstimate {
  if (!(alpha > 0 && alpha < 1)) {
    throw new RangeError(`ratioOverBlocks: expected alpha between 0 and 1, both excluded, given ${alpha}`)
  }
  if (blocks.length < 2) throw new RangeError(`ratioOverBlocks: expected at least 2 blocks, given ${blocks.length}`)
  const empty = blocks.findIndex((iterations) => iterations.length === 0)
  if (empty >= 0)
    throw new RangeError(`ratioOverBlocks: expected at least 1 iteration per block, given 0 at index ${empty}`)
  const typical = blocks.map(hodgesLehmann)
  const count = typical.length
  const mean = typical.reduce((sum, value) => sum + value, 0) / count
  const variance = typical.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1)
  // The lower tail, as 1 - alpha / 2 would round a small alpha away.
  const reach = -studentQuantile(alpha / 2, count - 1) * Math.sqrt(variance / count)
  return {
    ratio: Math.exp(mean),
    low: Math.exp(mean - reach),
    high: Math.exp(mean + reach),
    blocks: count,
    iterations: blocks.reduce((sum, iterations) => sum + iterations.length, 0),
    alpha,
  }
}
