import { dot, line, link, type PlotOptions } from '@observablehq/plot'
import { bottomAxis, leftAxis, MARGINS } from './axes.ts'
import type { CurvePoint, Curves } from '../../drawing.ts'
import { inCss } from '../../palette.ts'
import { logDomain, logTicks } from './ticks.ts'

const HEIGHT = 280

export function plotCurves({ curves, xLabel, yLabel }: Curves, width: number): PlotOptions {
  const all = curves.flatMap(({ points }) => points)
  const x = logDomain(all.map((point) => point.x))
  const y = logDomain(all.flatMap(({ low, high }) => [low, high]))
  const yTicks = logTicks(y, HEIGHT - MARGINS.marginTop - MARGINS.marginBottom, { isUpright: true })
  return {
    width,
    height: HEIGHT,
    ...MARGINS,
    x: { type: 'log', domain: [...x], axis: null },
    y: { type: 'log', domain: [...y], axis: null },
    marks: [
      ...bottomAxis([...new Set(all.map((point) => point.x))], { unit: xLabel }),
      ...leftAxis(yTicks, { unit: yLabel }),
      ...curves.flatMap(({ points, colour, dash }) => {
        const [stroke, page] = [inCss(colour), inCss('page')]
        return [
          line(points, { x: 'x', y: 'y', stroke, strokeWidth: 2, strokeDasharray: dash }),
          link(points, { x1: 'x', x2: 'x', y1: 'low', y2: 'high', stroke, strokeWidth: 2 }),
          dot(points, {
            x: 'x',
            y: 'y',
            r: 4,
            fill: ({ isHollow }: CurvePoint) => (isHollow ? page : stroke),
            stroke: ({ isHollow }: CurvePoint) => (isHollow ? stroke : page),
          }),
        ]
      }),
    ],
  }
}
