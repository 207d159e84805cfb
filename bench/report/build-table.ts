import type { Column, Row, Table } from './document.ts'

/** A column of a table with a row for each thing of a kind: its head, and the cell of one of them. A further column takes no more than this. */
export interface ColumnOf<Thing> extends Omit<Column, 'isNumeric'> {
  readonly cellOf: (thing: Thing) => string
  /** Whether its cells are text; numbers unless given. */
  readonly isText?: boolean
}

interface Rest<Thing> {
  readonly notes?: readonly string[]
  readonly strips?: Table['strips']
  /** How the row of one of them looks. */
  readonly lookOf?: (thing: Thing, place: number) => Omit<Row, 'cells'>
}

/** A table with a row for each thing; the first column names it. */
export function tableOf<Thing>(
  things: readonly Thing[],
  columns: readonly ColumnOf<Thing>[],
  { notes = [], strips, lookOf = () => ({}) }: Rest<Thing> = {},
): Table {
  return {
    is: 'table',
    columns: columns.map(({ head, shortHead, meaning, leftOut, isText = false }, place) => ({
      head,
      ...(shortHead !== undefined && { shortHead }),
      ...(meaning !== undefined && { meaning }),
      ...(leftOut !== undefined && { leftOut }),
      isNumeric: place > 0 && !isText,
    })),
    rows: things.map((thing, place) => ({
      cells: columns.map(({ cellOf }) => cellOf(thing)),
      ...lookOf(thing, place),
    })),
    notes,
    ...(strips && { strips }),
  }
}

/** Names with what is said of each. */
export function textTable(rows: readonly (readonly string[])[], head: readonly string[] = ['', '']): Table {
  return {
    is: 'table',
    columns: head.map((one) => ({ head: one, isNumeric: false })),
    rows: rows.map((cells) => ({ cells })),
    notes: [],
  }
}
