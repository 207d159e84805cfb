import type { SweepResult } from '../../judge/sweep/judgement.ts'
import type { Axis } from '../../scenario/axes.ts'
import { formatValue, labelOf } from '../../scenario/cell-labels.ts'
import { textTable } from '../build-table.ts'
import type { Block, ReportDocument, Table } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { methodOf } from '../tables/environment.ts'
import { decisionMap } from '../charts/decision-map.ts'
import { sweepLines } from '../charts/sweep-lines.ts'
import { sweepRecommendation } from '../sentences/sweep-advice.ts'
import { bestTable, cellsTable, cellsTitle, crossoverNotes } from '../tables/cells.ts'
import { measuredParts, sweepChecks } from '../sentences/sweep.ts'
import { block } from '../block.ts'

/** The report on a sweep: what to use where, and where that changes. */
export function sweepDocument(result: SweepResult, messages: Messages): ReportDocument {
  const { name, axes, beganAt } = result
  const map = decisionMap(result, messages)
  const chart = map ?? sweepLines(result, messages)
  const full = (id: string, title: string, body: Block['body']) => block(id, title, body, 'full')
  return {
    kind: 'sweep',
    title: messages.sweep.title(name, axesText(axes, messages)),
    recommendation: sweepRecommendation(result, messages),
    measured: measuredParts(result, messages),
    ...(beganAt !== undefined && { measuredAt: messages.instant(beganAt) }),
    checks: sweepChecks(result, messages),
    blocks: [
      ...(map ? [] : [block('best', '', bestTable(result, messages))]),
      ...(chart ? [chart] : []),
      ...crossoverBlocks(result, messages),
      ...(chart ? [] : [full('cells', cellsTitle(result, messages), cellsTable(result, messages))]),
      full('method', messages.page.methodTitle, {
        is: 'notes',
        notes: [messages.page.methodSweep, ...methodOf({ target: 'local' }, messages)],
      }),
      full('environment', messages.page.environmentTableLabel, environmentTable(result, messages)),
    ],
    next: [],
  }
}

/** First those that change what to use. */
function crossoverBlocks(result: SweepResult, messages: Messages): Block[] {
  const { main, more } = crossoverNotes(result, messages)
  return [
    ...(main.length > 0
      ? [block('crossovers', messages.sweep.crossoversTitle, { is: 'notes', notes: main }, 'full')]
      : []),
    ...(more.length > 0
      ? [block('more-crossovers', messages.sweep.crossoversTitle, { is: 'notes', notes: more }, 'full')]
      : []),
  ]
}

function environmentTable({ environments, beganAt }: SweepResult, messages: Messages): Table {
  const { page } = messages
  return textTable([
    [page.targetLabel, page.targetLocal],
    ...(beganAt === undefined ? [] : [[page.measuredAtLabel, messages.instant(beganAt)]]),
    ...environments.map((environment) => [page.machineLabel, messages.sweep.environment(environment)]),
  ])
}

/** The axes with their values, such as `items.count (1, 3, 10)`. */
function axesText(axes: readonly Axis[], { units, beside }: Messages): string {
  return axes.map(({ path, values }) => units.withDetail(labelOf(path), beside(values.map(formatValue)))).join(' × ')
}
