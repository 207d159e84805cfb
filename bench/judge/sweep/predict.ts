import { strategies, type StrategyName } from '../../../strategies/index.ts'
import { calibrateCosts } from '../../model/calibrate.ts'
import type { Costs } from '../../model/costs.ts'
import { predictMakespans } from '../../model/makespans.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { median } from '../../statistics/quantile.ts'
import { bestPredicted, type Errors, errorSeenIn } from './best.ts'
import { type CellBetween, cellsBetween } from './between.ts'
import type { SweepRecord } from '../../trial/sweep-record.ts'
import {
  type VariantInCell,
  type CellResult,
  isOfTimeAlone,
  type PredictionErrors,
  type SweepResult,
} from './judgement.ts'
import type { MeasuredCell } from './summarize.ts'
import { UserError } from '../../io/user-error.ts'

/** More would take longer to predict than anyone waits for a report. */
const MAX_BETWEEN = 120

/**
 * The result with cells predicted between the measured ones, and how far predictions are off where something was measured. Times are
 * all that is predicted: a predicted cell has a best only where the fastest is wished for, whatever else it takes.
 */
export async function predictBetween(
  record: SweepRecord,
  measured: readonly MeasuredCell[],
  result: SweepResult,
): Promise<SweepResult> {
  const between = cellsBetween(record)
  if (between.length === 0 || measured.length === 0) return result
  if (between.length > MAX_BETWEEN)
    return { ...result, unpredicted: { code: 'too-many', cells: between.length, of: MAX_BETWEEN } }
  const costs = costsByKind(measured)
  const known = result.variants.filter((name): name is StrategyName => Object.hasOwn(strategies, name))
  const offBy: Errors[] = []
  for (const cell of result.cells) {
    const { scenario } = record.cells.find(({ folder }) => folder === cell.measured!.folder)!
    const predicted = await predictAll(scenario, costs, known)
    if (predicted) offBy.push(errorsIn(cell, predicted))
  }
  const ratios = measuredRatios(offBy)
  const cells: CellResult[] = []
  for (const cell of ratios.length > 0 ? between : []) {
    const makespansMs = await predictAll(cell.scenario, costs, known)
    if (!makespansMs) continue
    const best = isOfTimeAlone(result) ? bestPredicted(makespansMs, errorSeenIn(offBy)) : []
    cells.push({ ...predictedCell(cell, makespansMs), best })
  }
  const left = between.length - cells.length
  return {
    ...result,
    cells: [...result.cells, ...cells],
    ...(cells.length > 0 && { predictionErrors: errorsOf(ratios, offBy.length) }),
    ...(left > 0 && { unpredicted: { code: 'no-costs', cells: left, of: between.length } as const }),
  }
}

function errorsIn({ variants }: CellResult, predictedMs: ReadonlyMap<string, number>): Errors {
  return new Map(
    variants.flatMap(({ variant, makespanMs }): [string, number][] => {
      const ms = predictedMs.get(variant)
      return ms === undefined ? [] : [[variant, ms / makespanMs.median]]
    }),
  )
}

/** Costs are fitted to sequential runs, so that meeting those says little: they count only where there are no others. */
function measuredRatios(offBy: readonly Errors[]): number[] {
  const all = offBy.flatMap((errors) => [...errors])
  const others = all.filter(([name]) => name !== 'sequential')
  return (others.length > 0 ? others : all).map(([, ratio]) => ratio)
}

/** What costs cannot be the same for: how much is parsed and unpacked, and how connections are made. */
function kindOf({ check, world: { https, hosts, fetchFaults } }: Scenario): string {
  return JSON.stringify([check, https, hosts, fetchFaults.gzip ?? 0])
}

/** Costs by the sequential runs of the sweep itself, for each kind of scenario in it. */
function costsByKind(measured: readonly MeasuredCell[]): Map<string, Costs> {
  const runs = measured.map(({ cell, trials }) => ({ scenario: cell.scenario, trials }))
  const cores = measured[0]?.trials[0]?.environment.cores ?? 1
  const known = new Map<string, Costs>()
  for (const [kind, own] of Map.groupBy(runs, ({ scenario }) => kindOf(scenario))) {
    try {
      known.set(kind, calibrateCosts(own, cores))
    } catch (error) {
      // Without a sequential run that went well nothing can be predicted of this kind.
      if (!(error instanceof UserError)) throw error
    }
  }
  return known
}

async function predictAll(
  scenario: Scenario,
  costsOf: ReadonlyMap<string, Costs>,
  names: readonly StrategyName[],
): Promise<Map<string, number> | undefined> {
  const costs = costsOf.get(kindOf(scenario))
  return costs && (await predictMakespans(scenario, costs, names))
}

function predictedCell(
  { at, scenario }: CellBetween,
  makespansMs: ReadonlyMap<string, number>,
): Omit<CellResult, 'best'> {
  const { reference } = scenario
  const referenceMs = makespansMs.get(reference)
  const variants = Array.from(makespansMs, ([variant, ms]): VariantInCell => ({
    variant,
    makespanMs: { median: ms, count: 0 },
    ...(variant !== reference && referenceMs !== undefined && { ratio: { ratio: ms / referenceMs } }),
  }))
  return { at, isPredicted: true, reference, variants, leftOut: [] }
}

function errorsOf(ratios: readonly number[], cells: number): PredictionErrors {
  return { cells, medianRatio: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) }
}
