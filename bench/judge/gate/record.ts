import { formatCondition } from './condition.ts'
import type { Uncompared } from '../../run/local/revisions/old-variants.ts'
import {
  type CutShort,
  type EndedBy,
  type JudgedChange,
  type JudgedGate,
  type OnInconclusive,
  uncomparedWith,
} from './gate.ts'
import { type GateOutcome, outcomeOf } from './outcome.ts'

/** Raised whenever a field of `gate.json` changes its meaning. */
const GATE_SCHEMA = 4

/** A gate as `gate.json` holds it; changes as ratios of now to then. */
export interface GateRecord {
  readonly schema: typeof GATE_SCHEMA
  /** `file`: of a stored result; `job`: of an earlier job, whose revision is the digest of its code. */
  readonly against: { readonly revision: string; readonly file?: string; readonly job?: string }
  readonly conditions: readonly string[]
  readonly onInconclusive: OnInconclusive
  readonly outcome: GateOutcome
  /** That of the process. */
  readonly exitCode: number
  readonly cutShort?: CutShort
  readonly blocks?: number
  readonly endedBy?: EndedBy
  readonly changes: readonly Omit<JudgedChange, 'isOpen'>[]
  readonly checks: JudgedGate['checks']
  readonly breakdowns: JudgedGate['breakdowns']
  readonly uncompared: readonly Uncompared[]
}

export function recordOf(judged: JudgedGate, exitCode: number): GateRecord {
  const {
    against,
    conditions,
    onInconclusive = 'fail',
    changes,
    checks,
    breakdowns,
    cutShort,
    blocks,
    endedBy,
  } = judged
  return {
    schema: GATE_SCHEMA,
    against:
      against.is === 'revision'
        ? { revision: against.revision, ...(against.job !== undefined && { job: against.job }) }
        : { revision: against.stored.revision, file: against.stored.name },
    conditions: conditions.map(formatCondition),
    onInconclusive,
    outcome: outcomeOf(judged),
    exitCode,
    ...(cutShort !== undefined && { cutShort }),
    ...(blocks !== undefined && { blocks }),
    ...(endedBy !== undefined && { endedBy }),
    changes: changes.map(({ isOpen: _isOpen, ...change }) => change),
    checks,
    breakdowns,
    uncompared: uncomparedWith(against),
  }
}
