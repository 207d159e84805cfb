import type { SweepResult } from '../../judge/sweep/judgement.ts'
import { formatAxes } from '../../scenario/cell-labels.ts'
import { textTable } from '../build-table.ts'
import type { Badge, Block, ReportDocument, Table } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { methodOf } from '../tables/environment.ts'
import { decisionMap } from '../charts/decision-map.ts'
import { sweepLines } from '../charts/sweep-lines.ts'
import { sweepRecommendation } from '../sentences/sweep-advice.ts'
import { cellsTable, cellsTitle, crossoverNotes } from '../tables/cells.ts'
import { measuredSentence, sweepChecks, sweepNotes } from '../sentences/sweep.ts'
import { block } from '../block.ts'

/** The report on a sweep: what to use where, and where that changes. */
export function sweepDocument(result: SweepResult, messages: Messages): ReportDocument {
  const { name, axes, beganAt } = result
  return {
    kind: 'sweep',
    title: messages.sweep.title(name, formatAxes(axes)),
    recommendation: sweepRecommendation(result, messages),
    measured: [measuredSentence(result, messages), ...(beganAt === undefined ? [] : [messages.instant(beganAt)])],
    badges: badgesOf(result, messages),
    blocks: [
      ...cellBlocks(result, messages),
      ...crossoverBlocks(result, messages),
      block('checks', messages.page.methodTitle, { is: 'checks', checks: sweepChecks(result, messages) }),
      block('notes', '', { is: 'notes', notes: sweepNotes(result, messages) }),
      block('method', '', { is: 'notes', notes: [messages.page.methodSweep, ...methodOf('local', messages)] }, 'full'),
      block('environment', messages.page.environmentTableLabel, environmentTable(result, messages), 'full'),
    ],
    next: [],
  }
}

/** Along one axis a chart of times with its cells as a table, on a grid of two a map; of more there is no picture. */
function cellBlocks(result: SweepResult, messages: Messages): Block[] {
  const map = decisionMap(result, messages)
  if (map) return [map]
  const chart = sweepLines(result, messages)
  const title = cellsTitle(result, messages)
  return [
    ...(chart ? [chart] : []),
    block('cells', title, cellsTable(result, { isFull: false }, messages)),
    ...(chart ? [] : [block('intervals', title, cellsTable(result, { isFull: true }, messages), 'full')]),
  ]
}

/** First those that change what to use. */
function crossoverBlocks(result: SweepResult, messages: Messages): Block[] {
  const { main, more } = crossoverNotes(result, messages)
  return [
    ...(main.length > 0 ? [block('crossovers', messages.sweep.crossoversTitle, { is: 'notes', notes: main })] : []),
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

function badgesOf({ cells, quick }: SweepResult, messages: Messages): Badge[] {
  const measured = cells.flatMap(({ measured: how }) => how ?? [])
  const passed = measured.filter(
    ({ aaCheckPassed, sensitivityCheckFound }) => aaCheckPassed && sensitivityCheckFound,
  ).length
  return [
    ...(measured.every(({ sameDeliveries }) => sameDeliveries)
      ? []
      : [{ tone: 'bad' as const, text: messages.verdicts.outputMismatch }]),
    {
      tone: passed === measured.length ? 'good' : 'bad',
      text: messages.page.sweepChecksBadge(passed, measured.length),
    },
    ...(quick ? [{ tone: 'plain' as const, text: messages.page.quickBadge }] : []),
  ]
}
