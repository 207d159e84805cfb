import type { GateReason, JudgedGate } from './gate.ts'

/** What a gate has come to as a whole. */
export type GateOutcome = 'pass' | 'regression' | 'output-mismatch' | 'cannot-judge'

/** The worst first: one regression is enough, and so is one condition that cannot be judged; nothing to judge is no pass, nor is a benchmark cut short. */
export function outcomeOf({ changes, isWrongOutput, cutShort }: JudgedGate): GateOutcome {
  if (isWrongOutput || changes.some(({ kind }) => kind === 'output-mismatch')) return 'output-mismatch'
  if (changes.some(({ outcome }) => outcome === 'regression')) return 'regression'
  const isOpen =
    cutShort !== undefined || changes.length === 0 || changes.some(({ outcome }) => outcome === 'cannot-judge')
  return isOpen ? 'cannot-judge' : 'pass'
}

/**
 * Whether a gate that cannot judge passes all the same, as by `--on-inconclusive pass`: everything was measured, and nothing but the
 * measurement leaves it open. Not where runs failed, nothing was there to be compared or the benchmark was cut short: no quieter machine would
 * change that.
 */
export function passesInconclusive(judged: JudgedGate): boolean {
  const { onInconclusive, changes, cutShort } = judged
  const isInconclusive =
    outcomeOf(judged) === 'cannot-judge' &&
    cutShort === undefined &&
    changes.length > 0 &&
    changes.every(({ outcome, reason }) => outcome !== 'cannot-judge' || (reason && isOfMeasurement(reason)))
  return onInconclusive === 'pass' && isInconclusive
}

function isOfMeasurement(reason: GateReason): boolean {
  switch (reason.code) {
    case 'within-or-beyond':
    case 'before-first-look':
    case 'mock-server-late':
    case 'baseline-late':
      return true
    case 'unfit':
      return !Object.values<{ readonly code: string }>(reason.check).some(({ code }) => code === 'runs-failed')
    default:
      return false
  }
}
