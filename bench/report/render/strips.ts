import { extentOf } from '../../statistics/extent.ts'
import type { Densities, Drawing, Grid, Lines } from '../drawing.ts'
import { shortNames } from '../short-names.ts'
import { padded, widthOf } from '../table.ts'
import { tableOf } from '../build-table.ts'
import { UNKNOWN } from '../known-columns.ts'
import { drawTextTable } from './text-table.ts'

const BARS = ' ▁▂▃▄▅▆▇█'
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

/**
 * A backlog over the jobs of a series as one line of at most `width` blocks: each as high as the most there was in its part of
 * the series, a full one as high as `most`. No backlog is a space, any is seen.
 */
export function drawBacklog(byJob: readonly number[], most: number, width: number): string {
  const cells = Math.min(width, byJob.length)
  return Array.from({ length: cells }, (_, cell) => {
    const from = Math.floor((cell * byJob.length) / cells)
    const until = Math.floor(((cell + 1) * byJob.length) / cells)
    const [, backlog] = extentOf(byJob.slice(from, until))
    return barOf(backlog, most)
  }).join('')
}

/** A space for 0; any other value can be seen. */
function barOf(value: number, most: number): string {
  return BARS[value === 0 ? 0 : Math.max(1, Math.round((value / most) * (BARS.length - 1)))]!
}

/** A shared axis on a log scale, `width` cells from the least to the greatest value. */
interface Axis {
  readonly low: number
  readonly high: number
  readonly width: number
}

export function axisOf(samples: readonly (readonly number[])[], width: number): Axis {
  const all = samples.flat().filter((value) => value > 0)
  const [low, high] = extentOf(all)
  return { low: low * 0.98, high: high * 1.02, width }
}

/** A histogram as one line of blocks: each cell as high as its share of the samples, the fullest one full. */
export function drawStrip(samples: readonly number[], axis: Axis): string {
  const counts = new Array<number>(axis.width).fill(0)
  for (const sample of samples) counts[cellOf(sample, axis)]!++
  const most = Math.max(...counts)
  return counts.map((count) => barOf(count, most)).join('')
}

/** The axis with round numbers at their places, as many as fit, the first with its unit; where fewer than two are round, its ends. */
export function drawAxis(axis: Axis, unit = ''): string {
  const withUnit = (text: string, place: number) => (place === 0 && unit !== '' ? `${text} ${unit}` : text)
  const labels = ticksOf(axis)
    .map((tick, place) => ({ text: withUnit(String(tick), place), at: cellOf(tick, axis) }))
    .filter(({ text, at }) => at + text.length <= axis.width)
  const high = String(Math.floor(axis.high))
  const ends = [
    { text: withUnit(String(Math.ceil(axis.low)), 0), at: 0 },
    { text: high, at: axis.width - high.length },
  ]
  const line = new Array<string>(axis.width).fill(' ')
  let free = 0
  for (const { text, at } of labels.length > 1 ? labels : ends) {
    if (at < free) continue
    line.splice(at, text.length, ...Array.from(text))
    free = at + text.length + 2
  }
  return line.join('')
}

function cellOf(value: number, { low, high, width }: Axis): number {
  const share = Math.log(value / low) / Math.log(high / low)
  return Math.min(width - 1, Math.max(0, Math.floor(share * width)))
}

function ticksOf({ low, high }: Axis): number[] {
  // By the powers themselves, of which there are some hundreds at most: what is multiplied may stay 0.
  const [first, last] = [low, high].map((end) => Math.floor(Math.log10(end))) as [number, number]
  if (!Number.isFinite(last - first)) return []
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
    .flatMap((power) => [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9].map((step) => Number(`${step}e${power}`)))
    .filter((tick) => tick >= low && tick <= high)
}
