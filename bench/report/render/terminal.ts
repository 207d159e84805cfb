import { styleText } from 'node:util'
import type { Block, Chart, Check, Notes, ReportDocument, Table, Tone } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { drawRankedTable } from './ranked-table.ts'
import { drawStrips } from './strips.ts'
import { drawTextTable } from './text-table.ts'
import { padded, widthOf, wrap } from '../table.ts'

export interface TerminalOptions {
  /** Columns; at least 60 are used. */
  readonly width: number
  readonly colour: boolean
  readonly messages: Messages
  /** Whether everything is shown, and not only what matters most; not unless given. */
  readonly isFull?: boolean
}

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow'

interface Drawing {
  readonly width: number
  readonly isFull: boolean
  readonly messages: Messages
  readonly paint: (text: string, how: Style) => string
}

const STYLES: Readonly<Record<Tone, Style | undefined>> = { good: 'green', bad: 'red', plain: undefined }

/** A report for a terminal: what was measured, how it came out, whether that can be believed, and last what to do. */
export function drawTerminal(document: ReportDocument, options: TerminalOptions): string {
  return linesOf(document, drawingOf(options)).join('\n')
}

/** Only some blocks of a report. */
export function drawBlocks(blocks: readonly Block[], options: TerminalOptions): string {
  const drawing = drawingOf(options)
  return blocks.map((block) => drawBlock(block, drawing).join('\n')).join('\n\n')
}

function drawingOf({ width, colour, messages, isFull = false }: TerminalOptions): Drawing {
  return {
    width: Math.max(60, width),
    isFull,
    messages,
    paint: (text, how) => (colour ? styleText(how, text, { validateStream: false }) : text),
  }
}

function linesOf(document: ReportDocument, drawing: Drawing): string[] {
  const { title, subject = '', caution, measured, blocks, checks, recommendation, parts = [] } = document
  const { width, isFull, messages, paint } = drawing
  const painted = (text: string, how: Style) => wrap(text, width).map((line) => paint(line, how))
  const full = blocks.filter(({ detail }) => detail === 'full')
  const summary = blocks.filter((block) => block.detail === 'summary' && (isFull || isShort(block)))
  return [
    ...(caution === undefined ? [] : painted(caution, 'yellow')),
    ...painted(subject === '' ? title : messages.labelled(title, subject), 'bold'),
    ...(measured.length === 0 ? [] : wrap(messages.beside(measured), width)),
    '',
    // What is long stands first: the end is what is seen on a terminal.
    ...(isFull ? full.flatMap((block) => [...drawBlock(block, drawing), '']) : []),
    ...(isFull ? parts.flatMap((part) => [...linesOf(part, drawing), '', '']) : []),
    // Pictures first: what everybody reads stands right above the checks.
    ...summary
      .toSorted((a, b) => Number(isShort(a)) - Number(isShort(b)))
      .flatMap((block) => [...drawBlock(block, drawing), '']),
    ...drawChecks(checks, drawing),
    ...(recommendation.reason === undefined ? [] : [...wrap(recommendation.reason, width), '']),
    ...painted(recommendation.headline, 'bold'),
    ...recommendation.details.flatMap((detail) => wrap(detail, width - 2, '').map((line) => `  ${line}`)),
  ]
}

/** Of charts only a map, which is a table there: what others show stands in the tables. */
function isShort({ body }: Block): boolean {
  return body.is !== 'chart' || body.drawing.chart === 'grid'
}

/** What explains each check, in the checkout. */
function documentationOf({ code }: Messages): string {
  return `docs/reading-results${code === 'ja' ? '.ja' : ''}.md#checks`
}

/** A line for each check that is shown, under a title. */
function drawChecks(checks: readonly Check[], { width, isFull, messages, paint }: Drawing): string[] {
  const shown = checks.filter(({ tone, detail }) => isFull || detail === 'summary' || tone === 'bad')
  if (shown.length === 0) return []
  const words: Readonly<Record<Tone, string>> = {
    good: messages.checks.statusGood,
    bad: messages.checks.statusBad,
    plain: messages.checks.statusPlain,
  }
  const wordWidth = Math.max(...shown.map(({ tone }) => widthOf(words[tone])))
  const nameWidth = Math.max(...shown.map(({ name }) => widthOf(name)))
  const indent = 2 + wordWidth + 2 + nameWidth + 2
  return [
    messages.checks.title,
    ...shown.flatMap(({ tone, name, text }) => {
      const style = STYLES[tone]
      const word = padded(words[tone], wordWidth)
      const head = `  ${style === undefined ? word : paint(word, style)}  ${padded(name, nameWidth)}  `
      return wrap(text, width - indent, '').map((line, place) => (place === 0 ? head : ' '.repeat(indent)) + line)
    }),
    ...(shown.some(({ tone }) => tone === 'bad')
      ? [paint(`  ${messages.checks.documentation(documentationOf(messages))}`, 'dim')]
      : []),
    '',
  ]
}

function drawBlock({ title, body }: Block, drawing: Drawing): string[] {
  const { width, paint } = drawing
  return [...(title === '' ? [] : wrap(title, width).map((line) => paint(line, 'dim'))), ...drawBody(body, drawing)]
}

function drawBody(body: Table | Chart | Notes, drawing: Drawing): string[] {
  switch (body.is) {
    case 'table':
      return drawTable(body, drawing)
    case 'chart':
      return drawChart(body, drawing)
    case 'notes':
      return body.notes.flatMap((note) => wrap(note, drawing.width))
  }
}

function drawTable(table: Table, { width, paint }: Drawing): string[] {
  const drawn = table.strips ? drawRankedTable(table, table.strips, width) : drawTextTable(table, width)
  const lines = drawn.map(({ text, row }) => {
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
