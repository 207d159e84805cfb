import { type Markish, type PlotOptions, rect, text } from '@observablehq/plot'
import { widthOf } from '../../table.ts'
import type { Grid, GridCell } from '../../drawing.ts'
import { inCss } from '../../palette.ts'
import { isNarrow } from './room.ts'
import { strokes } from './strokes.ts'

/** The height of a cell, and about how wide a letter in it is, in pixels. */
const CELL = 46
const COLUMN = 7

const MARGINS = { marginRight: 10, marginTop: 40, marginBottom: 6 }

export function plotGrid({ rows, columns, cells, xLabel }: Grid, width: number): PlotOptions {
  const widest = (texts: readonly string[]) => Math.max(...texts.map((one) => widthOf(one) * COLUMN))
  const marginLeft = 16 + widest(rows)
  const minWidth = 14 + widest([...cells.flatMap(({ label, value }) => [label, value]), ...columns])
  // Where there is not enough room the chart is wider, and scrolls.
  const cellWidth = Math.max(minWidth, Math.min(150, (width - marginLeft - MARGINS.marginRight) / columns.length))
  const { marginTop } = MARGINS
  const centre = ({ column }: GridCell) => column + 0.5
  const small = { fontSize: 12, fill: inCss('muted') }
  return {
    width: Math.ceil(
      Math.max(isNarrow(width) ? width : 0, marginLeft + MARGINS.marginRight + cellWidth * columns.length),
    ),
    height: marginTop + MARGINS.marginBottom + CELL * rows.length,
    marginLeft,
    ...MARGINS,
    x: { domain: [0, columns.length], range: [marginLeft, marginLeft + cellWidth * columns.length], axis: null },
    y: { domain: [0, rows.length], range: [marginTop, marginTop + CELL * rows.length], axis: null },
    marks: [
      rect(cells, {
        x1: 'column',
        x2: ({ column }: GridCell) => column + 1,
        y1: 'row',
        y2: ({ row }: GridCell) => row + 1,
        inset: 1.5,
        fill: ({ colour }: GridCell) => (colour ? inCss(colour) : 'none'),
        fillOpacity: ({ isFaint }: GridCell) => (isFaint ? 0.12 : 0.3),
        stroke: ({ colour }: GridCell) => inCss(colour ?? 'line'),
        strokeWidth: 1.5,
      }),
      hatchesOver(cells.filter(({ isHatched }) => isHatched)),
      text(cells, {
        x: centre,
        y: ({ row }: GridCell) => row + 0.34,
        text: 'label',
        fontSize: 12,
        fontWeight: 600,
      }),
      text(cells, {
        x: centre,
        y: ({ row }: GridCell) => row + 0.72,
        text: 'value',
        fontSize: 11,
        fontVariant: 'tabular-nums',
      }),
      text(columns, {
        ...small,
        x: (_, index: number) => index + 0.5,
        text: (label: string) => label,
        frameAnchor: 'top',
        dy: -8,
        lineAnchor: 'bottom',
      }),
      text([xLabel], {
        ...small,
        text: (label: string) => label,
        frameAnchor: 'top-left',
        textAnchor: 'start',
        dy: -24,
        lineAnchor: 'bottom',
      }),
      text(rows, {
        ...small,
        y: (_, index: number) => index + 0.5,
        text: (label: string) => label,
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -8,
      }),
    ],
  }
}

/** Lines from the lower left to the upper right of cells. */
function hatchesOver(cells: readonly GridCell[]): Markish {
  const lines = cells.flatMap(({ row, column }) =>
    [0.06, 0.2, 0.34, 0.48, 0.62, 0.76].map((share) => ({
      x1: column + share,
      x2: column + share + 0.18,
      y1: row + 0.95,
      y2: row + 0.05,
    })),
  )
  return strokes(lines, { stroke: inCss('muted'), width: 1, opacity: 0.5, name: 'inconclusive' })
}
