import { EXIT } from '../exit-code.ts'
import { MOST_HELD_OVER_DRAWN } from '../report/final-verdict.ts'
import { isFit } from '../report/guards.ts'
import type { Result } from '../report/result.ts'
import { countedRounds, lookOf, type Round, voidsOf } from '../report/rounds.ts'
import { summarize } from '../report/summarize.ts'
import type { Trial } from '../trial.ts'
import { type Changed, type Comparison, comparisonsIn } from './comparison.ts'
import type { Condition } from './condition.ts'
import type { Gate, JudgedChange, JudgedGate } from './gate.ts'
import { forksMissing, sideOf } from './limit.ts'

/**
 * Judges a race by a gate at the last look that it has reached: a regression lies wholly beyond its limit, what passes wholly
 * within it. The level of the look is shared by all comparisons and conditions. Before any word on size: what both tell
 * people must be the same, no run may have failed, and the mock server must have kept up. Nothing passes where the report's guards
 * have failed. `trials`: at least one round in which every arm ran.
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
  return { ...gate, changes: [...changes, ...conditions.flatMap((one) => unmet(one, comparisons))], isWrongOutput }
}

/** What was asked for by name and is not there to be compared, as a strategy that is new, is no pass. */
function unmet({ strategy, metric, limit }: Condition, comparisons: readonly Comparison[]): JudgedChange[] {
  if (strategy === undefined || comparisons.some((one) => one.strategy === strategy)) return []
  const because = 'there is nothing to compare it with'
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
  const side = sideOf(change, limit)
  if (side === 'beyond') return { change, outcome: 'regression', isOpen: false }
  if (side === 'open') return { change, outcome: 'cannot judge', ...forecast(changed, limit), isOpen: true }
  if (isFit(result)) return { change, outcome: 'pass', isOpen: false }
  return { change, outcome: 'cannot judge', because: unfitness(result), isOpen: true }
}

function faultOf({ arms, ledgerDigest }: Comparison, { result, told }: Raced): Omit<Said, 'isOpen'> | undefined {
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
  const isLate = own.some(({ heldOverDrawn = 1 }) => heldOverDrawn > MOST_HELD_OVER_DRAWN)
  return result.mock.bound || isLate
    ? {
        outcome: 'cannot judge',
        because: 'the mock server could not keep up, as with longer delays or on a quieter machine it might',
      }
    : undefined
}

function forecast({ change, fixedReach }: Changed, limit: number): Pick<Said, 'because' | 'moreForks'> {
  const moreForks = forksMissing(change, limit, fixedReach)
  return {
    because: 'it may be within its limit or beyond it',
    ...(moreForks !== undefined && { moreForks }),
  }
}

function unfitness({ guard, planted }: Result): string {
  return guard.passed ? `planted arm ${planted.sentence}` : `guard ${guard.sentence}`
}
