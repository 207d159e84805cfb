import { meanInterval } from '../statistics/mean-interval.ts'
import type { Interval } from '../statistics/interval.ts'
import { EFFECTS } from './arms.ts'
import type { BatchOutcome } from './measure.ts'
import { blockedRates, type EqualRates, equalRates, type Power, powerOf } from './rates.ts'

/** How far this machine can be believed. */
export interface Calibration {
  readonly equal: EqualRates
  /** The same copies, run in the usual order and judged in the usual way. */
  readonly blocked: ReturnType<typeof blockedRates>
  readonly power: readonly Power[]
  /** How many times as long a run takes with nothing recorded, over comparisons; 95 %. */
  readonly unrecorded: Interval & { readonly ratio: number; readonly comparisons: number }
}

/** From at least one batch, for a margin. */
export function calibrationOf(batches: readonly BatchOutcome[], margin: number): Calibration {
  const all = batches.flatMap(({ estimates }) => estimates)
  const of = (planted: number) =>
    all.filter((one) => one.planted === planted && !one.isUnrecorded).map(({ estimate }) => estimate)
  const logs = all.filter(({ isUnrecorded }) => isUnrecorded).map(({ estimate }) => Math.log(estimate.ratio))
  const { mean, interval } = meanInterval(logs, 0.05)
  return {
    equal: equalRates(of(0), margin),
    blocked: blockedRates(
      batches.flatMap(({ blocked }) => blocked),
      margin,
    ),
    power: EFFECTS.map((planted) => powerOf(planted, of(planted), margin)),
    unrecorded: {
      ratio: Math.exp(mean),
      low: Math.exp(interval!.low),
      high: Math.exp(interval!.high),
      comparisons: logs.length,
    },
  }
}
