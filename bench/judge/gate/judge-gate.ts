import { isLate } from '../comparison/final-verdict.ts'
import { isFit, troubleIn } from '../comparison/controls.ts'
import type { Result } from '../comparison/judgement.ts'
import { countedIterations, lookOf, type Iteration, discardedOf } from '../comparison/iterations.ts'
import { isOutputMismatch, summarize } from '../comparison/summarize.ts'
import { blocksMissing } from '../../statistics/with-blocks.ts'
import type { Trial } from '../../trial/trial.ts'
import { type Breakdown, breakdownOf } from './breakdown.ts'
import { checksOf, type ConditionChecks, unfitFor } from './checks.ts'
import { type Changed, type Comparison, comparisonsIn } from './comparison.ts'
import type { Condition } from './condition.ts'
import { type Against, type Gate, type GateRemedy, type JudgedChange, type JudgedGate, uncomparedWith } from './gate.ts'
import { sideOf } from './limit.ts'

/**
 * Judges a benchmark by a gate at the last look that it has reached: a regression lies wholly beyond its limit, what passes wholly
 * within it. The level of the look is shared by all comparisons and conditions. Before any size is judged, what both send
 * must be the same, no run may have failed, and the mock server must have kept up. Where a check of a condition has failed nothing passes by
 * that condition, and a regression lies wholly beyond the margin of the scenario as well. `trials`: at least one iteration in which every variant ran.
 */
export function judgeGate(trials: readonly Trial[], gate: Gate): JudgedGate {
  const { against, conditions } = gate
  const result = summarize(trials)
  const discarded = discardedOf(trials)
  const iterations = countedIterations(trials, discarded)
  const look = lookOf(iterations, discarded, result.scenario)
  const which = new Set(look?.which ?? iterations.map(({ block }) => block))
  const isCounted = ({ phase, block, discarded }: Trial) =>
    (phase === 'measured' || phase === 'cold') && which.has(block) && discarded === undefined
  const runs = trials.filter(isCounted)
  const comparisons = comparisonsIn(result.scenario, runs, against)
  const judged = comparisons.flatMap((comparison) =>
    conditions
      .filter(({ strategy }) => strategy === undefined || strategy === comparison.strategy)
      .map((condition) => ({ comparison, condition })),
  )
  const counted = iterations.filter(({ block }) => which.has(block))
  const level = look && look.alpha / judged.length
  const distinct = new Map(conditions.map((condition) => [`${condition.metric} ${condition.limit}`, condition]))
  const checks = Array.from(distinct.values(), (condition) => checksOf(condition, { result, iterations: counted }))
  const measured = { result, runs, iterations: counted, level, checks }
  const changes = judged.map((one) => ({ ...named(one), ...judge(one, measured) }))
  const isWrongOutput = isOutputMismatch(result)
  const unmet = conditions.flatMap((condition) => unmetBy(condition, comparisons, against))
  const breakdowns =
    level === undefined ? [] : breakdownsOf(changes, comparisons, { iterations: counted, alpha: level })
  return {
    ...gate,
    changes: [...changes, ...unmet],
    checks,
    breakdowns,
    ...(look && { blocks: look.blocks }),
    isWrongOutput,
  }
}

/** Of every strategy that has become slower by a condition; memory has no part in where time goes. */
function breakdownsOf(
  changes: readonly JudgedChange[],
  comparisons: readonly Comparison[],
  measured: Parameters<typeof breakdownOf>[2],
): Breakdown[] {
  const slower = changes
    .filter(({ outcome, kind, condition }) => outcome === 'regression' && !kind && condition.metric !== 'rss')
    .toSorted((a, b) => b.change!.ratio - a.change!.ratio)
  return [...new Set(slower.map(({ strategy }) => strategy))].flatMap((strategy) => {
    const was = comparisons.find((one) => one.strategy === strategy)?.was
    return (was !== undefined && breakdownOf(strategy, was, measured)) || []
  })
}

/** What was asked for by name and is not there to be compared, as a strategy that is new, is no pass. */
function unmetBy(
  { strategy, metric, limit }: Condition,
  comparisons: readonly Comparison[],
  against: Against,
): JudgedChange[] {
  if (strategy === undefined || comparisons.some((one) => one.strategy === strategy)) return []
  const known = uncomparedWith(against).find((one) => one.strategy === strategy)
  const reason = known?.reason ?? ({ code: 'nothing-to-compare' } as const)
  return [{ strategy, condition: { metric, limit }, outcome: 'cannot-judge', reason, isOpen: false, seconds: 0 }]
}

interface Judged {
  readonly comparison: Comparison
  readonly condition: Condition
}

interface Measured {
  readonly result: Result
  readonly runs: readonly Trial[]
  readonly iterations: readonly Iteration[]
  /** Of one comparison; undefined before the first look. */
  readonly level: number | undefined
  readonly checks: readonly ConditionChecks[]
}

