import { counted } from '../counted.ts'
import type { Section } from '../section.ts'
import { formatChange, formatLimit } from './format.ts'
import type { Against, JudgedChange, JudgedGate } from '../../judge/gate/gate.ts'
import { outcomeOf } from '../../judge/gate/outcome.ts'
import { nameOf, reasonText } from './outcome.ts'

/** A gate as a table, with what must be known to read it beside its closing sentence. */
export function gateSection(judged: JudgedGate): Section {
  const { changes, against } = judged
  // Where nothing can be judged, that sentence tells why.
  const reasons = outcomeOf(judged) === 'cannot-judge' ? [] : changes.flatMap((one) => noteOn(one) ?? [])
  return {
    title: `Gate: changes since ${nameOf(against)}`,
    head: ['', 'metric', 'change', 'limit', 'outcome'],
    rows: changes.map((one) => {
      const { strategy, condition, change } = one
      return [
        strategy,
        condition.metric,
        change ? formatChange(change) : '–',
        formatLimit(condition.limit),
        wordOf(one),
      ]
    }),
    isNumeric: true,
    notes: [...new Set(reasons), ...notesOn(against)],
  }
}

function wordOf({ outcome, kind }: JudgedChange): string {
  if (kind === 'output-mismatch') return 'WRONG OUTPUT'
  return { pass: 'pass', regression: 'REGRESSION', 'cannot-judge': 'cannot judge' }[outcome]
}

function noteOn({ strategy, condition: { metric }, reason, moreBlocks }: JudgedChange): string | undefined {
  if (reason === undefined) return undefined
  const more = moreBlocks === undefined ? '' : `; about ${counted(moreBlocks, 'more fork')} would tell`
  return `${strategy}, ${metric}: ${reasonText(reason)}${more}.`
}

function notesOn(against: Against): string[] {
  if (against.is === 'revision')
    return against.unknown.map(({ strategy, reason }) => `${strategy} is not compared: ${reasonText(reason)}.`)
  const { reference, revision } = against.stored
  // A plus is of a checkout with changes, which nobody can go back to.
  const ref = revision === 'unknown' ? 'REV' : revision.replace('+', '')
  return [
    `Compared with the baseline, which is of revision ${revision}, are only the ratios to ${reference}: what has become slower together with ${reference}, as by a change common to all strategies, cannot be seen. --baseline-ref ${ref} can.`,
  ]
}
