import { areaY, dot, line, type Markish, type PlotOptions, rect, ruleX, text } from '@observablehq/plot'
import { leftAxis, MARGINS } from './axes.ts'
import type { BandedCurves, BandedPoint, StripPiece } from '../../drawing.ts'
import { logAxis, type LogAxis } from './log-axis.ts'
import { inCss } from '../../palette.ts'
import { type Scale, scaleOf } from './sweep-scale.ts'
import { logDomain, logTicks } from './ticks.ts'
import { strokes } from './strokes.ts'

const HEIGHT = 340

/** In pixels, above a frame. */
const STRIP = { height: 10, gap: 18 } as const

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
        lineAnchor: 'bottom',
        dy: -5,
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

/** Coloured pieces side by side above a frame, each as far as the middle between it and its neighbours. */
function stripMarks(
  strip: readonly StripPiece[],
  { scale, upright }: { readonly scale: Scale; readonly upright: LogAxis },
): Markish[] {
  const top = upright.at(upright.domain[1])
  const y1 = upright.back(top - STRIP.gap - STRIP.height)
  const y2 = upright.back(top - STRIP.gap)
  const pieces = strip.map((piece, index) => {
    const [before, after] = [strip[index - 1], strip[index + 1]]
    return {
      ...piece,
      x1: before ? scale.between(before.x, piece.x) : scale.domain[0],
      x2: after ? scale.between(piece.x, after.x) : scale.domain[1],
      y1,
      y2,
    }
  })
  const place = { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', insetLeft: 0.5, insetRight: 0.5 }
  return [
    rect(
      pieces.flatMap((piece) => (piece.colour ? { ...piece, fill: inCss(piece.colour) } : [])),
      { ...place, fill: 'fill', fillOpacity: ({ isFaint }) => (isFaint ? 0.4 : 1) },
    ),
    rect(
      pieces.filter(({ colour, isFaint }) => !colour && !isFaint),
      { ...place, fill: 'none', stroke: inCss('muted') },
    ),
    strokes(
      pieces.filter(({ isHatched }) => isHatched).flatMap(({ x1, x2 }) => hatchesOver(x1, x2, y1, y2, scale)),
      { stroke: inCss('muted'), width: 1, name: 'inconclusive' },
    ),
  ]
}

/** Lines from the lower left to the upper right of a piece. */
function hatchesOver(x1: number, x2: number, y1: number, y2: number, { isLog }: Scale) {
  const at = (share: number) => (isLog ? x1 * (x2 / x1) ** share : x1 + (x2 - x1) * share)
  return [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => ({ x1: at(share - 0.05), x2: at(share + 0.05), y1: y2, y2: y1 }))
}
