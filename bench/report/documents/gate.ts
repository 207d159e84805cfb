import type { Against, JudgedChange, JudgedGate } from '../../judge/gate/gate.ts'
import { outcomeOf } from '../../judge/gate/outcome.ts'
import { block } from '../block.ts'
import { tableOf } from '../build-table.ts'
import type { ReportDocument, Tone } from '../document.ts'
import { formatChange, formatLimit } from '../sentences/gate-format.ts'
import { againstText, outcomeText } from '../sentences/gate-outcome.ts'
import { reasonText } from '../sentences/gate-reason.ts'
import { UNKNOWN } from '../known-columns.ts'
import type { Messages } from '../messages/messages.ts'

/** A gate with the name of its scenario. */
export interface GateJudgement extends JudgedGate {
  readonly scenario: string
}

/** What has changed since a baseline, and whether the gate passes. */
export function gateDocument(judgement: GateJudgement, messages: Messages): ReportDocument {
  const { scenario, against, changes } = judgement
  // Where nothing can be judged, the headline has the reasons.
  const reasons =
    outcomeOf(judgement) === 'cannot-judge' ? [] : changes.flatMap((change) => reasonNote(change, messages))
  return {
    kind: 'gate',
    title: messages.gate.title(againstText(against, messages), scenario),
    recommendation: outcomeText(judgement, messages),
    measured: [],
    checks: [],
    blocks: [
      block(
        'changes',
        '',
        tableOf(
          changes,
          [
            { head: '', cellOf: ({ strategy }) => strategy },
            { head: messages.gate.metricColumn, cellOf: ({ condition }) => condition.metric, isText: true },
            {
              head: messages.gate.changeColumn,
              cellOf: ({ change }) => (change ? formatChange(change, messages) : UNKNOWN),
            },
            { head: messages.gate.limitColumn, cellOf: ({ condition }) => formatLimit(condition.limit) },
            { head: messages.gate.outcomeColumn, cellOf: (one) => outcomeCell(one, messages), isText: true },
          ],
          {
            lookOf: ({ outcome }) => ({ tone: TONES[outcome] }),
            notes: [...new Set(reasons), ...againstNotes(against, messages)],
          },
        ),
      ),
    ],
    next: [],
  }
}

const TONES: Readonly<Record<JudgedChange['outcome'], Tone>> = {
  pass: 'good',
  regression: 'bad',
  'cannot-judge': 'plain',
}

function outcomeCell({ outcome, kind }: JudgedChange, messages: Messages): string {
  const texts: Readonly<Record<JudgedChange['outcome'], string>> = {
    pass: messages.gate.outcomePass,
    regression: messages.gate.outcomeRegression,
    'cannot-judge': messages.gate.outcomeCannotJudge,
  }
  return kind === 'output-mismatch' ? messages.gate.outcomeOutputMismatch : texts[outcome]
}

function reasonNote(
  { strategy, condition: { metric }, reason, moreBlocks }: JudgedChange,
  messages: Messages,
): string[] {
  if (reason === undefined) return []
  const named = { strategy, metric, reason: reasonText(reason, messages) }
  return [
    moreBlocks === undefined
      ? messages.gate.changeNote(named)
      : messages.gate.changeNoteMoreBlocks({ ...named, blocks: messages.count(moreBlocks, 'more process') }),
  ]
}

function againstNotes(against: Against, messages: Messages): string[] {
  if (against.is === 'revision')
    return against.unknown.map(({ strategy, reason }) =>
      messages.gate.uncomparedNote(strategy, reasonText(reason, messages)),
    )
  const { reference, revision } = against.stored
  // A plus is of a checkout with changes, which nobody can go back to.
  const ref = revision === 'unknown' ? 'REV' : revision.replace('+', '')
  return [messages.gate.storedNote({ revision, reference, ref })]
}
