import { dot, link, type PlotOptions } from '@observablehq/plot'
import { bottomAxis } from '../drawing/axes.ts'
import { inCss } from '../drawing/palette.ts'
import { isNarrow, type Look } from '../drawing/picture.ts'
import { rowsOf } from '../drawing/rows.ts'
import { logDomain, logTicks } from '../drawing/ticks.ts'

/** Two times of one strategy, in milliseconds, the second with how far it reaches. */
export interface TwoTimes {
  readonly variant: string
  readonly hollowMs: number
  readonly fullMs: number
  readonly lowMs: number
  readonly highMs: number
}

/** A row a strategy on one axis of logarithms: a hollow dot and a full one with its reach, and a dotted line between them. */
export function twoDots(
  all: readonly TwoTimes[],
  { width, unit, colours }: Pick<Look, 'colours'> & { readonly width: number; readonly unit: string },
): PlotOptions {
  const rows = rowsOf(
    all.map(({ variant }) => variant),
    width,
    { rowHeight: isNarrow(width) ? 22 : 32 },
  )
  const domain = logDomain(all.flatMap(({ hollowMs, fullMs, lowMs, highMs }) => [hollowMs, fullMs, lowMs, highMs]))
  const at = all.map((one, index) => ({ ...one, row: index + rows.middle, colour: inCss(colours.get(one.variant)!) }))
  const across = { y1: 'row', y2: 'row', stroke: 'colour' }
  const pixels = (ms: number) => (rows.inner * Math.log(ms / domain[0])) / Math.log(domain[1] / domain[0])
  /** What is too short to be seen lies under a dot. */
  const isSeen = (fromMs: number, toMs: number) => Math.abs(pixels(toMs) - pixels(fromMs)) > 0.5
  return {
    ...rows.options,
    x: { type: 'log', domain: [...domain], axis: null },
    marks: [
      ...bottomAxis(logTicks(domain, rows.inner), { unit }),
      link(
        at.filter(({ hollowMs, fullMs }) => isSeen(hollowMs, fullMs)),
        { ...across, x1: 'hollowMs', x2: 'fullMs', strokeDasharray: '2 3' },
      ),
      link(
        at.filter(({ lowMs, highMs }) => isSeen(lowMs, highMs)),
        { ...across, x1: 'lowMs', x2: 'highMs', strokeWidth: 3 },
      ),
      dot(at, { x: 'hollowMs', y: 'row', r: 5, fill: inCss('page'), stroke: 'colour', strokeWidth: 2 }),
      dot(at, { x: 'fullMs', y: 'row', r: 5, fill: 'colour', stroke: inCss('page'), strokeWidth: 1.5 }),
      ...rows.marks,
    ],
  }
}
