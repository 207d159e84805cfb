import { type Markish, type PlotOptions, rect, text, type RenderFunction } from '@observablehq/plot'
import { bottomAxis } from './axes.ts'
import type { Reach, Series, Spans, SpansPanel } from '../../drawing.ts'
import { inCss } from '../../palette.ts'
import { isNarrow } from './room.ts'
import { strokes } from './strokes.ts'
import { linearTicks } from './ticks.ts'

const MARGINS = { marginLeft: 8, marginRight: 14, marginTop: 4, marginBottom: 38 }

/** Heights in pixels. */
const HEADER = 20
const AREA = 30
const GAP = 12

export function plotSpans({ kinds, panels, band, xLabel }: Spans, width: number): PlotOptions {
  const room = isNarrow(width) ? 'narrow' : 'wide'
  const lane = Math.max(2.5, Math.min(7, 90 / panels[0]!.lanes.length))
  const heights = panels.map(({ lanes }) => HEADER + lane * lanes.length + 6 + AREA + GAP)
  const total = heights.reduce((sum, height) => sum + height, 0)
  const last = Math.max(...panels.map(({ end }) => end))
  const most = Math.max(...panels.map(({ maxConcurrency }) => maxConcurrency))
  const marks = panels.flatMap((panel, index) => {
    const top = heights.slice(0, index).reduce((sum, height) => sum + height, 0)
    return [
      // No line of the axis runs through the label.
      rect([0], { y1: top, y2: top + HEADER, fill: inCss('page') }),
      text([room === 'narrow' ? panel.shortLabel : panel.label], {
        frameAnchor: 'left',
        textAnchor: 'start',
        y: top + HEADER / 2,
        text: (label: string) => label,
        fontWeight: 600,
        fontSize: room === 'narrow' ? 11 : 12,
      }),
      ...bandsOf(panel, band, { top: top + HEADER, lane }),
      ...lanesOf(panel, kinds, { top: top + HEADER, lane }),
      ...areasOf(kinds, panel.underWay[room], { base: top + heights[index]! - GAP, end: panel.end, most }),
    ]
  })
  return {
    width,
    height: total + MARGINS.marginTop + MARGINS.marginBottom,
    ...MARGINS,
    x: { domain: [0, last], axis: null },
    y: { domain: [0, total], range: [MARGINS.marginTop, MARGINS.marginTop + total], axis: null },
    marks: [
      ...bottomAxis(linearTicks([0, last], width - MARGINS.marginLeft - MARGINS.marginRight), { unit: xLabel }),
      ...marks,
    ],
  }
}

interface LanesPlace {
  readonly top: number
  /** The height of a lane. */
  readonly lane: number
}

function bandsOf(
  { bands, lanes }: SpansPanel,
  { colour, opacity }: Spans['band'],
  { top, lane }: LanesPlace,
): Markish[] {
  return bands.length === 0
    ? []
    : [
        rect(bands, {
          x1: ([from]: Reach) => from,
          x2: ([, until]: Reach) => until,
          y1: top,
          y2: top + lane * lanes.length + 4,
          fill: inCss(colour),
          fillOpacity: opacity,
        }),
      ]
}

function lanesOf({ lanes }: SpansPanel, kinds: readonly Series[], { top, lane }: LanesPlace): Markish[] {
  return kinds.map(({ colour }, kind) =>
    strokes(
      lanes.flatMap((spans, index) => {
        const span = spans[kind]
        const y = top + (index + 0.5) * lane
        return span ? [{ x1: span[0], x2: span[1], y1: y, y2: y }] : []
      }),
      { stroke: inCss(colour), width: lane * 0.78, name: `lanes ${colour}` },
    ),
  )
}

interface AreaPlace {
  /** The lower edge. */
  readonly base: number
  /** Where it ends on the x axis. */
  readonly end: number
  /** How many spans are as high as the area may be. */
  readonly most: number
}

/** Stacked: the upper edge is the number of all spans under way. */
function areasOf(
  kinds: readonly Series[],
  underWay: SpansPanel['underWay']['wide'],
  { base, end, most }: AreaPlace,
): Markish[] {
  const heightOf = (count: number) => base - (AREA * count) / most
  return kinds.map(({ colour }, kind) => {
    const below = underWay.slice(0, kind)
    const counts = underWay[kind]!
    const length = end / counts.length
    const steps = counts.map((count, index) => {
      const from = below.reduce((sum, other) => sum + other[index]!, 0)
      return { x1: index * length, x2: (index + 1) * length, low: heightOf(from), high: heightOf(from + count) }
    })
    return stepArea(steps, { fill: inCss(colour), opacity: 0.75, name: `under-way ${colour}` })
  })
}

const SVG = 'http://www.w3.org/2000/svg'

/** A stretch of an area that has the same height throughout, in the units of the axes. */
interface Step {
  readonly x1: number
  readonly x2: number
  readonly low: number
  readonly high: number
}

/** An area with an upper and a lower edge of steps, as one path whose edges turn only where they do: a tenth of the bytes of an area through all points. */
function stepArea(
  steps: readonly Step[],
  { fill, opacity, name }: { readonly fill: string; readonly opacity: number; readonly name: string },
): Markish {
  const render: RenderFunction = (_index, scales, _values, _dimensions, context) => {
    const x = scales.x as (value: number) => number
    const y = scales.y as (value: number) => number
    const tenths = (pixels: number) => String(Math.round(pixels * 10) / 10)
    const upper = steps.map(({ x1, x2, high }) => ({ from: tenths(x(x1)), until: tenths(x(x2)), at: tenths(y(high)) }))
    const lower = steps
      .toReversed()
      .map(({ x1, x2, low }) => ({ from: tenths(x(x2)), until: tenths(x(x1)), at: tenths(y(low)) }))
    const path = context.document.createElementNS(SVG, 'path')
    path.setAttribute('d', `M${upper[0]?.from ?? 0} ${lower.at(-1)?.at ?? 0}${edge(upper)}${edge(lower)}Z`)
    path.setAttribute('fill', fill)
    path.setAttribute('fill-opacity', String(opacity))
    path.setAttribute('class', name)
    return path
  }
  return render
}

/** Along one edge: to each height, and on at it as long as it stays. */
function edge(pieces: readonly { readonly from: string; readonly until: string; readonly at: string }[]): string {
  return pieces
    .map(({ until, at }, index) => {
      const turn = pieces[index - 1]?.at === at ? '' : `V${at}`
      return pieces[index + 1]?.at === at ? turn : `${turn}H${until}`
    })
    .join('')
}
