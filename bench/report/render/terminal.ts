import { styleText } from 'node:util'
import type { Badge, Block, Chart, ReportDocument, Table, Tone } from '../document.ts'
import { drawStrips } from './strips.ts'
import { drawTextTable } from './text-table.ts'
import { wrap } from '../table.ts'

export interface TerminalOptions {
  /** Columns; at least 60 are used. */
  readonly width: number
  readonly colour: boolean
  /** Whether blocks of detail `full` are shown too; not unless given. */
  readonly isFull?: boolean
}

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow'

interface Drawing {
  readonly width: number
  readonly isFull: boolean
  readonly paint: (text: string, how: Style) => string
}

const STYLES: Readonly<Record<Tone, Style | undefined>> = { good: 'green', bad: 'red', plain: undefined }

/** A report for a terminal: what can be drawn as strips first, then tables and notes, and last what to do. */
export function drawTerminal(document: ReportDocument, options: TerminalOptions): string {
  return linesOf(document, drawingOf(options)).join('\n')
}

/** Only some blocks of a report. */
export function drawBlocks(blocks: readonly Block[], options: TerminalOptions): string {
  const drawing = drawingOf(options)
  return blocks.map((block) => drawBlock(block, drawing).join('\n')).join('\n\n')
}

function drawingOf({ width, colour, isFull = false }: TerminalOptions): Drawing {
  return {
    width: Math.max(60, width),
    isFull,
    paint: (text, how) => (colour ? styleText(how, text, { validateStream: false }) : text),
  }
}

function linesOf(document: ReportDocument, drawing: Drawing): string[] {
  const { title, caution, measured, recommendation, blocks, parts = [] } = document
  const { width, isFull, paint } = drawing
  const painted = (text: string, how: Style) => wrap(text, width).map((line) => paint(line, how))
  const shown = blocks.filter(({ detail }) => isFull || detail === 'summary')
  const [strips, others] = [shown.filter(isStrips), shown.filter((block) => !isStrips(block))]
  return [
    ...(caution === undefined ? [] : painted(caution, 'yellow')),
    ...painted(title, 'bold'),
    ...(measured.length === 0 ? [] : wrap(measured.join('; '), width)),
    '',
    ...[...strips, ...others].flatMap((block) => [...drawBlock(block, drawing), '']),
    ...parts.flatMap((part) => [...linesOf(part, drawing), '', '']),
    ...painted(recommendation.headline, 'bold'),
    ...recommendation.details.flatMap((detail) => wrap(detail, width)),
  ]
}

/** What is looked at rather than read. */
function isStrips({ body }: Block): boolean {
  return body.is === 'chart' && drawStrips(body.drawing, 60) !== undefined
}

function drawBlock({ title, body }: Block, drawing: Drawing): string[] {
  const { width, paint } = drawing
  const titled = (lines: readonly string[]) => [
    ...(title === '' ? [] : wrap(title, width).map((line) => paint(line, 'dim'))),
    ...lines,
  ]
  switch (body.is) {
    case 'table':
      return titled(drawTable(body, drawing))
    case 'chart':
      return titled(drawChart(body, drawing))
    case 'checks':
      return titled(body.checks.flatMap((check) => drawCheck(check, drawing)))
    case 'notes':
      return titled(body.notes.flatMap((note) => wrap(note, width)))
  }
}

function drawTable(table: Table, { width, paint }: Drawing): string[] {
  const lines = drawTextTable(table, width).map(({ text, row }) => {
    const style = row === 'head' ? 'dim' : row.tone && STYLES[row.tone]
    return style === undefined ? text : paint(text, style)
  })
  return [...lines, ...table.notes.flatMap((note) => wrap(note, width))]
}

/** As strips where it has some, else by its numbers. */
function drawChart({ drawing: data, table }: Chart, drawing: Drawing): string[] {
  const strips = drawStrips(data, drawing.width)
  if (!strips) return drawTable(table, drawing)
  const [axis, ...rows] = strips
  return [drawing.paint(axis!, 'dim'), ...rows, ...table.notes.flatMap((note) => wrap(note, drawing.width))]
}

function drawCheck({ tone, text }: Badge, { width, paint }: Drawing): string[] {
  const style = STYLES[tone]
  // What is as it should be needs no colour.
  return wrap(text, width).map((line) => (style === 'red' ? paint(line, style) : line))
}
