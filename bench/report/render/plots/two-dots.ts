import { dot, link, type PlotOptions } from '@observablehq/plot'
import { bottomAxis } from './axes.ts'
import type { TwoDots } from '../../drawing.ts'
import { inCss } from '../../palette.ts'
import { isNarrow } from './room.ts'
import { rowsOf } from './rows.ts'
import { logDomain, logTicks } from './ticks.ts'

export function plotTwoDots({ rows: all, xLabel }: TwoDots, width: number): PlotOptions {
  const rows = rowsOf(
    all.map(({ name }) => name),
    width,
    { rowHeight: isNarrow(width) ? 22 : 32 },
  )
  const domain = logDomain(all.flatMap(({ hollow, filled, low, high }) => [hollow, filled, low, high]))
  const at = all.map((one, index) => ({ ...one, y: index + rows.middle, stroke: inCss(one.colour) }))
  const across = { y1: 'y', y2: 'y', stroke: 'stroke' }
  const pixels = (value: number) => (rows.inner * Math.log(value / domain[0])) / Math.log(domain[1] / domain[0])
  /** What is too short to be seen lies under a dot. */
  const isSeen = (from: number, until: number) => Math.abs(pixels(until) - pixels(from)) > 0.5
  return {
    ...rows.options,
    x: { type: 'log', domain: [...domain], axis: null },
    marks: [
      ...bottomAxis(logTicks(domain, rows.inner), { unit: xLabel }),
      ...rows.behindNames,
      link(
        at.filter(({ hollow, filled }) => isSeen(hollow, filled)),
        { ...across, x1: 'hollow', x2: 'filled', strokeDasharray: '2 3' },
      ),
      link(
        at.filter(({ low, high }) => isSeen(low, high)),
        { ...across, x1: 'low', x2: 'high', strokeWidth: 3 },
      ),
      dot(at, { x: 'hollow', y: 'y', r: 5, fill: inCss('page'), stroke: 'stroke', strokeWidth: 2 }),
      dot(at, { x: 'filled', y: 'y', r: 5, fill: 'stroke', stroke: inCss('page'), strokeWidth: 1.5 }),
      ...rows.marks,
    ],
  }
}
