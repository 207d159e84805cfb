import { ENGLISH } from '../../report/messages/english.ts'
import type { Language } from '../../report/messages/language.ts'
import { nameOf, SPEED, type Wish } from '../objective.ts'
import { kilobytesOf } from '../../model/paper-feeds.ts'
import { isFit } from '../guards.ts'
import type { ArmResult, Result } from '../result.ts'
import { exitCodeOf } from '../results.ts'
import { countedRounds, lookOf, voidsOf } from '../rounds.ts'
import { trialIn } from '../scores.ts'
import { summarize } from '../summarize.ts'
import { isContestant } from '../../plan/schedule.ts'
import type { TimedArm } from '../../statistics/pairwise.ts'
import type { Trial } from '../../trial/trial.ts'
import { isComparison } from '../verdict.ts'
import { bestOf } from './best.ts'
import { isAt } from '../../scenario/axes.ts'
import { type Crossover, crossoversOf } from './crossovers.ts'
import { leadsOf } from './leads.ts'
import { pairsAlong } from './pairs.ts'
import type { RecordedCell, SweepRecord } from '../../trial/sweep-record.ts'
import { type CellResult, isOfTimeAlone, SWEEP_REPORT_SCHEMA, type SweepResult } from './result.ts'

/** The trials of one cell. */
export interface RacedCell {
  readonly cell: RecordedCell
  readonly trials: readonly Trial[]
}

/**
 * Judges a sweep from its record and the trials of its cells; those that did not come to a look are not part of it. Its
 * sentences are in the language that is given.
 */
export function summarizeSweep(
  record: SweepRecord,
  raced: readonly RacedCell[],
  wish: Wish = SPEED,
  language: Language = ENGLISH,
): SweepResult {
  const judged = record.cells.flatMap((cell) => {
    const trials = raced.find((one) => one.cell.folder === cell.folder)?.trials ?? []
    if (trials.length === 0) return []
    const result = summarize(trials, wish, language)
    return result.look ? [{ cell, trials, result, best: bestOf(result) }] : []
  })
  const strategies = [...new Set(judged.flatMap(({ result }) => contestantsOf(result).map(({ arm }) => arm)))]
  const pairs = (strategies.length * (strategies.length - 1)) / 2
  const comparisons = Math.max(1, pairs * record.cells.length)
  const wished = { objective: nameOf(wish.objective), bounds: wish.bounds }
  const timed = judged.map(({ cell, trials, result, best }) => ({
    at: cell.at,
    best: isOfTimeAlone(wished) ? best : [],
    alpha: result.look!.alpha,
    times: timesOf(trials, result),
    // As with words: there only what lies wholly beyond the margin is sure.
    slack: isFit(result) ? 0 : Math.log1p(result.scenario.margin),
  }))
  const along = pairsAlong(record.axes, timed, comparisons)
  return {
    schema: SWEEP_REPORT_SCHEMA,
    kind: 'sweep',
    name: record.name,
    quick: record.quick,
    margin: record.cells[0]!.scenario.plan.margin,
    ...wished,
    axes: record.axes,
    strategies,
    cells: judged.map(({ cell, result, best }) => cellResult(cell, result, best)),
    planned: record.cells.length,
    crossovers: crossoversOf(along).map((one) => ({ ...one, ...sizeAt(record, one) })),
    leads: leadsOf(along),
    comparisons,
    ...(judged.length > 0 && { beganAt: judged.map(({ result }) => result.beganAt).toSorted()[0]! }),
    environments: [...new Set(judged.map(({ result }) => environmentOf(result, language)))],
    exitCode: judged.length === 0 ? 5 : exitCodeOf(judged.map(({ result }) => result)),
  }
}

/** About the size of a feed at a crossover along what sizes depend on. */
function sizeAt({ cells }: SweepRecord, { axis, at, where }: Crossover): Pick<Crossover, 'kilobytes'> {
  const key = axis.replace('world.feeds.', '')
  if (key !== 'events' && key !== 'descriptionBytes') return {}
  const { world } = cells.find((cell) => isAt(cell.at, where))!.scenario
  return { kilobytes: kilobytesOf({ ...world, feeds: { ...world.feeds, [key]: Math.round(at) } }) }
}

function contestantsOf({ arms }: Result): ArmResult[] {
  return arms.filter(({ role }) => isContestant(role))
}

/** The logs of makespans at the look that was reached, of the arms that may be spoken of. */
function timesOf(trials: readonly Trial[], result: Result): TimedArm[] {
  const voids = voidsOf(trials)
  const rounds = countedRounds(trials, voids)
  const which = new Set(lookOf(rounds, voids, result.scenario)!.which)
  const spokenOf = contestantsOf(result).filter(({ verdict }) => !verdict || isComparison(verdict))
  const forks = [...Map.groupBy(rounds, ({ fork }) => fork)].flatMap(([fork, own]) => (which.has(fork) ? [own] : []))
  return spokenOf.map(({ arm }) => ({
    name: arm,
    forks: forks.map((own) => own.map((round) => Math.log(trialIn(round, arm).makespanMs))),
  }))
}

function cellResult({ at, folder }: RecordedCell, result: Result, best: readonly string[]): CellResult {
  const { look, forks, roundsCounted, guard, planted, ledger, elapsedMs, exitCode, advice, scenario, pick } = result
  return {
    at,
    isPredicted: false,
    reference: scenario.reference,
    best,
    leftOut: pick?.excluded ?? [],
    arms: contestantsOf(result).map(({ arm, makespanMs, ratio, verdict }) => ({
      arm,
      makespanMs: { median: makespanMs.median, ...makespanMs.interval, count: makespanMs.count },
      ...(ratio && { ratio: { ratio: ratio.ratio, low: ratio.low, high: ratio.high } }),
      ...(verdict && { verdict }),
    })),
    measured: {
      folder,
      forks,
      rounds: roundsCounted,
      alpha: look!.alpha,
      isLastLook: look!.last,
      elapsedMs,
      guardPassed: guard.passed,
      plantedFound: planted.found !== false,
      sameLedger: ledger.same,
      exitCode,
      advice,
    },
  }
}

function environmentOf({ environment: { cpu, cores, node, revision } }: Result, { say }: Language): string {
  return say`${cores} cores of ${cpu}, Node ${node}, revision ${revision}`
}
