import { formatCondition } from './condition.ts'
import type { JudgedChange, JudgedGate } from './gate.ts'
import { closingSentence, GATE_EXIT, type GateOutcome, outcomeOf } from './outcome.ts'

/** Raised whenever a field of `gate.json` changes its meaning. */
const GATE_SCHEMA = 1

/** A gate as `gate.json` tells it; changes as ratios of now to then. */
export interface GateRecord {
  readonly schema: typeof GATE_SCHEMA
  readonly against: { readonly revision: string; readonly file?: string }
  readonly conditions: readonly string[]
  readonly outcome: GateOutcome
  readonly exitCode: number
  readonly sentence: string
  readonly changes: readonly Omit<JudgedChange, 'isOpen'>[]
}

export function recordOf(judged: JudgedGate): GateRecord {
  const { against, conditions, changes } = judged
  const outcome = outcomeOf(judged)
  return {
    schema: GATE_SCHEMA,
    against:
      against.is === 'revision'
        ? { revision: against.revision }
        : { revision: against.stored.revision, file: against.stored.name },
    conditions: conditions.map(formatCondition),
    outcome,
    exitCode: GATE_EXIT[outcome],
    sentence: closingSentence(judged),
    changes: changes.map(({ isOpen: _isOpen, ...change }) => change),
  }
}
