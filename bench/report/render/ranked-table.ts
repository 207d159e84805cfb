import { extentOf } from '../../statistics/extent.ts'
import type { Row, Strips, Table } from '../document.ts'
import { isKnownIn } from '../known-columns.ts'
import { shortNames } from '../short-names.ts'
import { padded, widthOf } from '../table.ts'
import { axisOf, drawAxis, drawBacklog, drawStrip } from './strips.ts'
import { drawTextTable, type TableLine } from './text-table.ts'

/** Strips narrower than this show nothing; wider ones are no easier to read. */
const MIN_STRIP = 16
const MAX_STRIP = 48

const GAP = 2

interface TextColumn {
  readonly head: string
  readonly cells: readonly string[]
  readonly isNumeric: boolean
  readonly leftOut: number
  readonly width: number
}

/**
 * A table with strips beside its names, a line for each row, within `width` columns: columns that may be left out give way to the strips,
 * and the strips to the others. Where even those have no room, a table without strips.
 */
export function drawRankedTable(table: Table, strips: Strips, width: number): TableLine[] {
  const whole = textColumns(table, Infinity)
  const needed = whole.reduce((sum, column) => sum + (column.leftOut > 0 ? 0 : column.width + GAP), MARK.length - GAP)
  // Names are cut only where whole ones would leave no room for what has to be shown.
  const [names, ...all] = needed <= width ? whole : textColumns(table, width)
  const roomBeside = (columns: readonly TextColumn[]) =>
    width - MARK.length - names!.width - columns.reduce((sum, column) => sum + column.width + GAP, 0) - GAP
  let columns = all
  while (roomBeside(columns) < MIN_STRIP) {
    const first = extentOf(columns.map(({ leftOut }) => leftOut))[1]
    if (!(first > 0)) break
    columns = columns.filter(({ leftOut }) => leftOut < first)
  }
  const room = roomBeside(columns)
  if (room + GAP < 0) return drawTextTable(table, width)
  const drawn = room < MIN_STRIP ? undefined : drawBeside(strips, Math.min(MAX_STRIP, room))
  const lineOf = (place: number) =>
    [
      padded(names!.cells[place]!, names!.width),
      ...(drawn ? [drawn[place]!] : []),
      ...columns.map(({ cells, isNumeric, width: own }) =>
        isNumeric ? ' '.repeat(own - widthOf(cells[place]!)) + cells[place]! : padded(cells[place]!, own),
      ),
    ]
      .join(' '.repeat(GAP))
      .trimEnd()
  const shown: readonly (Row | 'head')[] = ['head', ...table.rows]
  return shown.map((row, place) => ({
    text: (row !== 'head' && row.isRecommended ? MARK : ' '.repeat(MARK.length)) + lineOf(place),
    row,
  }))
}

/** Before the name of what is recommended. */
const MARK = '* '

/** Columns of which something is known, the head of each first. */
function textColumns({ columns, rows }: Table, width: number): TextColumn[] {
  const isKnown = isKnownIn(rows.map(({ cells }) => cells))
  const names = shortNames(
    rows.map(({ cells }) => cells[0]!),
    width,
  )
  return columns
    .map((column, place) => ({ ...column, place }))
    .filter(isKnown)
    .map(({ head, shortHead = head, place, isNumeric, leftOut = 0 }) => {
      const own = rows.map(({ cells }) => (place === 0 ? names.get(cells[0]!)! : cells[place]!))
      const cells = [place === 0 ? shortHead : head, ...own]
      return { head, cells, isNumeric, leftOut, width: extentOf(cells.map(widthOf))[1] }
    })
}

/** The axis, then the strip of each row, all of one width. */
function drawBeside({ as, values, unit }: Strips, width: number): string[] {
  if (as === 'series') {
    const [, most] = extentOf(values.flat())
    return ['', ...values.map((own) => drawBacklog(own, most, width))].map((line) => padded(line, width))
  }
  const axis = axisOf(values, width)
  return [drawAxis(axis, unit), ...values.map((samples) => drawStrip(samples, axis))]
}
