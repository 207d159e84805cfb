import type { JudgedGate } from './gate.ts'

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
