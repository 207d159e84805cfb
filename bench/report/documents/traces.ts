import type { TracedFunction, TracesJudgement } from '../../judge/traces/traces.ts'
import type { Summary } from '../../statistics/summary.ts'
import { block } from '../block.ts'
import { tableOf } from '../build-table.ts'
import type { Block, ReportDocument } from '../document.ts'
import { formatSummary } from '../format.ts'
import { formatNumber } from '../messages/formats.ts'
import { UNKNOWN } from '../known-columns.ts'
import type { Messages } from '../messages/messages.ts'

/** How long invocations of any functions took, and what below them has which name. */
export function tracesDocument({ by, functionCount, functions }: TracesJudgement, messages: Messages): ReportDocument {
  const isBySpans = by === 'spans'
  const invocations = functions.reduce(
    (sum, { warm, cold, initializedAhead }) => sum + warm.count + cold.count + initializedAhead,
    0,
  )
  return {
    kind: 'traces',
    title: messages.traces.title,
    recommendation: {
      headline: (isBySpans ? messages.traces.headlineSpans : messages.traces.headline)(
        messages.count(invocations, 'invocation'),
        messages.count(functionCount, 'function'),
      ),
      details: [],
    },
    measured: [],
    checks: [],
    blocks: [
      functionsBlock(functions, isBySpans, messages),
      ...functions.flatMap((one, index) => stepsBlock(one, index, isBySpans, messages)),
    ],
    next: [],
  }
}

function functionsBlock(functions: readonly TracedFunction[], isBySpans: boolean, messages: Messages): Block {
  const summary = (one: Summary | undefined) => (one ? formatSummary(one, messages) : UNKNOWN)
  const table = tableOf(
    functions,
    [
      { head: '', cellOf: ({ name }) => name },
      { head: messages.traces.warmColumn, cellOf: ({ warm }) => `${warm.count}` },
      { head: messages.traces.warmMsColumn, cellOf: ({ warm }) => summary(warm.ms) },
      { head: messages.traces.coldColumn, cellOf: ({ cold }) => `${cold.count}` },
      { head: messages.traces.coldMsColumn, cellOf: ({ cold }) => summary(cold.ms) },
      { head: messages.traces.initMsColumn, cellOf: ({ initMs }) => summary(initMs) },
      { head: messages.traces.failedColumn, cellOf: ({ failed }) => `${failed}` },
    ],
    {
      notes: [
        isBySpans ? messages.traces.functionsNoteSpans : messages.traces.functionsNote,
        ...functions.flatMap(({ name, initializedAhead }) =>
          initializedAhead > 0
            ? [
                (isBySpans ? messages.traces.initializedAheadNoteSpans : messages.traces.initializedAheadNote)(
                  name,
                  initializedAhead,
                ),
              ]
            : [],
        ),
      ],
    },
  )
  return block('functions', isBySpans ? messages.traces.functionsTitleSpans : messages.traces.functionsTitle, table)
}

function stepsBlock({ name, steps }: TracedFunction, index: number, isBySpans: boolean, messages: Messages): Block[] {
  if (steps.length === 0) return []
  const table = tableOf(
    steps,
    [
      { head: '', cellOf: (step) => step.name },
      { head: messages.traces.invocationsColumn, cellOf: ({ invocations }) => `${invocations}` },
      { head: messages.traces.inEachColumn, cellOf: ({ count }) => formatNumber(count) },
      { head: messages.traces.medianMsColumn, cellOf: ({ p50Ms }) => formatNumber(p50Ms) },
      { head: messages.traces.longestMsColumn, cellOf: ({ maxMs }) => formatNumber(maxMs) },
      { head: messages.traces.sumMsColumn, cellOf: ({ sumMs }) => formatNumber(sumMs) },
      { head: messages.traces.failedColumn, cellOf: ({ failed }) => `${failed}` },
    ],
    { notes: [messages.traces.stepsNote] },
  )
  return [
    block(
      `steps-${index + 1}`,
      (isBySpans ? messages.traces.stepsTitleSpans : messages.traces.stepsTitle)(name),
      table,
    ),
  ]
}
