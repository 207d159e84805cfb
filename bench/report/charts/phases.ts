import type { Block, Chart, Table } from '../document.ts'
import { block, chartBlock } from '../block.ts'
import type { Messages } from '../messages/messages.ts'
import { formatNumber } from '../messages/formats.ts'
import { timeBreakdownTable } from '../tables/costs.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { phaseIn } from '../sentences/phase-names.ts'
import type { Result, TracingResult } from '../../judge/comparison/judgement.ts'
import { phaseNamesOf, phasesTable } from '../tables/invocations.ts'
import { PARTS } from '../../judge/comparison/time-breakdowns.ts'
import type { Series } from '../drawing.ts'
import type { Colour } from '../palette.ts'

interface Bar {
  readonly variant: string
  readonly totalMs: number
  /** One for each part, in their order. */
  readonly lengthsMs: readonly number[]
}

/** What each variant's time consists of, which shows where the difference between two comes from: by its own timestamps, and by X-Ray. */
export function phases(result: Result, messages: Messages): Block[] {
  const { timeBreakdowns, tracing } = result
  const parts = Object.keys(PARTS) as (keyof typeof PARTS)[]
  return [
    ...(timeBreakdowns.length === 0
      ? []
      : [
          chartOf(
            {
              id: 'phases',
              title: messages.causes.timeBreakdownTitle,
              description: messages.charts.phasesDescription,
            },
            parts.map((part) => ({ name: phaseIn(PARTS[part], messages), colour: COLOURS[PARTS[part]]! })),
            timeBreakdowns.map((row) => ({ ...row, lengthsMs: parts.map((part) => row[part]) })),
            timeBreakdownTable(result, messages),
            messages,
          ),
        ]),
    ...(tracing ? [traceBlock(withoutCopies(tracing, result), result, messages)] : []),
  ]
}

/** Leaves out the copies of the reference: they run the same code, and the checks compare them. */
function withoutCopies(tracing: TracingResult, { variants }: Result): TracingResult {
  const copies = new Set(variants.flatMap(({ role, variant }) => (isSelectable(role) ? [] : variant)))
  return { ...tracing, phases: tracing.phases.filter(({ variant }) => !copies.has(variant)) }
}

/** Without a whole trace there is nothing to draw, but why there is none is said. */
function traceBlock(tracing: TracingResult, result: Result, messages: Messages): Block {
  const id = 'traces'
  const title = tracing.by === 'spans' ? messages.lambda.timeBreakdownTitleSpans : messages.lambda.timeBreakdownTitle
  const table = phasesTable(tracing, result, messages)
  if (tracing.phases.length === 0) return block(id, title, table)
  const names = phaseNamesOf(tracing)
  return chartOf(
    { id, title, description: messages.charts.tracePhasesDescription },
    names.map((name, index) => ({
      name: phaseIn(name, messages),
      colour: COLOURS[name] ?? OTHERS[index % OTHERS.length]!,
    })),
    tracing.phases.map((row) => ({ ...row, lengthsMs: names.map((name) => Math.max(0, row.phasesMs[name] ?? 0)) })),
    table,
    messages,
  )
}

const COLOURS: Readonly<Record<string, Colour>> = {
  waiting: 'waiting',
  CPU: 'cpu',
  queueing: 'queueing',
  'start-up': 'start-up',
  fetch: 'fetch',
  check: 'check',
  notify: 'notify',
  service: 'muted',
  init: 'check',
  handler: 'start-up',
  run: 'fetch',
  around: 'queueing',
  between: 'waiting',
  overhead: 'ink',
  extensions: 'queueing',
}

/** Subsegments are called as anybody likes; no hue of a strategy is theirs. */
const OTHERS = ['fetch', 'check', 'notify', 'start-up'] as const

function chartOf(
  { id, title, description }: Pick<Block, 'id' | 'title'> & Pick<Chart, 'description'>,
  parts: readonly Series[],
  bars: readonly Bar[],
  table: Table,
  messages: Messages,
): Block {
  return chartBlock({
    id,
    title,
    detail: 'summary',
    description,
    drawing: {
      chart: 'stacked-bars',
      parts,
      rows: bars.map(({ variant, lengthsMs, totalMs }) => ({
        name: variant,
        lengths: lengthsMs,
        total: totalMs,
        label: formatNumber(totalMs),
      })),
      xLabel: messages.charts.phasesTimeAxis,
    },
    keys: parts.map(({ name, colour }) => ({ label: name, colour, mark: 'area' })),
    table,
  })
}
