import type { TracedFunction, TracesJudgement } from '../../judge/traces/traces.ts'
import type { Summary } from '../../statistics/summary.ts'
import type { Block, ReportDocument } from '../document.ts'
import { formatNumber, formatSummary } from '../format.ts'
import { UNKNOWN } from '../known-columns.ts'
import type { Messages } from '../messages/messages.ts'

/** How long invocations of any functions took, and what below them has which name. */
export function tracesDocument({ functions }: TracesJudgement, messages: Messages): ReportDocument {
  const invocations = functions.reduce((sum, { warm, cold }) => sum + warm.count + cold.count, 0)
  const summary = (one: Summary | undefined) => (one ? formatSummary(one, messages) : UNKNOWN)
  return {
    kind: 'traces',
    title: messages.traces.title,
    recommendation: {
      headline: messages.traces.headline(
        messages.count(invocations, 'invocation'),
        messages.count(functions.length, 'function'),
      ),
      details: [],
    },
    measured: [],
    badges: [],
    blocks: [
      {
        id: 'functions',
        title: messages.traces.functionsTitle,
        detail: 'summary',
        body: {
          is: 'table',
          columns: [
            { head: '', isNumeric: false },
            { head: messages.traces.warmColumn, isNumeric: true },
            { head: messages.traces.warmMsColumn, isNumeric: true },
            { head: messages.traces.coldColumn, isNumeric: true },
            { head: messages.traces.coldMsColumn, isNumeric: true },
            { head: messages.traces.initMsColumn, isNumeric: true },
            { head: messages.traces.failedColumn, isNumeric: true },
          ],
          rows: functions.map(({ name, warm, cold, initMs, failed }) => ({
            cells: [
              name,
              `${warm.count}`,
              summary(warm.ms),
              `${cold.count}`,
              summary(cold.ms),
              summary(initMs),
              `${failed}`,
            ],
          })),
          notes: [messages.traces.functionsNote],
        },
      },
      ...functions.flatMap((one, index) => stepsBlock(one, index, messages)),
    ],
    next: [],
  }
}

function stepsBlock({ name, steps }: TracedFunction, index: number, messages: Messages): Block[] {
  if (steps.length === 0) return []
  return [
    {
      id: `steps-${index + 1}`,
      title: messages.traces.stepsTitle(name),
      detail: 'summary',
      body: {
        is: 'table',
        columns: [
          { head: '', isNumeric: false },
          { head: messages.traces.invocationsColumn, isNumeric: true },
          { head: messages.traces.inEachColumn, isNumeric: true },
          { head: messages.traces.medianMsColumn, isNumeric: true },
          { head: messages.traces.longestMsColumn, isNumeric: true },
          { head: messages.traces.sumMsColumn, isNumeric: true },
          { head: messages.traces.failedColumn, isNumeric: true },
        ],
        rows: steps.map((step) => ({
          cells: [
            step.name,
            `${step.invocations}`,
            ...[step.count, step.p50Ms, step.maxMs, step.sumMs].map(formatNumber),
            `${step.failed}`,
          ],
        })),
        notes: [messages.traces.stepsNote],
      },
    },
  ]
}
