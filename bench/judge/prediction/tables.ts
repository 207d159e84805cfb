import type { Strategy } from '../../../strategies/job.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { type Axis, type AxisName, type Place, placeAt, placedAt } from './axis.ts'
import type { Costs } from '../../model/costs.ts'
import { createPredictor, type Prediction } from '../../model/predict.ts'
import { type ErrorOfRatio, fastestPredicted } from '../sweep/best.ts'
import { crossoversOf, leadsOf } from '../sweep/crossovers.ts'
import type { Crossover, Lead } from '../sweep/judgement.ts'
import { type ComparedCell, pairsAlong } from '../sweep/pairs.ts'
import { type Feature, errorOfRatioBy, isAmong, untestedIn, type Validation } from './validation.ts'

/** Predictions at one value of an axis, by strategy. */
export interface PredictedRow {
  readonly value: number
  /** Where it was placed, to the digits that are known. */
  readonly placed: number
  /** Whether it lies beyond the cells in which errors were measured; never where none were. */
  readonly isOutOfRange: boolean
  readonly predictions: Readonly<Record<string, Prediction>>
  /** The fastest, and those that do not differ significantly from it. */
  readonly best: readonly string[]
}

/** Predictions along one axis, everything else staying as it is: a sweep none of whose cells is measured. */
export interface PredictedTable {
  readonly axis: AxisName
  /** What stays the same. */
  readonly at: Place
  readonly rows: readonly PredictedRow[]
  readonly crossovers: readonly Crossover[]
  readonly leads: readonly Lead[]
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

interface TableInput {
  readonly axis: Axis
  readonly single: Partial<Record<AxisName, number>>
  readonly all: readonly Predicted[]
  readonly known: Known
}

/** These change no single item, only how many there are or how they are taken, so that one predictor does for all of their values. */
const SHARE_A_PREDICTOR: ReadonlySet<AxisName> = new Set(['items', 'concurrency', 'threads'])

async function predictTable(
  scenario: Scenario,
  { axis: { name, values }, single, all, known: { costs, validation } }: TableInput,
): Promise<PredictedTable> {
  const shared = createPredictor({ scenario: placeAt(scenario, single).scenario, costs })
  const errorOf = errorOfRatioBy(validation)
  const rows: PredictedRow[] = []
  for (const value of values) {
    const place = placeAt(scenario, { ...single, [name]: value })
    const placed = placedAt(name, value, place)
    // Calendars have whole events: two sizes may be one.
    if (placed === rows.at(-1)?.placed) continue
    const predict = SHARE_A_PREDICTOR.has(name) ? shared : createPredictor({ scenario: place.scenario, costs })
    const predictions: Record<string, Prediction> = {}
    for (const { strategy, order } of all)
      predictions[strategy] = await predict(order, place.limits, place.scenario.world.items.count)
    rows.push({
      value,
      placed,
      isOutOfRange: validation !== undefined && !isAmong(validation, place),
      predictions,
      best: fastestPredicted(makespansOf(predictions), errorOf),
    })
  }
  return {
    axis: name,
    at: placeAt(scenario, single),
    rows,
    ...changesAlong(name, rows, errorOf),
    untested: untestedIn(placeAt(scenario, { ...single, [name]: values[0]! })),
  }
}

function makespansOf(predictions: PredictedRow['predictions']): Map<string, number> {
  return new Map(Object.entries(predictions).map(([strategy, { makespanMs }]) => [strategy, makespanMs]))
}

/** Where strategies change places, judged as between the cells of a sweep; the interval of a ratio is as wide as its error may be. */
export function changesAlong(
  axis: AxisName,
  rows: readonly Pick<PredictedRow, 'value' | 'predictions' | 'best'>[],
  errorOf: ErrorOfRatio,
): Pick<PredictedTable, 'crossovers' | 'leads'> {
  const cells = rows.map(({ value, predictions, best }): ComparedCell => ({
    at: { [axis]: value },
    variants: Object.keys(predictions),
    best,
    compare(one, other) {
      const logRatio = Math.log(predictions[one]!.makespanMs / predictions[other]!.makespanMs)
      const error = errorOf(one, other)
      return { logRatio, low: logRatio - error, high: logRatio + error }
    },
  }))
  const along = pairsAlong([{ path: axis, values: rows.map(({ value }) => value) }], cells)
  return { crossovers: crossoversOf(along), leads: leadsOf(along) }
}
