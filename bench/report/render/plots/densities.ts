import { dot, line, type Markish, type PlotOptions } from '@observablehq/plot'
import { densityOf } from '../../../statistics/density.ts'
import { extentOf } from '../../../statistics/extent.ts'
import { median } from '../../../statistics/quantile.ts'
import { bottomAxis } from './axes.ts'
import type { Densities, DensityRow } from '../../drawing.ts'
import { inCss } from '../../palette.ts'
import { isNarrow } from './room.ts'
import { rowsOf } from './rows.ts'
import { strokes } from './strokes.ts'
import { type Domain, logDomain, logTicks } from './ticks.ts'

/** Places at which a density is drawn. */
const PLACES = 64

/** Of the height of a row: how high the densest place rises above its baseline, and how far the ticks of samples reach below it. */
const RISE = 0.45
const RUG = 0.28

export function plotDensities({ rows: all, xLabel }: Densities, width: number): PlotOptions {
  const rows = rowsOf(
    all.map(({ name }) => name),
    width,
    { rowHeight: isNarrow(width) ? 44 : 50 },
  )
  const domain = logDomain(all.flatMap(({ samples }) => samples))
  return {
    ...rows.options,
    x: { type: 'log', domain: [...domain], axis: null },
    marks: [
      ...bottomAxis(logTicks(domain, rows.inner), { unit: xLabel }),
      ...rows.behindNames,
      ...all.flatMap((row, index) => marksOf(row, index + rows.middle + 0.1, domain)),
      ...rows.marks,
    ],
  }
}

function marksOf({ samples, colour }: DensityRow, base: number, domain: Domain): Markish[] {
  if (samples.length === 0) return []
  const stroke = inCss(colour)
  return [
    line(outlineOf(samples, domain), {
      x: 'x',
      y: ({ height }: Corner) => base - RISE * height,
      fill: stroke,
      fillOpacity: 0.3,
      stroke,
      strokeWidth: 1.5,
    }),
    strokes(
      samples.map((x) => ({ x1: x, x2: x, y1: base + 0.04, y2: base + RUG })),
      { stroke, width: 1, opacity: 0.75, name: 'runs' },
    ),
    dot([median(samples)], { x: (x: number) => x, y: base, r: 3.5, fill: inCss('ink'), stroke: inCss('page') }),
  ]
}

interface Corner {
  readonly x: number
  /** 1 where the density is highest. */
  readonly height: number
}

/** The density of the logarithms, since these are what the axis shows; of at least one sample. */
function outlineOf(samples: readonly number[], [low, high]: Domain): Corner[] {
  const points = densityOf(samples.map(Math.log), { places: PLACES, least: 0.004 * Math.log(high / low) })
  const highest = Math.max(...points.map(({ density }) => density))
  const [least, greatest] = extentOf(samples)
  const corners = points.map(({ at, density }) => ({ x: Math.exp(at), height: density / highest }))
  const within = corners.filter(({ x }) => x >= least && x <= greatest)
  // The places lie wider apart than samples that are all but the same.
  const own = within.length > 2 ? within : corners
  // Down to its foot at both ends, so that it is filled.
  return [{ ...own[0]!, height: 0 }, ...own, { ...own.at(-1)!, height: 0 }]
}
