import { batchOf } from '../../../../bench/plan/calibration-variants.ts'
import type { BatchOutcome } from '../../../../bench/judge/calibration/estimates.ts'
import type { RatioEstimate } from '../../../../bench/statistics/block-ratio.ts'
import type { Interval } from '../../../../bench/statistics/interval.ts'

/** An estimate of 6 blocks, as a batch has them. */
export function between(low: number, high: number): RatioEstimate {
  return { ratio: Math.sqrt(low * high), low, high, blocks: 6, iterations: 36, alpha: 0.05 }
}

/** An estimate of `ratio` that is open by `reach` to each side. */
export function around(ratio: number, reach = 0.02): RatioEstimate {
  return { ...between(ratio / (1 + reach), ratio * (1 + reach)), ratio }
}

/** A batch that was never measured: what came out for copies slowed by so much, in either order, and without a recording. */
export interface BatchSimulation {
  readonly shuffled?: (slowedBy: number) => RatioEstimate
  readonly blocked?: (slowedBy: number) => Interval
  readonly unrecorded?: RatioEstimate
}

/** Every copy came out as what it is, by default; each order is as closely known as the other. */
export function aBatch(simulation: BatchSimulation = {}): BatchOutcome {
  const asSensitivityCheck = (slowedBy: number) => around(1 + slowedBy)
  const { shuffled = asSensitivityCheck, blocked = asSensitivityCheck, unrecorded = around(0.99) } = simulation
  const { pairs } = batchOf('pipelined')
  return {
    compared: pairs
      .filter(({ isUnrecorded }) => !isUnrecorded)
      .map(({ one, other, slowedBy }) => ({
        one,
        other,
        slowedBy,
        shuffled: shuffled(slowedBy),
        blocked: blocked(slowedBy),
      })),
    unrecorded: pairs.flatMap(({ isUnrecorded }) => (isUnrecorded ? unrecorded : [])),
  }
}
