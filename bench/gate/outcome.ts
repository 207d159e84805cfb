import { EXIT } from '../exit-code.ts'
import { formatCondition } from './condition.ts'
import { formatChange, formatLimit } from './format.ts'
import type { Against, JudgedChange, JudgedGate } from './gate.ts'

/** What a gate has come to as a whole. */
export type GateOutcome = 'pass' | 'regression' | 'wrong output' | 'cannot judge'

/** The worst first: one regression is enough, and so is one condition that cannot be judged; nothing to judge is no pass. */
export function outcomeOf({ changes, isWrongOutput }: JudgedGate): GateOutcome {
  if (isWrongOutput || changes.some(({ kind }) => kind === 'wrong output')) return 'wrong output'
  if (changes.some(({ outcome }) => outcome === 'regression')) return 'regression'
  const isOpen = changes.length === 0 || changes.some(({ outcome }) => outcome === 'cannot judge')
  return isOpen ? 'cannot judge' : 'pass'
}

export const GATE_EXIT = {
  pass: EXIT.done,
  regression: EXIT.thresholdFailed,
  'wrong output': EXIT.wrongOutput,
  'cannot judge': EXIT.cannotJudge,
} as const satisfies Readonly<Record<GateOutcome, number>>

/** What the race was held against, in a word or two. */
export function nameOf(against: Against): string {
  return against.is === 'revision' ? against.revision : `the baseline ${against.stored.name}`
}

/** The whole of it in one sentence. */
export function closingSentence(judged: JudgedGate): string {
  const { changes } = judged
  const outcome = outcomeOf(judged)
  const held = nameOf(judged.against)
  const worst = changes.filter((one) =>
    outcome === 'wrong output' ? one.kind === 'wrong output' : one.outcome === outcome,
  )
  switch (outcome) {
    case 'pass': {
      const what = changes.length === 1 ? 'the one change' : `all ${changes.length} changes`
      return `The gate passes: ${what} since ${held} ${changes.length === 1 ? 'is' : 'are'} surely within the limits.`
    }
    case 'regression':
      return `The gate FAILS: since ${held}, ${worst.map(describeGrowth).join('; ')}.`
    case 'wrong output':
      return worst.length === 0
        ? 'The gate FAILS: the strategies did not tell people the same.'
        : `The gate FAILS: ${namesOf(worst)} did not tell people the same as ${held}.`
    case 'cannot judge':
      return changes.length === 0
        ? `The gate cannot judge anything: there is nothing to compare with ${held}.`
        : `The gate cannot judge ${describeDoubts(worst)}.`
  }
}

function namesOf(changes: readonly JudgedChange[]): string {
  return [...new Set(changes.map(({ strategy }) => strategy))].join(', ')
}

function describeGrowth({ strategy, condition: { metric, limit }, change }: JudgedChange): string {
  return `the ${metric} of ${strategy} has grown by ${formatChange(change!)}, which is surely more than ${formatLimit(limit)}`
}

function describeDoubts(changes: readonly JudgedChange[]): string {
  const doubtOf = ({ because, moreForks }: JudgedChange) =>
    `${because}${moreForks === undefined ? '' : `, about ${moreForks} more forks would tell`}`
  const groups = [...Map.groupBy(changes, doubtOf)]
  const names = (own: readonly JudgedChange[]) =>
    own.map(({ strategy, condition }) => `"${formatCondition({ ...condition, strategy })}"`).join(', ')
  return groups.map(([doubt, own]) => `${names(own)}: ${doubt}`).join('; ')
}
