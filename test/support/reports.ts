import type { Result } from '../../bench/judge/comparison/judgement.ts'
import { jsonOf } from '../../bench/judge/comparison/results.ts'
import type { LoadResult } from '../../bench/judge/load/judgement.ts'
import type { SweepResult } from '../../bench/judge/sweep/judgement.ts'
import type { Block, ReportDocument, Table } from '../../bench/report/document.ts'
import { comparisonDocument } from '../../bench/report/documents/comparison.ts'
import { loadDocument } from '../../bench/report/documents/load.ts'
import { sweepDocument } from '../../bench/report/documents/sweep.ts'
import { ENGLISH } from '../../bench/report/messages/en.ts'
import type { Messages } from '../../bench/report/messages/messages.ts'
import { drawHtml } from '../../bench/report/render/html.ts'
import { drawMarkdown } from '../../bench/report/render/markdown.ts'
import { drawTerminal } from '../../bench/report/render/terminal.ts'
import type { Timeline } from '../../bench/trial/timelines.ts'

interface Terminal {
  readonly width: number
  readonly colour?: boolean
  readonly messages?: Messages
}

/** Reports on a judgement in each form, as commands make them; in a terminal everything is shown. */

export function comparisonText(result: Result, options: Terminal): string {
  return fullText((messages) => comparisonDocument({ results: [result] }, messages), options)
}

export function comparisonMarkdown(result: Result, messages: Messages = ENGLISH): string {
  return drawMarkdown(comparisonDocument({ results: [result] }, messages), messages)
}

interface ComparisonPage {
  readonly results: readonly Result[]
  readonly timelines?: readonly Timeline[]
  readonly messages?: Messages
}

export function comparisonPage({ results, timelines = [], messages = ENGLISH }: ComparisonPage): string {
  return drawHtml(comparisonDocument({ results, timelines }, messages), { messages, data: jsonOf(results) })
}

export function loadText(result: LoadResult, options: Terminal): string {
  return fullText((messages) => loadDocument(result, messages), options)
}

export function loadMarkdown(result: LoadResult): string {
  return drawMarkdown(loadDocument(result, ENGLISH), ENGLISH)
}

export function loadPage({ result, messages = ENGLISH }: { result: LoadResult; messages?: Messages }): string {
  return drawHtml(loadDocument(result, messages), { messages, data: result })
}

export function sweepText(result: SweepResult, options: Terminal): string {
  return fullText((messages) => sweepDocument(result, messages), options)
}

export function sweepMarkdown(result: SweepResult): string {
  return drawMarkdown(sweepDocument(result, ENGLISH), ENGLISH)
}

export function sweepPage({ result, messages = ENGLISH }: { result: SweepResult; messages?: Messages }): string {
  return drawHtml(sweepDocument(result, messages), { messages, data: result })
}

/** The blocks of a report on one comparison. */
export function blocksOf(result: Result): readonly Block[] {
  return comparisonDocument({ results: [result] }, ENGLISH).blocks
}

/** The table of the block of that id, or the numbers of its chart; undefined where there is no such block. */
export function tableIn(blocks: readonly Block[], id: string): Table | undefined {
  const body = blocks.find((block) => block.id === id)?.body
  if (body?.is === 'chart') return body.table
  return body?.is === 'table' ? body : undefined
}

/** The row of that name, its cells by the heads of their columns. */
export function cellsIn({ columns, rows }: Table, name: string): Readonly<Record<string, string>> {
  const { cells } = rows.find(({ cells: [own] }) => own === name)!
  return Object.fromEntries(columns.map(({ head }, place) => [head, cells[place]!]))
}

/** What the notes of a report say, block by block. */
export function notesIn(blocks: readonly Block[]): string[] {
  return blocks.flatMap(({ body }) => (body.is === 'notes' ? body.notes : []))
}

function fullText(
  documentIn: (messages: Messages) => ReportDocument,
  { width, colour = false, messages = ENGLISH }: Terminal,
): string {
  return drawTerminal(documentIn(messages), { width, colour, messages, isFull: true })
}
