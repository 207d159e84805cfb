import type { GateCase } from '../../export/junit.ts'
import type { Condition } from './condition.ts'
import type { Change } from './limit.ts'
import type { Stored } from './stored.ts'

/** What a race is held against: the same code at another revision, raced along with it, or a result that was kept. */
export type Against =
  | {
      readonly is: 'revision'
      readonly revision: string
      /** Raced now, but not as they were. */
      readonly unknown: readonly Uncompared[]
    }
  | { readonly is: 'stored'; readonly stored: Stored }

/** A strategy of which no change can be told. */
export interface Uncompared {
  readonly strategy: string
  readonly because: string
}

/** What a race held against something leaves uncompared; a stored result that lacks a strategy is refused. */
export function uncomparedWith(against: Against): readonly Uncompared[] {
  return against.is === 'revision' ? against.unknown : []
}

/** What must hold for a change to pass. */
export interface Gate {
  readonly against: Against
  readonly conditions: readonly Condition[]
}

/** One condition, judged for one strategy. */
export interface JudgedChange {
  readonly strategy: string
  readonly condition: Pick<Condition, 'metric' | 'limit'>
  /** How many times as much it is now; absent where nothing can be said of it. */
  readonly change?: Change
  readonly outcome: GateCase['outcome']
  readonly kind?: 'wrong output'
  /** Why it cannot be judged, or is a regression other than by its change. */
  readonly because?: string
  /** About how many more blocks would settle it, where that can be told. */
  readonly moreBlocks?: number
  /** Whether more blocks may settle it at all. */
  readonly isOpen: boolean
  /** How long it was measured, both as it was and as it is. */
  readonly seconds: number
}

/** A race judged by a gate. */
export interface JudgedGate extends Gate {
  readonly changes: readonly JudgedChange[]
  /** Whether strategies of the race itself, compared with what they were or not, did not tell people the same. */
  readonly isWrongOutput: boolean
  /** How the race ended before its end, where it did. */
  readonly cutShort?: CutShort
}

export type CutShort = 'interrupted' | 'broken off'

/** Whether a race may stop at a look. */
export function isSettled({ changes }: JudgedGate): boolean {
  return changes.every(({ isOpen }) => !isOpen)
}

/** A gate to which no race has come: nothing about it can be judged, for one reason. */
export function unjudged(gate: Gate, strategies: readonly string[], because: string): JudgedGate {
  const changes = strategies.flatMap((strategy) =>
    gate.conditions
      .filter((condition) => condition.strategy === undefined || condition.strategy === strategy)
      .map(({ metric, limit }): JudgedChange => ({
        strategy,
        condition: { metric, limit },
        outcome: 'cannot judge',
        because,
        isOpen: true,
        seconds: 0,
      })),
  )
  return { ...gate, changes, isWrongOutput: false }
}
