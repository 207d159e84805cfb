import { dot, line, link, type PlotOptions, text } from '@observablehq/plot'
import { shortNames } from '../../short-names.ts'
import { bottomAxis, leftAxis, MARGINS } from './axes.ts'
import type { Scatter } from '../../drawing.ts'
import { placeLabels } from './labels.ts'
import { logAxis } from './log-axis.ts'
import { inCss } from '../../palette.ts'
import { isNarrow } from './room.ts'
import { plates } from './plates.ts'
import { logDomain, logTicks } from './ticks.ts'

const HEIGHT = 320

/** Beyond the outermost dots, as a share of what lies between, so that names have room. */
const ROOM = 0.12

export function plotScatter({ dots, frontier, xLabel, yLabel }: Scatter, width: number): PlotOptions {
  const frame = {
    left: MARGINS.marginLeft,
    right: width - MARGINS.marginRight,
    top: MARGINS.marginTop,
    bottom: HEIGHT - MARGINS.marginBottom,
  }
  const across = logDomain(
    dots.flatMap(({ x, xInterval }) => [x, xInterval.low, xInterval.high]),
    ROOM,
  )
  const upright = logDomain(
    dots.flatMap(({ y, yInterval }) => [y, yInterval.low, yInterval.high]),
    ROOM,
  )
  const xAxis = logAxis(across, [frame.left, frame.right])
  const yAxis = logAxis(upright, [frame.bottom, frame.top])
  const at = dots.map((one) => {
    const [colour, page] = [inCss(one.colour), inCss('page')]
    const [fill, stroke] = one.isHollow ? [page, colour] : [colour, page]
    const { xInterval, yInterval } = one
    return {
      ...one,
      colour,
      fill,
      stroke,
      x1: xInterval.low,
      x2: xInterval.high,
      y1: Math.max(yInterval.low, upright[0]),
      y2: yInterval.high,
    }
  })
  const short = shortNames(
    dots.map(({ name }) => name),
    isNarrow(width) ? 30 : 60,
  )
  const labels = placeLabels(
    at.map(({ name, x, y }) => ({ name: short.get(name)!, x: xAxis.at(x), y: yAxis.at(y) })),
    frame,
    at.flatMap(({ x, y, x1, x2, y1, y2 }) => [
      { left: xAxis.at(x1), right: xAxis.at(x2), top: yAxis.at(y) - 1, bottom: yAxis.at(y) + 1 },
      { left: xAxis.at(x) - 1, right: xAxis.at(x) + 1, top: yAxis.at(y2), bottom: yAxis.at(y1) },
    ]),
  )
  const names = labels.map(({ name, labelX, labelY }) => ({
    text: name,
    x: xAxis.back(labelX),
    y: yAxis.back(labelY),
  }))
  const whisker = { stroke: 'colour', strokeWidth: 2 }
  return {
    width,
    height: HEIGHT,
    ...MARGINS,
    x: { type: 'log', domain: [...across], axis: null },
    y: { type: 'log', domain: [...upright], axis: null },
    marks: [
      ...bottomAxis(logTicks(across, frame.right - frame.left), { unit: xLabel }),
      ...leftAxis(logTicks(upright, frame.bottom - frame.top, { isUpright: true }), { unit: yLabel }),
      plates(names, { anchor: 'middle' }),
      // Of one there is no line.
      line(frontier.length > 1 ? frontier : [], {
        x: 'x',
        y: 'y',
        stroke: inCss('muted'),
        strokeWidth: 2,
        strokeDasharray: '4 4',
      }),
      link(
        at.filter(({ x1, x2 }) => x1 < x2),
        { x1: 'x1', x2: 'x2', y1: 'y', y2: 'y', ...whisker },
      ),
      link(
        at.filter(({ y1, y2 }) => y1 < y2),
        { x1: 'x', x2: 'x', y1: 'y1', y2: 'y2', ...whisker },
      ),
      dot(at, { x: 'x', y: 'y', r: 6, fill: 'fill', stroke: 'stroke', strokeWidth: 1.5 }),
      text(names, {
        x: 'x',
        y: 'y',
        text: 'text',
        fontSize: 12,
        stroke: inCss('page'),
        strokeWidth: 3,
        fill: inCss('ink'),
      }),
    ],
  }
}
