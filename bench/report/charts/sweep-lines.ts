import { isOpen } from '../../judge/sweep/eligibility.ts'
import type { Block } from '../document.ts'
import { chartBlock, keysOf, withheldKey } from '../block.ts'
import type { Messages } from '../messages/messages.ts'
import { coloursOf } from '../palette.ts'
import { isNumeric } from '../../scenario/axes.ts'
import { formatValue, labelOf } from '../../scenario/cell-labels.ts'
import { inOrder, valuesOf } from '../../judge/sweep/order.ts'
import type { CellResult, SweepResult } from '../../judge/sweep/judgement.ts'
import { isUnspoken } from '../../judge/verdict.ts'
import { cellsTable, parted } from '../tables/cells.ts'
import { dashOf } from './dashes.ts'
import type { BandedPoint } from '../drawing.ts'
import { pieceOf } from './best-piece.ts'

/** How long each strategy takes along the only axis of a sweep, and where one overtakes another. */
export function sweepLines(result: SweepResult, messages: Messages): Block | undefined {
  const [axis, ...more] = result.axes
  if (!axis || more.length > 0) return undefined
  const colours = coloursOf(result.variants.map((variant) => ({ variant })))
  const cells = inOrder(result.axes, result.cells)
  const values = valuesOf(result.axes, axis.path, result.cells)
  // Values without an order stand beside each other.
  const placeOf = ({ at: { [axis.path]: value } }: CellResult) =>
    isNumeric(axis) ? (value as number) : values.map(formatValue).indexOf(formatValue(value))
  const curves = result.variants.map((variant, index) => ({
    name: variant,
    colour: colours.get(variant)!,
    dash: dashOf(index),
    points: pointsOf(variant, cells, placeOf),
  }))
  // In the order of their sentences: first those that change what to use.
  const crossovers = parted(result.crossovers).flat()
  const points = curves.flatMap((curve) => curve.points)
  const hasPredicted = points.some(({ isFaint }) => isFaint)
  const hasWithheld = points.some(({ isHollow }) => isHollow)
  const hasOpen = cells.some(isOpen)
  return chartBlock({
    id: 'lines',
    detail: 'summary',
    title: messages.charts.sweepLinesTitle(labelOf(axis.path)),
    description: messages.sentences([
      messages.charts.sweepLinesDescription,
      ...(hasPredicted ? [messages.charts.sweepLinesPredicted] : []),
      ...(crossovers.length > 0 ? [messages.charts.sweepLinesCrossovers] : []),
    ]),
    drawing: {
      chart: 'banded-curves',
      x: isNumeric(axis) ? { numbers: values as number[] } : { names: values.map(formatValue) },
      curves,
      strip: cells.map((cell) => ({ x: placeOf(cell), ...pieceOf(cell, colours) })),
      crossovers: crossovers.map(({ at, low, high }) => ({ at, low, high })),
      xLabel: labelOf(axis.path),
      yLabel: messages.charts.makespanAxis,
    },
    keys: [
      ...keysOf(curves),
      ...(hasOpen ? [{ label: messages.charts.inconclusiveKey, colour: 'muted', mark: 'hatched' } as const] : []),
      ...(hasWithheld ? [withheldKey(messages)] : []),
    ],
    table: cellsTable(result, messages),
  })
}

/** How long a variant takes in each cell that it was measured in or predicted for. */
function pointsOf(variant: string, cells: readonly CellResult[], placeOf: (cell: CellResult) => number): BandedPoint[] {
  return cells.flatMap((cell) => {
    const own = cell.variants.find((one) => one.variant === variant)
    if (!own) return []
    const { median, low = median, high = median } = own.makespanMs
    const isHollow = isUnspoken(own.verdict)
    return [{ x: placeOf(cell), y: median, low, high, isFaint: cell.isPredicted, isHollow }]
  })
}
