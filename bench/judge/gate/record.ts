import { formatCondition } from './condition.ts'
import { type CutShort, type JudgedChange, type JudgedGate, type Uncompared, uncomparedWith } from './gate.ts'
import { closingSentence, exitCodeOf, type GateOutcome, outcomeOf } from './outcome.ts'

/** Raised whenever a field of `gate.json` changes its meaning. */
const GATE_SCHEMA = 1

/** A gate as `gate.json` tells it; changes as ratios of now to then. */
export interface GateRecord {
  readonly schema: typeof GATE_SCHEMA
  readonly against: { readonly revision: string; readonly file?: string }
  readonly conditions: readonly string[]
  readonly outcome: GateOutcome
  /** That of the process. */
  readonly exitCode: number
  readonly sentence: string
  readonly cutShort?: CutShort
  readonly changes: readonly Omit<JudgedChange, 'isOpen'>[]
  readonly uncompared: readonly Uncompared[]
}

export function recordOf(judged: JudgedGate): GateRecord {
  const { against, conditions, changes, cutShort } = judged
  return {
    schema: GATE_SCHEMA,
    against:
      against.is === 'revision'
        ? { revision: against.revision }
        : { revision: against.stored.revision, file: against.stored.name },
    conditions: conditions.map(formatCondition),
    outcome: outcomeOf(judged),
    exitCode: exitCodeOf(judged),
    sentence: closingSentence(judged),
    ...(cutShort !== undefined && { cutShort }),
    changes: changes.map(({ isOpen: _isOpen, ...change }) => change),
    uncompared: uncomparedWith(against),
  }
}
