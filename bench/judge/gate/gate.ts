import type { Problem } from '../../io/problems.ts'
import type { Fault } from '../../io/trial-reasons.ts'
import type { NoOlderCode, Uncompared } from '../../run/local/revisions/old-variants.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Remedy } from '../comparison/judgement.ts'
import type { Breakdown } from './breakdown.ts'
import type { ConditionChecks, UnfitFor } from './checks.ts'
import type { Condition } from './condition.ts'
import type { Change } from './limit.ts'
import type { Metric } from './metric.ts'
import type { Stored } from './stored.ts'

/** What a benchmark is held against: the same code at another revision, or an earlier job, measured along with it, or a result that was kept. */
export type Against =
  | {
      readonly is: 'revision'
      readonly revision: string
      /** The file of an earlier job of the user's own; its revision is the digest of its code. */
      readonly job?: string
      /** Measured now, but not as they were. */
      readonly unknown: readonly Uncompared[]
    }
  | { readonly is: 'stored'; readonly stored: Stored }

/** What a benchmark held against something leaves uncompared; a stored result that lacks a strategy is refused. */
export function uncomparedWith(against: Against): readonly Uncompared[] {
  return against.is === 'revision' ? against.unknown : []
}

/** What must hold for a change to pass. */
export interface Gate {
  readonly against: Against
  readonly conditions: readonly Condition[]
  /** What becomes of a change that measuring could not decide; it fails unless given. */
  readonly onInconclusive?: OnInconclusive
}

export type OnInconclusive = 'fail' | 'pass'

/** Why a change cannot be judged, or is a regression other than by its size. */
export type GateReason =
  | NoOlderCode
  | { readonly code: 'nothing-to-compare' | 'before-first-look' | 'no-whole-iteration' | 'within-or-beyond' }
  | { readonly code: 'other-output' | 'mock-server-late' | 'network-allowed' }
  | { readonly code: 'metric-missing'; readonly metric: Metric }
  | { readonly code: 'baseline-late'; readonly strategy: string }
  | {
      readonly code: 'runs-failed'
      readonly variant: string
      readonly failed: number
      readonly of: number
      readonly example: Fault
    }
  | (UnfitFor & { readonly code: 'unfit'; readonly remedies: readonly GateRemedy[] })
  | { readonly code: 'old-code'; readonly problem: Problem }

/** What may help where a check has failed. */
export type GateRemedy = Exclude<Remedy, 'wider-margin' | 'more-containers'> | 'higher-limit'

/** One condition, judged for one strategy. */
export interface JudgedChange {
  readonly strategy: string
  readonly condition: Pick<Condition, 'metric' | 'limit'>
  /** How many times as much it is now; absent where nothing can be said of it. */
  readonly change?: Change
  readonly outcome: 'pass' | 'regression' | 'cannot-judge'
  readonly kind?: 'output-mismatch'
  readonly reason?: GateReason
  /** About how many more blocks would settle it, where that can be estimated. */
  readonly moreBlocks?: number
  /** Whether more blocks may settle it at all. */
  readonly isOpen: boolean
  /** How long it was measured, both as it was and as it is. */
  readonly seconds: number
}

/** A benchmark judged by a gate. */
export interface JudgedGate extends Gate {
  readonly changes: readonly JudgedChange[]
  /** Of each condition, whichever strategy it is for. */
  readonly checks: readonly ConditionChecks[]
  /** Of each strategy that has become slower, where its older code was measured along; the one that has grown most first. */
  readonly breakdowns: readonly Breakdown[]
  /** How many blocks it was judged by; absent before the first look. */
  readonly blocks?: number
  /** Why an undecided gate did not go on to its last look. */
  readonly endedBy?: EndedBy
  /** Whether strategies of the benchmark itself, compared with what they were or not, did not send the same notifications. */
  readonly isWrongOutput: boolean
  /** How the benchmark ended before its end, where it did. */
  readonly cutShort?: CutShort
}

export type CutShort = 'interrupted' | 'broken-off'

export type EndedBy = 'quick' | 'budget'

/** Whether a benchmark may stop at a look. */
export function isSettled({ changes }: JudgedGate): boolean {
  return changes.every(({ isOpen }) => !isOpen)
}

/** What kept an undecided gate from further looks; undefined where it is decided or was cut short, and at the last look. */
export function endOf(
  judged: JudgedGate,
  { quick, looks }: Pick<Plan, 'quick' | 'looks'>,
  isOverBudget: boolean,
): EndedBy | undefined {
  if (isSettled(judged) || judged.cutShort !== undefined) return undefined
  if (quick) return 'quick'
  return isOverBudget && judged.blocks !== looks.at(-1)!.blocks ? 'budget' : undefined
}

/** A gate to which no benchmark has come: nothing about it can be judged, for one reason. */
export function unjudged(gate: Gate, strategies: readonly string[], reason: GateReason): JudgedGate {
  const changes = strategies.flatMap((strategy) =>
    gate.conditions
      .filter((condition) => condition.strategy === undefined || condition.strategy === strategy)
      .map(({ metric, limit }): JudgedChange => ({
        strategy,
        condition: { metric, limit },
        outcome: 'cannot-judge',
        reason,
        isOpen: true,
        seconds: 0,
      })),
  )
  return { ...gate, changes, checks: [], breakdowns: [], isWrongOutput: false }
}
