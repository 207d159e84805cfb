import { EXIT } from '../../cli/exit-code.ts'
import { counted } from '../../report/counted.ts'
import { formatCondition } from './condition.ts'
import { formatChange, formatLimit } from '../../report/gate/format.ts'
import { type Against, type CutShort, type JudgedChange, type JudgedGate, uncomparedWith } from './gate.ts'

/** What a gate has come to as a whole. */
export type GateOutcome = 'pass' | 'regression' | 'wrong output' | 'cannot judge'

/** The worst first: one regression is enough, and so is one condition that cannot be judged; nothing to judge is no pass, nor is a race cut short. */
export function outcomeOf({ changes, isWrongOutput, cutShort }: JudgedGate): GateOutcome {
  if (isWrongOutput || changes.some(({ kind }) => kind === 'wrong output')) return 'wrong output'
  if (changes.some(({ outcome }) => outcome === 'regression')) return 'regression'
  const isOpen =
    cutShort !== undefined || changes.length === 0 || changes.some(({ outcome }) => outcome === 'cannot judge')
  return isOpen ? 'cannot judge' : 'pass'
}

const GATE_EXIT = {
  pass: EXIT.done,
  regression: EXIT.thresholdFailed,
  'wrong output': EXIT.wrongOutput,
  'cannot judge': EXIT.cannotJudge,
} as const satisfies Readonly<Record<GateOutcome, number>>

/** The exit code of the command: whoever has interrupted it is told that, and no more. */
export function exitCodeOf(judged: JudgedGate): number {
  return judged.cutShort === 'interrupted' ? EXIT.interrupted : GATE_EXIT[outcomeOf(judged)]
}

/** What the race was held against, in a word or two. */
export function nameOf(against: Against): string {
  return against.is === 'revision' ? against.revision : `the baseline ${against.stored.name}`
}

const CUT_SHORT = {
  interrupted: 'it was interrupted',
  'broken off': 'it broke off',
} as const satisfies Readonly<Record<CutShort, string>>

/** The whole of it in one sentence, and another one where something was left out. */
export function closingSentence(judged: JudgedGate): string {
  const { cutShort } = judged
  return sentenceOn(judged) + (cutShort === undefined ? '' : ` The race was cut short: ${CUT_SHORT[cutShort]}.`)
}

function sentenceOn(judged: JudgedGate): string {
  const { changes, against } = judged
  const outcome = outcomeOf(judged)
  const held = nameOf(against)
  const worst = changes.filter((one) =>
    outcome === 'wrong output' ? one.kind === 'wrong output' : one.outcome === outcome,
  )
  switch (outcome) {
    case 'pass':
      return `The gate passes: ${describeAll(changes, held)}.${describeCompared(judged)}`
    case 'regression':
      return `The gate FAILS: since ${held}, ${worst.map(describeGrowth).join('; ')}.`
    case 'wrong output':
      return worst.length === 0
        ? 'The gate FAILS: the strategies did not tell people the same.'
        : `The gate FAILS: ${namesOf(worst)} did not tell people the same as ${held}.`
    case 'cannot judge':
      if (changes.length === 0)
        return `The gate cannot judge anything: there is nothing to compare with ${held}.${describeUncompared(against)}`
      return worst.length === 0
        ? `The gate cannot judge a race that did not end, though ${describeAll(changes, held)} so far.`
        : `The gate cannot judge ${describeDoubts(worst)}.`
  }
}

function describeAll({ length }: readonly JudgedChange[], held: string): string {
  return length === 1
    ? `the one change since ${held} is surely within the limits`
    : `all ${length} changes since ${held} are surely within the limits`
}

/** Where not everything is: who is compared, and who is not. */
function describeCompared({ changes, against }: JudgedGate): string {
  const rest = describeUncompared(against)
  const count = new Set(changes.map(({ strategy }) => strategy)).size
  return rest && ` Compared: ${count} ${count === 1 ? 'strategy' : 'strategies'} (${namesOf(changes)}).${rest}`
}

function describeUncompared(against: Against): string {
  const reasons = uncomparedWith(against).map(({ strategy, because }) => `${strategy} (${because})`)
  return reasons.length === 0 ? '' : ` Not compared: ${reasons.join(', ')}.`
}

function namesOf(changes: readonly JudgedChange[]): string {
  return [...new Set(changes.map(({ strategy }) => strategy))].join(', ')
}

function describeGrowth({ strategy, condition: { metric, limit }, change }: JudgedChange): string {
  return `the ${metric} of ${strategy} has grown by ${formatChange(change!)}, which is surely more than ${formatLimit(limit)}`
}

function describeDoubts(changes: readonly JudgedChange[]): string {
  const doubtOf = ({ because, moreBlocks }: JudgedChange) =>
    `${because}${moreBlocks === undefined ? '' : `, about ${counted(moreBlocks, 'more fork')} would tell`}`
  const groups = [...Map.groupBy(changes, doubtOf)]
  const names = (own: readonly JudgedChange[]) =>
    own.map(({ strategy, condition }) => `"${formatCondition({ ...condition, strategy })}"`).join(', ')
  return groups.map(([doubt, own]) => `${names(own)}: ${doubt}`).join('; ')
}
