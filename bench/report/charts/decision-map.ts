import { isOpen } from '../../judge/sweep/eligibility.ts'
import type { Block, Key } from '../document.ts'
import { chartBlock } from '../block.ts'
import type { Messages } from '../messages/messages.ts'
import { coloursOf } from '../palette.ts'
import { isAt } from '../../scenario/axes.ts'
import { formatValue, labelOf } from '../../scenario/cell-labels.ts'
import { valuesOf } from '../../judge/sweep/order.ts'
import type { CellResult, SweepResult } from '../../judge/sweep/judgement.ts'
import { beginningsOf } from '../sentences/sweep-names.ts'
import { bestIn, cellsTable } from '../tables/cells.ts'
import { pieceOf } from './best-piece.ts'

/** What to use in each cell of a sweep over two axes. */
export function decisionMap(result: SweepResult, messages: Messages): Block | undefined {
  const { axes, cells, variants } = result
  if (axes.length !== 2) return undefined
  const [down, across] = axes.map(({ path }) => path) as [string, string]
  const [rows, columns] = [down, across].map((path) => valuesOf(axes, path, cells)) as [unknown[], unknown[]]
  const placed = rows.flatMap((rowValue, row) =>
    columns.flatMap((columnValue, column) => {
      const cell = cells.find(({ at }) => isAt(at, { [down]: rowValue, [across]: columnValue }))
      return cell ? [{ row, column, cell }] : []
    }),
  )
  const nameOf = beginningsOf(variants)
  const colours = coloursOf(variants.map((variant) => ({ variant })))
  const winners = variants.filter((name) => placed.some(({ cell }) => cell.best[0] === name))
  const hasOpen = placed.some(({ cell }) => isOpen(cell))
  return chartBlock({
    id: 'map',
    detail: 'summary',
    title: messages.charts.decisionMapTitle(labelOf(down), labelOf(across)),
    description: messages.charts.decisionMapDescription,
    drawing: {
      chart: 'grid',
      rows: rows.map(formatValue),
      columns: columns.map(formatValue),
      cells: placed.map(({ row, column, cell }) => ({
        row,
        column,
        ...pieceOf(cell, colours),
        label: bestIn(cell, nameOf, messages),
        value: ratioIn(cell),
      })),
      xLabel: labelOf(across),
    },
    keys: [
      ...winners.map((name): Key => ({
        label: messages.labelled(nameOf.get(name)!, name),
        colour: colours.get(name)!,
        mark: 'area',
      })),
      ...(hasOpen ? [{ label: messages.charts.inconclusiveKey, colour: 'muted', mark: 'hatched' } as const] : []),
    ],
    isOpen: true,
    table: cellsTable(result, messages),
  })
}

/** How long the variant whose colour a cell has takes over the reference. */
function ratioIn({ best: [first], variants, reference }: CellResult): string {
  const ratio = variants.find(({ variant }) => variant === first)?.ratio
  if (ratio) return ratio.ratio.toFixed(3)
  return first !== undefined && first === reference ? '1' : ''
}
