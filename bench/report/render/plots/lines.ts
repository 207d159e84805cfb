import { lineY, type PlotOptions } from '@observablehq/plot'
import { extentOf } from '../../../statistics/extent.ts'
import { bottomAxis, leftAxis, MARGINS } from './axes.ts'
import type { Lines } from '../../drawing.ts'
import { inCss } from '../../palette.ts'
import { linearTicks } from './ticks.ts'

const HEIGHT = 240

export function plotLines({ lines, xLabel, yLabel }: Lines, width: number): PlotOptions {
  // Lines of a single value, or of nothing but zeros, still have axes.
  const last = Math.max(2, ...lines.map(({ values }) => values.length))
  const [, most] = extentOf([1, ...lines.flatMap(({ values }) => values)])
  const inner = width - MARGINS.marginLeft - MARGINS.marginRight
  return {
    width,
    height: HEIGHT,
    ...MARGINS,
    x: { domain: [1, last], axis: null },
    y: { domain: [0, most], axis: null },
    marks: [
      ...bottomAxis(linearTicks([1, last], inner).filter(Number.isInteger), { unit: xLabel }),
      ...leftAxis(linearTicks([0, most], HEIGHT).filter(Number.isInteger), { unit: yLabel }),
      ...lines.map(({ values, colour, dash }) =>
        lineY(values, {
          x: (_, index: number) => index + 1,
          y: (value: number) => value,
          stroke: inCss(colour),
          strokeWidth: 2,
          strokeDasharray: dash,
        }),
      ),
    ],
  }
}
