import { dot, link, type PlotOptions, rect, ruleX, text } from '@observablehq/plot'
import { widthOf } from '../../table.ts'
import { bottomAxis } from './axes.ts'
import type { Intervals } from '../../drawing.ts'
import { inCss } from '../../palette.ts'
import { isNarrow } from './room.ts'
import { rowsOf } from './rows.ts'
import { logDomain, logTicks } from './ticks.ts'

/** About how wide a letter of a label is, in pixels. */
const COLUMN = 6.4

export function plotIntervals(
  { rows: all, band, referenceLine, markedValues, reach, xLabel }: Intervals,
  width: number,
): PlotOptions {
  const narrow = isNarrow(width)
  const labels = all.map(({ label }) => label)
  const marginRight = narrow ? 14 : 24 + Math.max(...labels.map((label) => widthOf(label) * COLUMN))
  const rows = rowsOf(
    all.map(({ name }) => name),
    width,
    { rowHeight: narrow ? 22 : 32, marginRight, lines: 2 },
  )
  const domain = logDomain([...all.flatMap(({ low, high }) => [low, high]), band.low, band.high, ...reach])
  const at = all.map((one, index) => {
    const [colour, page] = [inCss(one.colour), inCss('page')]
    const [fill, stroke] = one.isHollow ? [page, colour] : [colour, page]
    return { ...one, colour, fill, stroke, y: index + rows.middle }
  })
  const [hollow, filled] = [at.filter(({ isHollow }) => isHollow), at.filter(({ isHollow }) => !isHollow)]
  const across = { x1: 'low', x2: 'high', y1: 'y', y2: 'y', stroke: 'colour' }
  const upright = { y1: 0, y2: all.length }
  return {
    ...rows.options,
    x: { type: 'log', domain: [...domain], axis: null },
    marks: [
      rect([0], { x1: band.low, x2: band.high, ...upright, fill: inCss('band') }),
      ...bottomAxis(logTicks(domain, rows.inner), { unit: xLabel }),
      ruleX([referenceLine], { stroke: inCss('ink'), ...upright }),
      ...(markedValues ? [ruleX(markedValues, { stroke: inCss('muted'), strokeDasharray: '3 3', ...upright })] : []),
      ...rows.behindNames,
      link(filled, { ...across, strokeWidth: 3 }),
      link(hollow, { ...across, strokeWidth: 1.5, strokeDasharray: '4 3' }),
      dot(at, { x: 'estimate', y: 'y', r: 5, fill: 'fill', stroke: 'stroke', strokeWidth: 1.5 }),
      text(labels, {
        fontSize: 12,
        fontVariant: 'tabular-nums',
        y: (_, index: number) => index + (narrow ? rows.second : rows.middle),
        text: (label: string) => label,
        textAnchor: 'start',
        stroke: inCss('page'),
        strokeWidth: 3,
        fill: inCss('ink'),
        ...(narrow ? { frameAnchor: 'left' } : { frameAnchor: 'right', dx: 14 }),
      }),
      ...rows.marks,
    ],
  }
}
