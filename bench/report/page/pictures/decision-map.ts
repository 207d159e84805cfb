import { rect, text } from '@observablehq/plot'
import { isAt } from '../../../scenario/axes.ts'
import { formatValue, labelOf } from '../../../scenario/cell-labels.ts'
import { valuesOf } from '../../../judge/sweep/order.ts'
import type { CellResult, SweepResult } from '../../../judge/sweep/judgement.ts'
import { beginningsOf } from '../../sweep-names.ts'
import { isOpen } from '../../../judge/sweep/eligibility.ts'
import { bestIn, cellsSection } from '../../sweep-sections.ts'
import { widthOf } from '../../table.ts'
import { type Colour, inCss } from '../drawing/palette.ts'
import { isNarrow, type Key, type Look, type Picture } from '../drawing/picture.ts'
import { strokes } from '../drawing/strokes.ts'

/** Heights of a cell, and about how wide a letter in it is, in pixels. */
const CELL = 46
const COLUMN = 7

interface MapCell {
  readonly column: number
  readonly row: number
  readonly cell: CellResult
}

/** What to ship in each cell of a grid of two axes. */
export function decisionMap(result: SweepResult, { colours, messages }: Look): Picture | undefined {
  const { axes, cells, variants } = result
  if (axes.length !== 2) return undefined
  const [down, across] = axes.map(({ path }) => path) as [string, string]
  const [rows, columns] = [down, across].map((path) => valuesOf(axes, path, cells)) as [unknown[], unknown[]]
  const placed = rows.flatMap((rowValue, row) =>
    columns.flatMap((columnValue, column): MapCell[] => {
      const cell = cells.find(({ at }) => isAt(at, { [down]: rowValue, [across]: columnValue }))
      return cell ? [{ row, column, cell }] : []
    }),
  )
  const nameOf = beginningsOf(variants)
  const winners = variants.filter((name) => placed.some(({ cell }) => cell.best[0] === name))
  const hasOpen = placed.some(({ cell }) => isOpen(cell))
  const { notes, ...table } = cellsSection(result, true, messages)
  return {
    id: 'map',
    title: messages.charts.decisionMapTitle(labelOf(down), labelOf(across)),
    description: messages.charts.decisionMapDescription,
    plot(width) {
      const labels = placed.map(({ cell }) => [bestIn(cell, nameOf, messages), ratioIn(cell)])
      const rowLabels = rows.map(formatValue)
      const marginLeft = 16 + Math.max(...rowLabels.map((label) => widthOf(label) * COLUMN))
      const marginTop = 40
      const least =
        14 + Math.max(...[...labels.flat(), ...columns.map(formatValue)].map((label) => widthOf(label) * COLUMN))
      // Where there is not enough room it is wider, and scrolls.
      const cellWidth = Math.max(least, Math.min(150, (width - marginLeft - 10) / columns.length))
      const place = {
        x1: 'column',
        x2: ({ column }: MapCell) => column + 1,
        y1: 'row',
        y2: ({ row }: MapCell) => row + 1,
      }
      const inset = { inset: 1.5 }
      const small = { fontSize: 12, fill: inCss('muted') }
      return {
        width: Math.ceil(Math.max(isNarrow(width) ? width : 0, marginLeft + 10 + cellWidth * columns.length)),
        height: marginTop + 6 + CELL * rows.length,
        marginLeft,
        marginRight: 10,
        marginTop,
        marginBottom: 6,
        x: { domain: [0, columns.length], range: [marginLeft, marginLeft + cellWidth * columns.length], axis: null },
        y: { domain: [0, rows.length], range: [marginTop, marginTop + CELL * rows.length], axis: null },
        marks: [
          rect(placed, {
            ...place,
            ...inset,
            fill: ({ cell }: MapCell) => fillOf(cell, colours),
            fillOpacity: ({ cell }: MapCell) => (cell.isPredicted ? 0.12 : 0.3),
            stroke: ({ cell }: MapCell) => (cell.best.length > 0 ? fillOf(cell, colours) : inCss('line')),
            strokeWidth: 1.5,
          }),
          strokesOver(placed.filter(({ cell }) => isOpen(cell))),
          text(placed, {
            x: ({ column }: MapCell) => column + 0.5,
            y: ({ row }: MapCell) => row + 0.34,
            text: (_: MapCell, index: number) => labels[index]![0]!,
            fontSize: 12,
            fontWeight: 600,
          }),
          text(placed, {
            x: ({ column }: MapCell) => column + 0.5,
            y: ({ row }: MapCell) => row + 0.72,
            text: (_: MapCell, index: number) => labels[index]![1]!,
            fontSize: 11,
            fontVariant: 'tabular-nums',
          }),
          text(columns, {
            ...small,
            x: (_, index: number) => index + 0.5,
            text: formatValue,
            frameAnchor: 'top',
            dy: -8,
            lineAnchor: 'bottom',
          }),
          text([labelOf(across)], {
            ...small,
            text: (one: string) => one,
            frameAnchor: 'top-left',
            textAnchor: 'start',
            dy: -24,
            lineAnchor: 'bottom',
          }),
          text(rowLabels, {
            ...small,
            y: (_, index: number) => index + 0.5,
            text: (one: string) => one,
            frameAnchor: 'left',
            textAnchor: 'end',
            dx: -8,
          }),
        ],
      }
    },
    keys: [
      ...winners.map((name): Key => ({
        label: `${nameOf.get(name)}: ${name}`,
        colour: colours.get(name)!,
        mark: 'area',
      })),
      ...(hasOpen ? [{ label: messages.charts.inconclusiveKey, colour: 'muted', mark: 'hatched' } as const] : []),
    ],
    isOpen: true,
    table: { ...table, title: '', notes },
  }
}

function fillOf({ best: [first] }: CellResult, colours: ReadonlyMap<string, Colour>): string {
  return first === undefined ? 'none' : inCss(colours.get(first)!)
}

/** Of the one whose colour a cell has; of the reference itself there is none. */
function ratioIn({ best: [first], variants, reference }: CellResult): string {
  const ratio = variants.find(({ variant }) => variant === first)?.ratio
  if (ratio) return ratio.ratio.toFixed(3)
  return first !== undefined && first === reference ? '1' : ''
}

/** Lines from the lower left to the upper right of cells. */
function strokesOver(cells: readonly MapCell[]) {
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
