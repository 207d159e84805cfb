import { nameOf, SPEED, type SelectionCriteria } from '../selection-criteria.ts'
import { kilobytesOf } from '../../model/simulated-feeds.ts'
import { isFit, isMissed } from '../comparison/controls.ts'
import { JUDGEMENT_SCHEMA, type Result, type VariantResult } from '../comparison/judgement.ts'
import { exitCodeOf } from '../comparison/results.ts'
import { countedIterations, lookOf, discardedOf } from '../comparison/iterations.ts'
import { trialIn } from '../comparison/scores.ts'
import { summarize } from '../comparison/summarize.ts'
import { isSelectable } from '../../plan/schedule.ts'
import type { TimedVariant } from '../../statistics/pairwise.ts'
import type { Trial } from '../../trial/trial.ts'
import { isComparison } from '../verdict.ts'
import { bestOf } from './best.ts'
import { isAt } from '../../scenario/axes.ts'
import { crossoversOf, leadsOf } from './crossovers.ts'
import { comparedByTimes, pairsAlong } from './pairs.ts'
import type { RecordedCell, SweepRecord } from '../../trial/sweep-record.ts'
import { type CellResult, type Crossover, isOfTimeAlone, type SweepResult } from './judgement.ts'
import { recommend } from './recommendation.ts'

/** The trials of one cell. */
export interface MeasuredCell {
  readonly cell: RecordedCell
  readonly trials: readonly Trial[]
}

/** Judges a sweep from its record and the trials of its cells; those that did not come to a look are not part of it. */
export function summarizeSweep(
  record: SweepRecord,
  measured: readonly MeasuredCell[],
  criteria: SelectionCriteria = SPEED,
): SweepResult {
  const judged = record.cells.flatMap((cell) => {
    const trials = measured.find((one) => one.cell.folder === cell.folder)?.trials ?? []
    if (trials.length === 0) return []
    const result = summarize(trials, criteria)
    return result.look ? [{ cell, trials, result, best: bestOf(result) }] : []
  })
  const variants = [...new Set(judged.flatMap(({ result }) => selectableOf(result).map(({ variant }) => variant)))]
  const pairs = (variants.length * (variants.length - 1)) / 2
  const comparisons = Math.max(1, pairs * record.cells.length)
  const chosen = { objective: nameOf(criteria.objective), constraints: criteria.constraints }
  const timed = judged.map(({ cell, trials, result, best }) => ({
    at: cell.at,
    best: isOfTimeAlone(chosen) ? best : [],
    alpha: result.look!.alpha,
    times: timesOf(trials, result),
    // As with verdicts: there only what lies wholly beyond the margin is sure.
    slack: isFit(result) ? 0 : Math.log1p(result.scenario.margin),
  }))
  const along = pairsAlong(
    record.axes,
    timed.map((cell) => comparedByTimes(cell, comparisons)),
  )
  const cells = judged.map(({ cell, result, best }) => cellResult(cell, result, best))
  return {
    schema: JUDGEMENT_SCHEMA,
    kind: 'sweep',
    name: record.name,
    quick: record.quick,
    margin: record.cells[0]!.scenario.plan.margin,
    ...chosen,
    axes: record.axes,
    variants,
    cells,
    planned: record.cells.length,
    crossovers: crossoversOf(along).map((one) => ({ ...one, ...sizeAt(record, one) })),
    leads: leadsOf(along),
    comparisons,
    ...(judged.length > 0 && { beganAt: judged.map(({ result }) => result.beganAt).toSorted()[0]! }),
    environments: environmentsOf(judged.map(({ result }) => result)),
    ...recommend({ axes: record.axes, cells, quick: record.quick }),
    exitCode: judged.length === 0 ? 5 : exitCodeOf(judged.map(({ result }) => result)),
  }
}

/** About the size of a feed at a crossover along what sizes depend on. */
function sizeAt({ cells }: SweepRecord, { axis, at, where }: Crossover): Pick<Crossover, 'kilobytes'> {
  const key = axis.replace('world.items.', '')
  if (key !== 'events' && key !== 'descriptionBytes') return {}
  const { world } = cells.find((cell) => isAt(cell.at, where))!.scenario
  return { kilobytes: kilobytesOf({ ...world, items: { ...world.items, [key]: Math.round(at) } }) }
}

function selectableOf({ variants }: Result): VariantResult[] {
  return variants.filter(({ role }) => isSelectable(role))
}

/** The logs of makespans at the look that was reached, of the variants that may be spoken of. */
function timesOf(trials: readonly Trial[], result: Result): TimedVariant[] {
  const discarded = discardedOf(trials)
  const iterations = countedIterations(trials, discarded)
  const which = new Set(lookOf(iterations, discarded, result.scenario)!.which)
  const spokenOf = selectableOf(result).filter(({ verdict }) => !verdict || isComparison(verdict))
  const blocks = [...Map.groupBy(iterations, ({ block }) => block)].flatMap(([block, own]) =>
    which.has(block) ? [own] : [],
  )
  return spokenOf.map(({ variant }) => ({
    name: variant,
    blocks: blocks.map((own) => own.map((iteration) => Math.log(trialIn(iteration, variant).makespanMs))),
  }))
}

function cellResult({ at, folder }: RecordedCell, result: Result, best: readonly string[]): CellResult {
  const {
    look,
    blocks,
    iterationsCounted,
    aaCheck,
    sensitivityCheck,
    deliveries,
    elapsedMs,
    exitCode,
    scenario,
    pick,
  } = result
  return {
    at,
    isPredicted: false,
    reference: scenario.reference,
    best,
    leftOut: pick?.excluded ?? [],
    variants: selectableOf(result).map(({ variant, makespanMs, ratio, verdict }) => ({
      variant,
      makespanMs: { median: makespanMs.median, ...makespanMs.interval, count: makespanMs.count },
      ...(ratio && { ratio: { ratio: ratio.ratio, low: ratio.low, high: ratio.high } }),
      ...(verdict && { verdict }),
    })),
    measured: {
      folder,
      blocks,
      iterations: iterationsCounted,
      alpha: look!.alpha,
      isLastLook: look!.last,
      elapsedMs,
      aaCheckPassed: aaCheck.code === 'passed',
      sensitivityCheckFound: !isMissed(sensitivityCheck),
      sameDeliveries: deliveries.same,
      exitCode,
    },
  }
}

/** Each machine once. */
function environmentsOf(results: readonly Result[]): SweepResult['environments'] {
  const all = results.map(({ environment: { load: _load, ...machine } }) => machine)
  return [...new Map(all.map((machine) => [JSON.stringify(machine), machine])).values()]
}
