import { extentOf } from '../../statistics/extent.ts'
import { drawBacklog } from './backlog-line.ts'
import type { Densities, Drawing, Grid, Lines } from '../drawing.ts'
import { shortNames } from '../short-names.ts'
import { axisOf, drawAxis, drawStrip } from './strip.ts'
import { padded, widthOf } from '../table.ts'
import { tableOf } from '../build-table.ts'
import { UNKNOWN } from '../known-columns.ts'
import { drawTextTable } from './text-table.ts'

/** A longer series is no easier to read. */
const MAX_CELLS = 60

/** A chart as lines of a terminal, the first of them its axis; undefined for one that says nothing there. */
export function drawStrips(drawing: Drawing, width: number): string[] | undefined {
  switch (drawing.chart) {
    case 'densities':
      return drawDensities(drawing, width)
    case 'lines':
      return drawLines(drawing, width)
    case 'grid':
      return drawGrid(drawing, width)
    default:
      return undefined
  }
}

/** A histogram for each name on a shared axis, and its label. */
function drawDensities({ rows, xLabel }: Densities, width: number): string[] {
  const { names, nameWidth } = namesOf(rows, width)
  const room = width - nameWidth - Math.max(...[xLabel, ...rows.map(({ label }) => label)].map(widthOf)) - 4
  const axis = axisOf(
    rows.map(({ samples }) => samples),
    Math.max(1, room),
  )
  return [
    `${' '.repeat(nameWidth)}  ${drawAxis(axis)}  ${xLabel}`,
    ...rows.map(({ samples, label }, place) => `${names[place]}  ${drawStrip(samples, axis)}  ${label}`),
  ]
}

/** The values of each name as blocks from left to right, and the largest of them. */
function drawLines({ lines, yLabel }: Lines, width: number): string[] {
  const { names, nameWidth } = namesOf(lines, width)
  const [, most] = extentOf(lines.flatMap(({ values }) => values))
  const largest = lines.map(({ values }) => String(extentOf(values)[1]))
  const cells = Math.min(MAX_CELLS, width - nameWidth - Math.max(...largest.map(widthOf)) - 4)
  return [
    yLabel,
    ...lines.map(({ values }, place) => {
      const drawn = padded(drawBacklog(values, most, cells), Math.min(cells, values.length))
      return `${names[place]}  ${drawn}  ${largest[place]}`
    }),
  ]
}

function namesOf(rows: readonly { readonly name: string }[], width: number) {
  const short = shortNames(
    rows.map(({ name }) => name),
    width,
  )
  const nameWidth = Math.max(...short.values().map(widthOf))
  return { names: rows.map(({ name }) => padded(short.get(name)!, nameWidth)), nameWidth }
}

/** The labels of the cells, in rows and columns. */
function drawGrid({ rows, columns, cells, xLabel }: Grid, width: number): string[] {
  const labelAt = (row: number, column: number) =>
    cells.find((cell) => cell.row === row && cell.column === column)?.label ?? UNKNOWN
  const table = tableOf(Array.from(rows.keys()), [
    { head: '', cellOf: (row) => rows[row]! },
    ...columns.map((head, column) => ({ head, cellOf: (row: number) => labelAt(row, column) })),
  ])
  return [xLabel, ...drawTextTable(table, width).map(({ text }) => text)]
}
