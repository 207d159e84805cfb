import { type Bounds, SPEED } from '../selection-criteria.ts'
import type { Verdict } from '../verdict.ts'
import type { Axis, Coordinates } from '../../scenario/axes.ts'
import type { Crossover } from './crossovers.ts'
import type { Lead } from './leads.ts'

/** Raised whenever a field of a sweep's `report.json` changes its meaning. */
export const SWEEP_REPORT_SCHEMA = 1

/** One strategy in one cell. */
export interface VariantInCell {
  readonly variant: string
  readonly makespanMs: {
    readonly median: number
    readonly low?: number
    readonly high?: number
    readonly count: number
  }
  /** Time over that of the reference; absent for it, and with no interval where it is predicted. */
  readonly ratio?: { readonly ratio: number; readonly low?: number; readonly high?: number }
  /** Absent where it is predicted. */
  readonly verdict?: Verdict
}

/** One cell of a sweep, measured or predicted. */
export interface CellResult {
  readonly at: Coordinates
  readonly isPredicted: boolean
  readonly reference: string
  /** The strategies, without guards. */
  readonly variants: readonly VariantInCell[]
  /** Those that cannot be told apart from the best, the simplest first; empty where nothing can be said. */
  readonly best: readonly string[]
  /** Not to be picked, whatever their time: beyond a limit, or not to be judged by what is wished for. */
  readonly leftOut: readonly { readonly variant: string; readonly because: string; readonly isLimit: boolean }[]
  /** Of a measured cell: how it was measured and judged. */
  readonly measured?: {
    readonly folder: string
    readonly blocks: number
    readonly iterations: number
    readonly alpha: number
    readonly isLastLook: boolean
    readonly elapsedMs: number
    readonly aaCheckPassed: boolean
    readonly sensitivityCheckFound: boolean
    readonly sameDeliveries: boolean
    readonly exitCode: 0 | 2 | 5
    readonly advice: string
  }
}

/** How far predictions were off in the cells that were measured too: predicted over measured time. */
export interface PredictionErrors {
  readonly cells: number
  readonly medianRatio: number
  readonly low: number
  readonly high: number
}

/** Everything the report of a sweep tells, computed from its record and its trials alone. */
export interface SweepResult {
  readonly schema: typeof SWEEP_REPORT_SCHEMA
  readonly kind: 'sweep'
  readonly name: string
  readonly quick: boolean
  readonly margin: number
  /** What is picked by: `speed` unless something else was wished for. */
  readonly objective: string
  /** The limits that what is picked keeps to. */
  readonly bounds: Bounds
  readonly axes: readonly Axis[]
  readonly strategies: readonly string[]
  /** Those that were measured, in the order of the grid, and those that were predicted. */
  readonly cells: readonly CellResult[]
  /** How many are to be measured. */
  readonly planned: number
  readonly crossovers: readonly Crossover[]
  readonly leads: readonly Lead[]
  /** Over how many comparisons crossovers and leads hold together at 95 %, whichever looks cells ended at. */
  readonly comparisons: number
  readonly predictionErrors?: PredictionErrors
  /** Why cells between the measured ones are not predicted, where they could be. */
  readonly unpredicted?: string
  /** When the first of its runs began, as an ISO instant; absent where no cell came to a look. */
  readonly beganAt?: string
  /** Every one that it was measured on: more than one makes cells hard to compare. */
  readonly environments: readonly string[]
  readonly exitCode: 0 | 2 | 5
}

/** Whether the fastest is wished for, whatever else it takes: of anything else, times alone do not tell the best. */
export function isOfTimeAlone({ objective, bounds }: Pick<SweepResult, 'objective' | 'bounds'>): boolean {
  return objective === SPEED.objective.for && Object.keys(bounds).length === 0
}