function named({
  comparison: { strategy, seconds },
  condition: { metric, limit },
}: Judged): Pick<JudgedChange, 'strategy' | 'condition' | 'seconds'> {
  return { strategy, condition: { metric, limit }, seconds }
}

type Said = Pick<JudgedChange, 'change' | 'outcome' | 'kind' | 'reason' | 'moreBlocks' | 'isOpen'>

function judge({ comparison, condition }: Judged, measured: Measured): Said {
  const { metric, limit } = condition
  const { result, iterations, level } = measured
  const fault = faultOf(comparison, measured)
  // A mock server that was late for want of a processor may keep up in further blocks.
  if (fault) return { ...fault, isOpen: fault.reason?.code === 'mock-server-late' }
  if (level === undefined) return { outcome: 'cannot-judge', reason: { code: 'before-first-look' }, isOpen: true }
  const changed = comparison.changeOf(iterations, metric, level)
  if (!changed) return { outcome: 'cannot-judge', reason: { code: 'metric-missing', metric }, isOpen: false }
  const { change } = changed
  const checks = measured.checks.find((one) => one.condition.metric === metric && one.condition.limit === limit)!
  // A copy that was to be compared and reports no such figure.
  if (checks.aaCheck.code === 'not-judged')
    return { change, outcome: 'cannot-judge', reason: { code: 'metric-missing', metric }, isOpen: false }
  const fit = isFit(checks)
  const side = sideOf(change, fit ? limit : Math.max(limit, result.scenario.margin))
  if (side === 'beyond') return { change, outcome: 'regression', isOpen: false }
  // No further block fixes a copy that has failed.
  const isOpen = troubleIn(checks) !== 'runs-failed'
  if (!fit)
    return {
      change,
      outcome: 'cannot-judge',
      reason: { code: 'unfit', ...unfitFor(checks, result), remedies: remediesFor(checks, result) },
      isOpen,
    }
  if (side === 'open') return { change, outcome: 'cannot-judge', ...forecast(changed, limit), isOpen: true }
  return { change, outcome: 'pass', isOpen: false }
}

/** Whether some runs did not send the same; only those of one iteration have to where other requests fail in each. */
function hasOtherOutput(sound: readonly Trial[], stored: string | undefined): boolean {
  const isApart = sound.some(({ scenario }) => scenario.hasFetchErrors)
  const alike = Map.groupBy(sound, ({ block, iteration, phase }) => (isApart ? `${block} ${iteration} ${phase}` : ''))
  const known = stored === undefined || isApart ? [] : [stored]
  return alike.values().some((runs) => new Set([...known, ...runs.map(({ deliveries }) => deliveries.digest)]).size > 1)
}

function faultOf(
  { variants, deliveriesDigest, doubt }: Comparison,
  { result, runs }: Measured,
): Omit<Said, 'isOpen'> | undefined {
  const sound = runs.filter(({ variant, faults }) => variants.includes(variant) && faults.length === 0)
  if (hasOtherOutput(sound, deliveriesDigest))
    return { outcome: 'regression', kind: 'output-mismatch', reason: { code: 'other-output' } }
  if (result.scenario.allowsNet) return { outcome: 'cannot-judge', reason: { code: 'network-allowed' } }
  const own = result.variants.filter(({ variant }) => variants.includes(variant))
  const failing = own.find(({ failed }) => failed.trials > 0)
  if (failing) {
    const { variant, failed } = failing
    return {
      outcome: 'cannot-judge',
      reason: {
        code: 'runs-failed',
        variant,
        failed: failed.trials,
        of: failed.of,
        example: failed.reasons[0]!,
      },
    }
  }
  if (result.mock.bound || own.some(isLate)) return { outcome: 'cannot-judge', reason: { code: 'mock-server-late' } }
  return doubt && { outcome: 'cannot-judge', reason: doubt }
}

function forecast({ change, changeWith }: Changed, limit: number): Pick<Said, 'reason' | 'moreBlocks'> {
  const moreBlocks = blocksMissing(change.blocks, (blocks) => sideOf(changeWith(blocks), limit) === 'open')
  return {
    reason: { code: 'within-or-beyond' },
    ...(moreBlocks !== undefined && { moreBlocks }),
  }
}

/** What may help where a check of a condition has failed. */
function remediesFor(checks: ConditionChecks, { scenario: { quick }, look }: Result): GateRemedy[] {
  switch (troubleIn(checks)) {
    case 'runs-failed':
      return ['fix-copy']
    case 'late':
      return ['close-other-programs', 'longer-delays']
    case undefined: {
      // At the last look of a benchmark that was not quick there are no more to be had.
      const more = quick ? (['more-blocks-without-quick'] as const) : look?.last ? [] : (['more-blocks'] as const)
      return ['close-other-programs', ...more, 'higher-limit']
    }
  }
}
