import type { Breakdown } from '../../judge/gate/breakdown.ts'
import { type ConditionChecks, slowdownFor } from '../../judge/gate/checks.ts'
import { formatCondition } from '../../judge/gate/condition.ts'
import type { Against, JudgedChange, JudgedGate } from '../../judge/gate/gate.ts'
import { type GateOutcome, outcomeOf, passesInconclusive } from '../../judge/gate/outcome.ts'
import { block } from '../block.ts'
import { tableOf } from '../build-table.ts'
import type { Block, Check, ReportDocument, Tone } from '../document.ts'
import { causeOf } from '../sentences/causes.ts'
import { formatChange, formatRange, formatShare } from '../sentences/gate-format.ts'
import { againstText, outcomeText } from '../sentences/gate-outcome.ts'
import { reasonText } from '../sentences/gate-reason.ts'
import { phaseIn } from '../sentences/phase-names.ts'
import { oldName, slowedName } from '../../plan/schedule.ts'
import { UNKNOWN } from '../known-columns.ts'
import { aaCheckText, sensitivityCheckText } from '../messages/controls.ts'
import { formatNumber } from '../messages/formats.ts'
import type { Messages } from '../messages/messages.ts'

/** A gate with the name of its scenario. */
export interface GateJudgement extends JudgedGate {
  readonly scenario: string
}

/** Whether the gate passes, by which conditions, what its measurement rests on, and what has become slower. */
export function gateDocument(judgement: GateJudgement, messages: Messages): ReportDocument {
  const { scenario, against, breakdowns } = judgement
  return {
    kind: 'gate',
    title: messages.gate.title({
      outcome: titleOutcome(judgement, messages),
      scenario,
      against: againstText(against, messages),
    }),
    recommendation: outcomeText(judgement, messages),
    measured: [],
    checks: checksOf(judgement, messages),
    blocks: [
      ...changesBlocks(judgement, messages),
      // What has grown most is what people look for first.
      ...breakdowns.map((one, place) => breakdownBlock(one, judgement, place === 0 ? 'summary' : 'full', messages)),
    ],
    next: [],
  }
}

/** A gate's report, then the checks, charts and tables of its benchmark without the recommendation: a gate does not ask which strategy to use. */
export function withBenchmark(gate: ReportDocument, { measured, checks, blocks }: ReportDocument): ReportDocument {
  return {
    ...gate,
    measured,
    checks: [...gate.checks, ...checks.filter(({ name }) => !gate.checks.some((own) => own.name === name))],
    blocks: [...gate.blocks, ...blocks.map((block): Block => ({ ...withoutMarks(block), detail: 'full' }))],
  }
}

/** A table names what is recommended, too. */
function withoutMarks(block: Block): Block {
  const { body } = block
  if (body.is !== 'table') return block
  return {
    ...block,
    body: { ...body, rows: body.rows.map(({ mark: _mark, isRecommended: _isRecommended, ...row }) => row) },
  }
}

function titleOutcome(judgement: GateJudgement, messages: Messages): string {
  if (passesInconclusive(judgement)) return messages.gate.titlePassedUnjudged
  const titles: Readonly<Record<GateOutcome, string>> = {
    pass: messages.gate.titlePassed,
    regression: messages.gate.titleFailed,
    'output-mismatch': messages.gate.titleFailed,
    'cannot-judge': messages.gate.titleCannotJudge,
  }
  return titles[outcomeOf(judgement)]
}

/** Of so many changes each is shown at first; of more, those that matter most. */
const MAX_SHOWN = 8

function changesBlocks(judgement: GateJudgement, messages: Messages): Block[] {
  const { against, changes } = judgement
  // Where nothing can be judged, the headline has the reasons.
  const reasons =
    outcomeOf(judgement) === 'cannot-judge' ? [] : changes.flatMap((change) => reasonNote(change, messages))
  const notes = [...new Set(reasons), ...againstNotes(against, messages)]
  if (changes.length <= MAX_SHOWN) return [changesBlock({ id: 'changes', title: '' }, changes, notes, messages)]
  const first = changes
    .toSorted((a, b) => SEVERITY[a.outcome] - SEVERITY[b.outcome] || growthOf(b) - growthOf(a))
    .slice(0, MAX_SHOWN)
  const more = messages.gate.moreChanges(changes.length - MAX_SHOWN)
  const all = changesBlock({ id: 'all-changes', title: messages.gate.allChangesTitle }, changes, [], messages)
  return [changesBlock({ id: 'changes', title: '' }, first, [more, ...notes], messages), { ...all, detail: 'full' }]
}

const SEVERITY: Readonly<Record<JudgedChange['outcome'], number>> = { regression: 0, 'cannot-judge': 1, pass: 2 }

function growthOf({ change, condition: { limit } }: JudgedChange): number {
  return (change?.ratio ?? 1) - limit
}

