import { areaY, dot, line, type Markish, rect, ruleX, text } from '@observablehq/plot'
import type { Axis } from '../../../scenario/axes.ts'
import { labelOf } from '../../../scenario/cell-labels.ts'
import { inOrder, valuesOf } from '../../../judge/sweep/order.ts'
import type { CellResult, SweepResult } from '../../../judge/sweep/judgement.ts'
import { isUnspoken } from '../../../judge/verdict.ts'
import type { Crossover } from '../../../judge/sweep/judgement.ts'
import { isOpen } from '../../../judge/sweep/eligibility.ts'
import { cellsSection, overtakingSection, parted } from '../../sweep-sections.ts'
import { crossoverSentence } from '../../sweep-sentences.ts'
import { leftAxis, MARGINS } from '../drawing/axes.ts'
import { dashOf } from '../drawing/dashes.ts'
import { logAxis } from '../drawing/log-axis.ts'
import { inCss } from '../drawing/palette.ts'
import { type Key, type Look, type Picture, withheldKey } from '../drawing/picture.ts'
import { scaleOf, type Scale } from '../drawing/sweep-scale.ts'
import { logDomain, logTicks } from '../drawing/ticks.ts'
import { bestStrip, STRIP } from './best-strip.ts'

interface Point {
  readonly place: number
  readonly ms: number
  readonly low: number
  readonly high: number
  readonly isPredicted: boolean
  /** Nothing may be said of its speed. */
  readonly isWithheld: boolean
}

interface Curve {
  readonly variant: string
  readonly points: readonly Point[]
}

const HEIGHT = 340

/** The strip stands above the frame, and above that the unit. */
const FRAME = { ...MARGINS, marginTop: MARGINS.marginTop + STRIP.height + STRIP.gap - 10 }

/** How long each strategy takes along the only axis of a sweep, and where one overtakes another. */
export function sweepLines(result: SweepResult, look: Look): Picture | undefined {
  const { colours, messages } = look
  const [axis, ...more] = result.axes
  if (!axis || more.length > 0) return undefined
  const cells = inOrder(result.axes, result.cells)
  const scale = scaleOf(axis, valuesOf(result.axes, axis.path, result.cells))
  const curves = result.variants.map((variant): Curve => ({ variant, points: pointsOf(variant, cells, axis, scale) }))
  // As they are told: first those that change what to ship.
  const told = parted(result.crossovers).flat()
  const crossovers = told.map((one, index) => ({ ...one, number: index + 1 }))
  const tell = (one: Crossover) => `${told.indexOf(one) + 1}: ${crossoverSentence(one, messages)}`
  const points = curves.flatMap((curve) => curve.points)
  const hasPredicted = points.some(({ isPredicted }) => isPredicted)
  const hasWithheld = points.some(({ isWithheld }) => isWithheld)
  const hasOpen = cells.some(isOpen)
  const table = cellsSection(result, true, messages)
  return {
    id: 'lines',
    title: messages.charts.sweepLinesTitle(labelOf(axis.path)),
    description: messages.sentences([
      messages.charts.sweepLinesDescription,
      ...(hasPredicted ? [messages.charts.sweepLinesPredicted] : []),
      ...(crossovers.length > 0 ? [messages.charts.sweepLinesCrossovers] : []),
    ]),
    plot(width) {
      const y = logDomain(points.flatMap(({ low, high }) => [low, high]))
      const frame = { top: FRAME.marginTop, bottom: HEIGHT - FRAME.marginBottom }
      const upright = logAxis(y, [frame.bottom, frame.top])
      return {
        width,
        height: HEIGHT,
        ...FRAME,
        x: { type: scale.isLog ? 'log' : 'linear', domain: [...scale.domain], axis: null },
        y: { type: 'log', domain: [...y], axis: null },
        marks: [
          ...scale.axis(width - FRAME.marginLeft - FRAME.marginRight, labelOf(axis.path)),
          ...leftAxis(logTicks(y, frame.bottom - frame.top, { isUpright: true }), {
            unit: messages.charts.makespanAxis,
            marginTop: FRAME.marginTop,
          }),
          ...bestStrip(cells, { axis, scale, colours, upright }),
          rect(crossovers, { x1: 'low', x2: 'high', y1: y[0], y2: y[1], fill: inCss('band'), fillOpacity: 0.55 }),
          ruleX(crossovers, { x: 'at', stroke: inCss('ink'), strokeDasharray: '3 3' }),
          text(crossovers, {
            x: 'at',
            text: ({ number }) => String(number),
            frameAnchor: 'top',
            dy: -6,
            fontSize: 11,
            fontWeight: 600,
          }),
          ...curves.flatMap((curve, index) => marksOf(curve, index, scale, look)),
        ],
      }
    },
    keys: [
      ...curves.map(({ variant }, index): Key => ({
        label: variant,
        colour: colours.get(variant)!,
        mark: 'line',
        dash: dashOf(index),
      })),
      ...(hasOpen ? [{ label: messages.charts.inconclusiveKey, colour: 'muted', mark: 'hatched' } as const] : []),
      ...(hasWithheld ? [withheldKey(messages)] : []),
    ],
    isOpen: true,
    table: {
      ...table,
      title: '',
      notes: [
        ...overtakingSection(result, { isFull: true, tell }, messages).flatMap(({ notes }) => notes),
        ...table.notes,
      ],
    },
  }
}

/** A line and a band through what was measured; what was predicted lies beside it, on no line. */
function marksOf({ variant, points }: Curve, index: number, { isOrdered }: Scale, { colours }: Look): Markish[] {
  const stroke = inCss(colours.get(variant)!)
  const page = inCss('page')
  const at = { x: 'place', y: 'ms' }
  const measured = points.filter(({ isPredicted }) => !isPredicted)
  return [
    ...(isOrdered ? [areaY(measured, { x: 'place', y1: 'low', y2: 'high', fill: stroke, fillOpacity: 0.18 })] : []),
    line(isOrdered ? measured : [], { ...at, stroke, strokeWidth: 2, strokeDasharray: dashOf(index) }),
    dot(
      points.filter(({ isPredicted }) => isPredicted),
      { ...at, r: 2, fill: stroke, fillOpacity: 0.45 },
    ),
    dot(measured, {
      ...at,
      r: 4,
      fill: ({ isWithheld }: Point) => (isWithheld ? page : stroke),
      stroke: ({ isWithheld }: Point) => (isWithheld ? stroke : page),
    }),
  ]
}

function pointsOf(variant: string, cells: readonly CellResult[], { path }: Axis, { placeOf }: Scale): Point[] {
  return cells.flatMap(({ at, variants, isPredicted }) => {
    const own = variants.find((one) => one.variant === variant)
    if (!own) return []
    const { makespanMs, verdict } = own
    const { median, low = median, high = median } = makespanMs
    const isWithheld = isUnspoken(verdict)
    return [{ place: placeOf(at[path]), ms: median, low, high, isPredicted, isWithheld }]
  })
}
