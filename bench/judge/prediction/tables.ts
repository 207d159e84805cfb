import type { Strategy } from '../../../strategies/job.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { type Axis, type AxisName, type Place, placeAt, placedAt } from './axis.ts'
import type { Costs } from '../../model/costs.ts'
import { type LeadChange, leadChangesIn } from './crossovers.ts'
import { createPredictor, type Prediction } from '../../model/predict.ts'
import { type Feature, isAmong, resolutionBy, untestedIn, type Validation } from './validation.ts'

/** Predictions at one value of an axis, by strategy. */
export interface PredictedRow {
  readonly value: number
  /** Where it was placed, to the digits that are known. */
  readonly placed: number
  /** Whether it lies beyond the cells in which errors were measured; never where none were. */
  readonly isStrange: boolean
  readonly predictions: Readonly<Record<string, Prediction>>
}

/** Predictions along one axis, everything else staying as it is. */
export interface PredictedTable {
  readonly axis: AxisName
  /** What stays the same. */
  readonly at: Place
  readonly rows: readonly PredictedRow[]
  readonly crossovers: readonly LeadChange[]
  /** What no prediction was compared with. */
  readonly untested: readonly Feature[]
}

/** A strategy by its name, of ours or of the user's. */
export interface Predicted {
  readonly strategy: string
  readonly order: Strategy
}

interface Known {
  readonly costs: Costs
  readonly validation?: Validation | undefined
}

/** A table for each axis of several values, over which the others stay at their only value, or at the scenario's. */
export async function predictTables(
  scenario: Scenario,
  axes: readonly Axis[],
  all: readonly Predicted[],
  known: Known,
): Promise<PredictedTable[]> {
  const single = Object.fromEntries(
    axes.flatMap(({ name, values }) => (values.length === 1 ? [[name, values[0]!]] : [])),
  ) as Partial<Record<AxisName, number>>
  const long = axes.filter(({ values }) => values.length > 1)
  const tables: PredictedTable[] = []
  for (const axis of long.length > 0 ? long : axes.slice(0, 1))
    tables.push(await predictTable(scenario, { axis, single, all, known }))
  return tables
}

interface Asked {
  readonly axis: Axis
  readonly single: Partial<Record<AxisName, number>>
  readonly all: readonly Predicted[]
  readonly known: Known
}

/** These change no feed, so that one predictor does for all of their values. */
const SAME_FEEDS: ReadonlySet<AxisName> = new Set(['feeds', 'concurrency', 'threads'])

async function predictTable(
  scenario: Scenario,
  { axis: { name, values }, single, all, known: { costs, validation } }: Asked,
): Promise<PredictedTable> {
  const shared = createPredictor({ scenario: placeAt(scenario, single).scenario, costs })
  const rows: PredictedRow[] = []
  for (const value of values) {
    const place = placeAt(scenario, { ...single, [name]: value })
    const placed = placedAt(name, value, place)
    // Feeds have whole events: two sizes may be one.
    if (placed === rows.at(-1)?.placed) continue
    const predict = SAME_FEEDS.has(name) ? shared : createPredictor({ scenario: place.scenario, costs })
    const predictions: Record<string, Prediction> = {}
    for (const { strategy, order } of all)
      predictions[strategy] = await predict(order, place.limits, place.scenario.world.items.count)
    rows.push({ value, placed, isStrange: validation !== undefined && !isAmong(validation, place), predictions })
  }
  const times = rows.map(({ placed, predictions }) => ({
    value: placed,
    ms: Object.fromEntries(all.map(({ strategy }) => [strategy, predictions[strategy]!.makespanMs])),
  }))
  return {
    axis: name,
    at: placeAt(scenario, single),
    rows,
    crossovers: leadChangesIn(times, resolutionBy(validation)),
    untested: untestedIn(placeAt(scenario, { ...single, [name]: values[0]! })),
  }
}
