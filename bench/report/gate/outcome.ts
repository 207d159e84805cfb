import { faultText, oldCodeText } from '../trial-reasons.ts'
import { formatCondition } from '../../judge/gate/condition.ts'
import {
  type Against,
  type CutShort,
  type GateReason,
  type JudgedChange,
  type JudgedGate,
  uncomparedWith,
} from '../../judge/gate/gate.ts'
import { outcomeOf } from '../../judge/gate/outcome.ts'
import { aaCheckText, sensitivityCheckText } from '../controls.ts'
import { counted } from '../counted.ts'
import { remediesText } from '../recommendation.ts'
import { formatChange, formatLimit } from './format.ts'

/** What the race was held against, in a word or two. */
export function nameOf(against: Against): string {
  return against.is === 'revision' ? against.revision : `the baseline ${against.stored.name}`
}

const CUT_SHORT = {
  interrupted: 'it was interrupted',
  'broken-off': 'it broke off',
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
    outcome === 'output-mismatch' ? one.kind === 'output-mismatch' : one.outcome === outcome,
  )
  switch (outcome) {
    case 'pass':
      return `The gate passes: ${describeAll(changes, held)}.${describeCompared(judged)}`
    case 'regression':
      return `The gate FAILS: since ${held}, ${worst.map(describeGrowth).join('; ')}.`
    case 'output-mismatch':
      return worst.length === 0
        ? 'The gate FAILS: the strategies did not tell people the same.'
        : `The gate FAILS: ${namesOf(worst)} did not tell people the same as ${held}.`
    case 'cannot-judge':
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
  const reasons = uncomparedWith(against).map(({ strategy, reason }) => `${strategy} (${reasonText(reason)})`)
  return reasons.length === 0 ? '' : ` Not compared: ${reasons.join(', ')}.`
}

function namesOf(changes: readonly JudgedChange[]): string {
  return [...new Set(changes.map(({ strategy }) => strategy))].join(', ')
}

function describeGrowth({ strategy, condition: { metric, limit }, change }: JudgedChange): string {
  return `the ${metric} of ${strategy} has grown by ${formatChange(change!)}, which is surely more than ${formatLimit(limit)}`
}

function describeDoubts(changes: readonly JudgedChange[]): string {
  const doubtOf = ({ reason, moreBlocks }: JudgedChange) =>
    `${reasonText(reason!)}${moreBlocks === undefined ? '' : `, about ${counted(moreBlocks, 'more fork')} would tell`}`
  const groups = [...Map.groupBy(changes, doubtOf)]
  const names = (own: readonly JudgedChange[]) =>
    own.map(({ strategy, condition }) => `"${formatCondition({ ...condition, strategy })}"`).join(', ')
  return groups.map(([doubt, own]) => `${names(own)}: ${doubt}`).join('; ')
}

/** Why a change cannot be judged, or is a regression other than by its size, as a clause. */
export function reasonText(reason: GateReason): string {
  switch (reason.code) {
    case 'own-strategy':
      return 'a --strategy-file is not raced at another revision'
    case 'not-in-revision':
      return `${reason.revision} does not have it`
    case 'nothing-to-compare':
      return 'there is nothing to compare it with'
    case 'before-first-look':
      return 'the race was stopped before its first look'
    case 'no-whole-iteration':
      return 'no round was finished'
    case 'within-or-beyond':
      return 'it may be within its limit or beyond it'
    case 'other-output':
      return 'it tells people something else than it did'
    case 'mock-server-late':
      return 'the mock server could not keep up, as with longer delays or on a quieter machine it might'
    case 'metric-missing':
      return `not every run tells its ${reason.metric}`
    case 'baseline-late':
      return `the mock server could not keep up with ${reason.strategy} in the baseline, which is to be measured again, with longer delays or on a quieter machine`
    case 'runs-failed':
      return `${reason.failed} of ${reason.of} runs of ${reason.variant} failed: ${faultText(reason.example)}`
    case 'unfit': {
      const scenario = { margin: reason.margin }
      const check =
        'aaCheck' in reason.check
          ? `guard ${aaCheckText({ ...reason.check, scenario })}`
          : `planted arm ${sensitivityCheckText({ ...reason.check, scenario })}`
      return `${check}; ${remediesText(reason.remedies)}`
    }
    case 'old-code':
      return oldCodeText(reason.problem)
  }
}
