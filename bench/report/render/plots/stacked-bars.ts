import { type PlotOptions, rect, text } from '@observablehq/plot'
import { bottomAxis } from './axes.ts'
import type { StackedBars, StackedBarsRow } from '../../drawing.ts'
import { inCss } from '../../palette.ts'
import { isNarrow } from './room.ts'
import { plates } from './plates.ts'
import { rowsOf } from './rows.ts'
import { linearTicks } from './ticks.ts'

/** Between a bar and the number beside it, in pixels. */
const GAP = 6

export function plotStackedBars({ parts, rows: all, xLabel }: StackedBars, width: number): PlotOptions {
  const narrow = isNarrow(width)
  const rows = rowsOf(
    all.map(({ name }) => name),
    width,
    { rowHeight: narrow ? 24 : 34, marginRight: 64 },
  )
  const longest = Math.max(...all.map(({ total }) => total))
  const half = narrow ? 0.22 : 0.32
  const pieces = all.flatMap(({ lengths }, index) => {
    let from = 0
    return parts.map(({ colour }, place) => {
      const x1 = from
      from += lengths[place]!
      const middle = index + rows.middle
      return { x1, x2: from, y1: middle - half, y2: middle + half, fill: inCss(colour) }
    })
  })
  return {
    ...rows.options,
    x: { domain: [0, longest], axis: null },
    marks: [
      ...bottomAxis(linearTicks([0, longest], rows.inner), { unit: xLabel }),
      ...rows.behindNames,
      plates(
        all.map(({ total, label }, index) => ({ text: label, x: total, y: index + rows.middle })),
        { anchor: 'start', dx: GAP },
      ),
      rect(pieces, { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill: 'fill' }),
      text(all, {
        x: 'total',
        y: (_: StackedBarsRow, index: number) => index + rows.middle,
        text: 'label',
        textAnchor: 'start',
        dx: GAP,
        fontSize: 12,
        fontVariant: 'tabular-nums',
        fill: inCss('ink'),
      }),
      ...rows.marks,
    ],
  }
}
