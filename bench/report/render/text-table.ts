import { extentOf } from '../../statistics/extent.ts'
import type { Row, Table } from '../document.ts'
import { isKnownIn } from '../known-columns.ts'
import { shortNames } from '../short-names.ts'
import { padded, widthOf, wrap } from '../table.ts'

/** A line of a table, and the row that it is of. */
export interface TableLine {
  readonly text: string
  readonly row: Row | 'head'
}

/** A column of text may be broken into lines of so many columns of the terminal, but not of fewer. */
const MIN_TEXT_WIDTH = 24

const GAP = 2

/** A column as text, its head first. */
interface TextColumn {
  readonly cells: readonly string[]
  readonly isNumeric: boolean
  /** What its widest cell takes. */
  readonly width: number
}

/**
 * A table within `width` columns of a terminal. Numbers stand first and are not broken, heads and other cells go on below themselves; columns
 * that have no room stand in a further table below, which begins with the names again. Columns of which nothing is known are left out.
 */
export function drawTextTable(table: Table, width: number): TableLine[] {
  const { rows } = table
  if (rows.length === 0) return []
  const [names, ...columns] = textColumns(table, width) as [TextColumn, ...TextColumn[]]
  const hasHead = table.columns.some(({ head }) => head !== '')
  const shown: readonly (Row | 'head')[] = ['head', ...rows]
  const room = Math.max(MIN_TEXT_WIDTH, width - names.width)
  return sideBySide(columns, room).flatMap((group) =>
    shown.flatMap((row, place) => {
      if (row === 'head' && !hasHead) return []
      return drawRow([names, ...fitted(group, room)], place).map((text) => ({ text, row }))
    }),
  )
}

/** Columns of which something is known, numbers before texts; with short heads where there is no room for the long ones. */
function textColumns({ columns, rows }: Table, width: number): TextColumn[] {
  const isKnown = isKnownIn(rows.map(({ cells }) => cells))
  const known = columns.map((column, place) => ({ ...column, place })).filter(isKnown)
  const whole = rows.map(({ cells }) => cells[0]!)
  const short = shortNames(whole, width)
  const shortened = whole.map((name) => short.get(name)!)
  // Columns may be called as anybody likes, as subsegments are.
  const headWidth = Math.max(20, Math.floor(width / 3))
  const withHeads = (names: readonly string[], isShort: boolean): TextColumn[] =>
    known.map(({ place, isNumeric, head: long, shortHead = long }) => {
      const head = isShort ? shortHead : long
      const own = place === 0 ? names : rows.map(({ cells }) => cells[place]!)
      const [, widest] = extentOf(own.map(widthOf))
      return { cells: [head, ...own], isNumeric, width: Math.max(widest, Math.min(headWidth, widthOf(head))) }
    })
  const least = (columns: readonly TextColumn[]) =>
    columns.reduce((sum, column, place) => sum + (place === 0 ? column.width : leastWidth(column, width)) + GAP, -GAP)
  const total = (columns: readonly TextColumn[]) => columns.reduce((sum, column) => sum + column.width + GAP, -GAP)
  const [long, shortHeads] = [withHeads(whole, false), withHeads(whole, true)]
  // Names are cut only where whole ones would leave no room for all columns beside each other.
  const fitting = [long, shortHeads].find((columns) => total(columns) <= width)
  const columnsShown = fitting ?? (least(shortHeads) <= width ? shortHeads : withHeads(shortened, true))
  const [first, ...others] = columnsShown
  return [first!, ...others.filter(({ isNumeric }) => isNumeric), ...others.filter(({ isNumeric }) => !isNumeric)]
}

/** The columns in groups of as many as have room beside each other; of none, one group of none. */
function sideBySide(columns: readonly TextColumn[], room: number): TextColumn[][] {
  if (columns.length === 0) return [[]]
  const groups: TextColumn[][] = []
  let free = 0
  for (const column of columns) {
    const least = leastWidth(column, room) + GAP
    if (groups.length === 0 || least > free) {
      groups.push([])
      free = room
    }
    groups.at(-1)!.push(column)
    free -= least
  }
  return groups
}

function leastWidth({ isNumeric, width }: TextColumn, room: number): number {
  return Math.min(width, isNumeric ? room - GAP : MIN_TEXT_WIDTH)
}

/** A group with columns of text as wide as there is room for, the first ones first. */
function fitted(group: readonly TextColumn[], room: number): TextColumn[] {
  let free = room - group.reduce((sum, column) => sum + leastWidth(column, room) + GAP, 0)
  return group.map((column) => {
    const least = leastWidth(column, room)
    const more = Math.max(0, Math.min(free, column.width - least))
    free -= more
    return { ...column, width: least + more }
  })
}

/** The row at a place, in as many lines as its longest cell takes. */
function drawRow([names, ...columns]: readonly TextColumn[], place: number): string[] {
  const cells = columns.map(({ cells, isNumeric, width }) => ({
    isNumeric,
    width,
    lines: wrap(cells[place]!, width, ''),
  }))
  const own = wrap(names!.cells[place]!, names!.width, '')
  const height = Math.max(own.length, ...cells.map(({ lines }) => lines.length))
  return Array.from({ length: height }, (_, line) =>
    [
      padded(own[line] ?? '', names!.width),
      ...cells.map(({ isNumeric, width, lines }) => {
        const text = lines[line] ?? ''
        return isNumeric ? ' '.repeat(width - widthOf(text)) + text : padded(text, width)
      }),
    ]
      .join(' '.repeat(GAP))
      .trimEnd(),
  )
}