function changesBlock(
  { id, title }: Pick<Block, 'id' | 'title'>,
  changes: readonly JudgedChange[],
  notes: readonly string[],
  messages: Messages,
): Block {
  return block(
    id,
    title,
    tableOf(
      changes,
      [
        { head: '', cellOf: ({ strategy }) => strategy },
        { head: messages.gate.outcomeColumn, cellOf: (one) => outcomeCell(one, messages), isText: true },
        {
          head: messages.gate.changeColumn,
          cellOf: ({ change }) => (change ? formatChange(change, messages) : UNKNOWN),
        },
        { head: messages.gate.conditionColumn, cellOf: ({ condition }) => formatCondition(condition), isText: true },
      ],
      {
        lookOf: ({ outcome }) => ({ tone: TONES[outcome] }),
        notes,
      },
    ),
  )
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

/** Each check that was made, once. */
function checksOf({ checks, conditions }: GateJudgement, messages: Messages): Check[] {
  const slowdown = slowdownFor(conditions)
  const made = checks.flatMap((own): Check[] => [
    {
      tone: own.aaCheck.code === 'passed' ? 'good' : 'bad',
      name: messages.checks.noiseName,
      text: aaText(own, messages),
      detail: 'summary',
    },
    ...(own.sensitivityCheck.code === 'absent'
      ? []
      : [
          {
            tone: own.sensitivityCheck.code === 'found' ? ('good' as const) : ('bad' as const),
            name: messages.checks.sensitivityName,
            text: sensitivityText(own, slowdown, messages),
            detail: 'summary' as const,
          },
        ]),
  ])
  return [...new Map(made.map((check) => [check.text, check])).values()]
}

function aaText({ condition: { metric, limit }, aaCheck }: ConditionChecks, messages: Messages): string {
  if (aaCheck.code !== 'passed' && aaCheck.code !== 'failed') {
    const scenario = { margin: limit, reference: messages.checks.theReference, variants: [] }
    return messages.gate.checkOf(metric, aaCheckText({ aaCheck, scenario }, messages))
  }
  const found = { metric, range: formatRange(aaCheck, messages), limit: formatShare(limit) }
  return aaCheck.code === 'passed' ? messages.gate.aaCheckPassed(found) : messages.gate.aaCheckFailed(found)
}

function sensitivityText(
  { condition: { limit }, sensitivityCheck }: ConditionChecks,
  slowdown: number,
  messages: Messages,
): string {
  const scenario = { margin: limit, reference: messages.checks.theReference, variants: [slowedName(slowdown)] }
  return sensitivityCheckText({ sensitivityCheck, scenario }, messages)
}

/** Where the time of a strategy went before and now, and which part of it has grown. */
function breakdownBlock(
  { strategy, comparison, steps }: Breakdown,
  { against }: GateJudgement,
  detail: Block['detail'],
  messages: Messages,
): Block {
  const before = againstText(against, messages)
  const cause = causeOf({ variant: strategy, comparison }, oldName(strategy, before), messages)
  const counts = Object.entries(steps).map(([step, { before: was, now }]) => ({
    step: phaseIn(step, messages),
    now: now.toFixed(1),
    before: was.toFixed(1),
  }))
  const hasOtherSteps = counts.some((count) => count.now !== count.before)
  return block(
    `breakdown-${strategy}`,
    messages.gate.breakdownTitle(strategy),
    tableOf(
      [...comparison.phases, { ...comparison.total, phase: messages.gate.breakdownTotal }],
      [
        { head: '', cellOf: ({ phase }) => phaseIn(phase, messages) },
        { head: messages.gate.beforeColumn(before), cellOf: ({ referenceMs }) => formatNumber(referenceMs) },
        { head: messages.gate.nowColumn, cellOf: ({ candidateMs }) => formatNumber(candidateMs) },
        { head: messages.gate.differenceColumn, cellOf: (part) => differenceText(part, messages) },
      ],
      {
        lookOf: ({ phase }) => (phase === comparison.cause ? { tone: 'bad' } : {}),
        notes: [
          ...(cause === undefined ? [] : [cause]),
          ...(hasOtherSteps
            ? [messages.gate.stepsNote(messages.beside(counts.map((count) => messages.gate.stepNow(count))))]
            : []),
        ],
      },
    ),
    detail,
  )
}

function differenceText(
  { differenceMs, low, high }: Pick<Breakdown['comparison']['total'], 'differenceMs' | 'low' | 'high'>,
  messages: Messages,
): string {
  const estimate = signed(differenceMs)
  return low === undefined || high === undefined
    ? estimate
    : messages.units.withInterval({ estimate, low: signed(low), high: signed(high) })
}

function signed(ms: number): string {
  return `${ms < 0 ? '-' : '+'}${formatNumber(Math.abs(ms))}`
}
