import { EXIT } from '../../cli/exit-code.ts'
import { isLate } from '../final-verdict.ts'
import { isFit } from '../guards.ts'
import { remedyFor } from '../remedies.ts'
import type { Result } from '../result.ts'
import { countedRounds, lookOf, type Round, voidsOf } from '../rounds.ts'
import { summarize } from '../summarize.ts'
import { forksMissing } from '../../statistics/with-forks.ts'
import type { Trial } from '../../trial/trial.ts'
import { type Changed, type Comparison, comparisonsIn } from './comparison.ts'
import type { Condition } from './condition.ts'
import { type Against, type Gate, type JudgedChange, type JudgedGate, uncomparedWith } from './gate.ts'
import { sideOf } from './limit.ts'

/**
 * Judges a race by a gate at the last look that it has reached: a regression lies wholly beyond its limit, what passes wholly
 * within it. The level of the look is shared by all comparisons and conditions. Before any word on size: what both tell
 * people must be the same, no run may have failed, and the mock server must have kept up. Where the report's guards have failed
 * nothing passes, and a regression lies wholly beyond the margin as well. `trials`: at least one round in which every arm ran.
 */
export function judgeGate(trials: readonly Trial[], gate: Gate): JudgedGate {
  const { against, conditions } = gate
  const result = summarize(trials)
  const voids = voidsOf(trials)
  const rounds = countedRounds(trials, voids)
  const look = lookOf(rounds, voids, result.scenario)
  const which = new Set(look?.which ?? rounds.map(({ fork }) => fork))
  const isTold = ({ phase, fork, void: spoilt }: Trial) =>
    (phase === 'measured' || phase === 'cold') && which.has(fork) && spoilt === undefined
  const told = trials.filter(isTold)
  const comparisons = comparisonsIn(result.scenario, told, against)
  const judged = comparisons.flatMap((comparison) =>
    conditions
      .filter(({ strategy }) => strategy === undefined || strategy === comparison.strategy)
      .map((condition) => ({ comparison, condition })),
  )
  const counted = rounds.filter(({ fork }) => which.has(fork))
  const level = look && look.alpha / judged.length
  const changes = judged.map((one) => ({ ...named(one), ...judge(one, { result, told, rounds: counted, level }) }))
  const isWrongOutput = result.exitCode === EXIT.wrongOutput
  const unmet = conditions.flatMap((condition) => unmetBy(condition, comparisons, against))
  return { ...gate, changes: [...changes, ...unmet], isWrongOutput }
}

/** What was asked for by name and is not there to be compared, as a strategy that is new, is no pass. */
function unmetBy(
  { strategy, metric, limit }: Condition,
  comparisons: readonly Comparison[],
  against: Against,
): JudgedChange[] {
  if (strategy === undefined || comparisons.some((one) => one.strategy === strategy)) return []
  const known = uncomparedWith(against).find((one) => one.strategy === strategy)
  const because = known?.because ?? 'there is nothing to compare it with'
  return [{ strategy, condition: { metric, limit }, outcome: 'cannot judge', because, isOpen: false, seconds: 0 }]
}

interface Judged {
  readonly comparison: Comparison
  readonly condition: Condition
}

interface Raced {
  readonly result: Result
  readonly told: readonly Trial[]
  readonly rounds: readonly Round[]
  /** Of one comparison; undefined before the first look. */
  readonly level: number | undefined
}

function named({
  comparison: { strategy, seconds },
  condition: { metric, limit },
}: Judged): Pick<JudgedChange, 'strategy' | 'condition' | 'seconds'> {
  return { strategy, condition: { metric, limit }, seconds }
}

type Said = Pick<JudgedChange, 'change' | 'outcome' | 'kind' | 'because' | 'moreForks' | 'isOpen'>

function judge({ comparison, condition }: Judged, raced: Raced): Said {
  const { metric, limit } = condition
  const { result, rounds, level } = raced
  const fault = faultOf(comparison, raced)
  if (fault) return { ...fault, isOpen: false }
  if (level === undefined)
    return { outcome: 'cannot judge', because: 'the race was stopped before its first look', isOpen: true }
  const changed = comparison.changeOf(rounds, metric, level)
  if (!changed) return { outcome: 'cannot judge', because: `not every run tells its ${metric}`, isOpen: false }
  const { change } = changed
  const fit = isFit(result)
  const side = sideOf(change, fit ? limit : Math.max(limit, result.scenario.margin))
  if (side === 'beyond') return { change, outcome: 'regression', isOpen: false }
  // No further fork mends a copy that has failed.
  const isOpen = (result.guard.trouble ?? result.planted.trouble) !== 'failed'
  if (!fit) return { change, outcome: 'cannot judge', because: unfitness(result), isOpen }
  if (side === 'open') return { change, outcome: 'cannot judge', ...forecast(changed, limit), isOpen: true }
  return { change, outcome: 'pass', isOpen: false }
}

function faultOf({ arms, ledgerDigest, doubt }: Comparison, { result, told }: Raced): Omit<Said, 'isOpen'> | undefined {
  const sound = told.filter(({ arm, faults }) => arms.includes(arm) && faults.length === 0)
  const digests = new Set(sound.map(({ ledger }) => ledger.digest))
  if (ledgerDigest !== undefined) digests.add(ledgerDigest)
  if (digests.size > 1)
    return { outcome: 'regression', kind: 'wrong output', because: 'it tells people something else than it did' }
  const own = result.arms.filter(({ arm }) => arms.includes(arm))
  const failing = own.find(({ failed }) => failed.trials > 0)
  if (failing) {
    const { arm, failed } = failing
    return {
      outcome: 'cannot judge',
      because: `${failed.trials} of ${failed.of} runs of ${arm} failed: ${failed.reasons[0]}`,
    }
  }
  if (result.mock.bound || own.some(isLate))
    return {
      outcome: 'cannot judge',
      because: 'the mock server could not keep up, as with longer delays or on a quieter machine it might',
    }
  return doubt === undefined ? undefined : { outcome: 'cannot judge', because: doubt }
}

function forecast({ change, changeWith }: Changed, limit: number): Pick<Said, 'because' | 'moreForks'> {
  const moreForks = forksMissing(change.forks, (forks) => sideOf(changeWith(forks), limit) === 'open')
  return {
    because: 'it may be within its limit or beyond it',
    ...(moreForks !== undefined && { moreForks }),
  }
}

/** Which guard has failed, and what may help. */
function unfitness(result: Result): string {
  const { guard, planted } = result
  return `${guard.passed ? `planted arm ${planted.sentence}` : `guard ${guard.sentence}`}; ${remedyFor(result)}`
}
