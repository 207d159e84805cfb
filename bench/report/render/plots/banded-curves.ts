import { areaY, dot, line, type Markish, type PlotOptions, rect, ruleX, text } from '@observablehq/plot'
import { leftAxis, MARGINS } from './axes.ts'
import type { BandedCurves, BandedPoint } from '../../drawing.ts'
import { logAxis } from './log-axis.ts'
import { inCss } from '../../palette.ts'
import { type Scale, scaleOf } from './sweep-scale.ts'
import { logDomain, logTicks } from './ticks.ts'
import { STRIP, stripMarks } from './strip.ts'

const HEIGHT = 340

/** The strip stands above the frame, and above that the label of the y axis. */
const FRAME = { ...MARGINS, marginTop: MARGINS.marginTop + STRIP.height + STRIP.gap - 10 }

export function plotBandedCurves(
  { x, curves, strip, crossovers, xLabel, yLabel }: BandedCurves,
  width: number,
): PlotOptions {
  const scale = scaleOf(x)
  const y = logDomain(curves.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high])))
  const frame = { top: FRAME.marginTop, bottom: HEIGHT - FRAME.marginBottom }
  const upright = logAxis(y, [frame.bottom, frame.top])
  return {
    width,
    height: HEIGHT,
    ...FRAME,
    x: { type: scale.isLog ? 'log' : 'linear', domain: [...scale.domain], axis: null },
    y: { type: 'log', domain: [...y], axis: null },
    marks: [
      ...scale.axis(width - FRAME.marginLeft - FRAME.marginRight, xLabel),
      ...leftAxis(logTicks(y, frame.bottom - frame.top, { isUpright: true }), {
        unit: yLabel,
        marginTop: FRAME.marginTop,
      }),
      ...stripMarks(strip, { scale, upright }),
      rect(crossovers, { x1: 'low', x2: 'high', y1: y[0], y2: y[1], fill: inCss('band'), fillOpacity: 0.55 }),
      ruleX(crossovers, { x: 'at', stroke: inCss('ink'), strokeDasharray: '3 3' }),
      text(crossovers, {
        x: 'at',
        text: (_, index: number) => String(index + 1),
        frameAnchor: 'top',
        dy: -6,
        fontSize: 11,
        fontWeight: 600,
      }),
      ...curves.flatMap((curve) => marksOf(curve, scale)),
    ],
  }
}

function marksOf(
  { points, colour, dash }: BandedCurves['curves'][number],
  { isOrdered }: Pick<Scale, 'isOrdered'>,
): Markish[] {
  const [stroke, page] = [inCss(colour), inCss('page')]
  const at = { x: 'x', y: 'y' }
  const joined = points.filter(({ isFaint }) => !isFaint)
  return [
    ...(isOrdered ? [areaY(joined, { x: 'x', y1: 'low', y2: 'high', fill: stroke, fillOpacity: 0.18 })] : []),
    line(isOrdered ? joined : [], { ...at, stroke, strokeWidth: 2, strokeDasharray: dash }),
    dot(
      points.filter(({ isFaint }) => isFaint),
      { ...at, r: 2, fill: stroke, fillOpacity: 0.45 },
    ),
    dot(joined, {
      ...at,
      r: 4,
      fill: ({ isHollow }: BandedPoint) => (isHollow ? page : stroke),
      stroke: ({ isHollow }: BandedPoint) => (isHollow ? stroke : page),
    }),
  ]
}
