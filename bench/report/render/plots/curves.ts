import { dot, line, link, type Markish, type PlotOptions, ruleX, text } from '@observablehq/plot'
import { bottomAxis, leftAxis, MARGINS, RIGHT_MARGIN, rightAxis } from './axes.ts'
import type { CurvePoint, Curves } from '../../drawing.ts'
import { inCss } from '../../palette.ts'
import { type Domain, logDomain, logTicks } from './ticks.ts'

const HEIGHT = 280

export function plotCurves({ curves, xLabel, yLabel, yUnit = 1, right, mark }: Curves, width: number): PlotOptions {
  const all = curves.flatMap(({ points }) => points)
  const x = logDomain(all.map((point) => point.x))
  const y = logDomain(all.flatMap(({ low, high }) => [low, high]))
  return {
    width,
    height: HEIGHT,
    ...MARGINS,
    ...(right && { marginRight: RIGHT_MARGIN }),
    x: { type: 'log', domain: [...x], axis: null },
    y: { type: 'log', domain: [...y], axis: null },
    marks: [
      ...bottomAxis([...new Set(all.map((point) => point.x))], { unit: xLabel }),
      ...leftAxis(ticksIn(y, yUnit), { unit: yLabel, format: inUnits(yUnit) }),
      ...(right ? rightAxis(ticksIn(y, right.unit), { unit: right.label, format: inUnits(right.unit) }) : []),
      ...(mark ? marking(mark, x) : []),
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

/** Places of `y` at which there is a round number of units. */
function ticksIn([low, high]: Domain, unit: number): number[] {
  const pixels = HEIGHT - MARGINS.marginTop - MARGINS.marginBottom
  return logTicks([low * unit, high * unit], pixels, { isUpright: true }).map((tick) => tick / unit)
}

const inUnits = (unit: number) => (tick: number) => String(Number((tick * unit).toPrecision(6)))

/** The word stands on the side where there is more room. */
function marking({ x, label }: NonNullable<Curves['mark']>, [low, high]: Domain): Markish[] {
  const isLeft = x > Math.sqrt(low * high)
  return [
    ruleX([x], { stroke: inCss('ink'), strokeDasharray: '3 3' }),
    text([label], {
      x: () => x,
      text: (one: string) => one,
      frameAnchor: 'top',
      lineAnchor: 'top',
      textAnchor: isLeft ? 'end' : 'start',
      dx: isLeft ? -5 : 5,
      dy: 4,
      fontSize: 11,
      fontWeight: 600,
      stroke: inCss('page'),
      fill: inCss('ink'),
    }),
  ]
}
