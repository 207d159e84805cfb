import { meanInterval } from '../../statistics/mean-interval.ts'
import type { Interval } from '../../statistics/interval.ts'
import { EFFECTS } from '../../plan/calibration-variants.ts'
import type { BatchOutcome } from './estimates.ts'
import { type EqualRates, equalRates, type Power, powerOf } from './rates.ts'

/** Raised whenever what is kept of a calibration changes its meaning: files of different versions are not put together. */
export const CALIBRATION_SCHEMA = 3

/** What became of the copies in one order of their runs. */
export interface OrderRates {
  readonly equal: EqualRates
  readonly power: readonly Power[]
}

/** How far this machine can be believed. */
export interface Calibration {
  /** As in every report. */
  readonly shuffled: OrderRates
  /** The same copies, run in the usual order and judged in the usual way. */
  readonly blocked: OrderRates
  /** How many times as long a run takes with nothing recorded, over comparisons; 95%. */
  readonly unrecorded: Interval & { readonly ratio: number; readonly comparisons: number }
}

/** From at least one batch, for a margin. */
export function calibrationOf(batches: readonly BatchOutcome[], margin: number): Calibration {
  const logs = batches.flatMap(({ unrecorded }) => unrecorded).map(({ ratio }) => Math.log(ratio))
  const { mean, interval } = meanInterval(logs, 0.05)
  return {
    shuffled: orderRates(batches, 'shuffled', margin),
    blocked: orderRates(batches, 'blocked', margin),
    unrecorded: {
      ratio: Math.exp(mean),
      low: Math.exp(interval!.low),
      high: Math.exp(interval!.high),
      comparisons: logs.length,
    },
  }
}

function orderRates(batches: readonly BatchOutcome[], order: 'shuffled' | 'blocked', margin: number): OrderRates {
  const all = batches.flatMap(({ compared }) => compared)
  const of = (effect: number) => all.filter(({ slowedBy }) => slowedBy === effect).map((pair) => pair[order])
  return {
    equal: equalRates(of(0), margin),
    power: EFFECTS.map((effect) => powerOf(effect, of(effect), margin)),
  }
}
