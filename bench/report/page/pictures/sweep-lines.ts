import { areaY, dot, line, type Markish, rect, ruleX, text } from '@observablehq/plot'
import { type Axis, isNumeric } from '../../../sweep/axes.ts'
import { formatValue, labelOf } from '../../../sweep/labels.ts'
import { inOrder, valuesOf } from '../../../sweep/order.ts'
import type { CellResult, SweepResult } from '../../../sweep/result.ts'
import { cellsSection } from '../../sweep-sections.ts'
import { crossoverSentence } from '../../sweep-sentences.ts'
import { bottomAxis, leftAxis, MARGINS } from '../axes.ts'
import { dashOf } from '../dashes.ts'
import { inCss } from '../palette.ts'
import type { Key, Look, Picture } from '../picture.ts'
import { type Domain, linearTicks, logDomain, logTicks } from '../ticks.ts'

interface Point {
  readonly place: number
  readonly ms: number
  readonly low: number
  readonly high: number
  readonly isPredicted: boolean
}

/** How long each strategy takes along the only axis of a sweep, and where one overtakes another. */
export function sweepLines(result: SweepResult, { colours, language }: Look): Picture | undefined {
  const { say, sentences } = language
  const [axis, ...more] = result.axes
  if (!axis || more.length > 0) return undefined
  const values = valuesOf(result.axes, axis.path, result.cells)
  const scale = scaleOf(axis, values)
  const curves = result.strategies.map((arm) => ({
    arm,
    points: pointsOf(arm, inOrder(result.axes, result.cells), axis, scale),
  }))
  const crossovers = result.crossovers.map((one, index) => ({ ...one, number: index + 1 }))
  const hasPredicted = result.cells.some(({ isPredicted }) => isPredicted)
  const { notes: _, ...table } = cellsSection(result, true, language)
  return {
    id: 'lines',
    title: say`Time by ${labelOf(axis.path)}`,
    description: sentences([
      say`Medians of makespans; bands are their intervals of 95 %.`,
      ...(hasPredicted ? [say`Hollow dots are predicted, not measured.`] : []),
      ...(crossovers.length > 0
        ? [say`A numbered line with its band is where one strategy overtakes another, with the interval of that place.`]
        : []),
    ]),
    plot(width) {
      const inner = width - MARGINS.marginLeft - MARGINS.marginRight
      const domain = scale.domain
      const y = logDomain(curves.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high])))
      const height = 320
      return {
        width,
        height,
        ...MARGINS,
        x: { type: scale.isLog ? 'log' : 'linear', domain: [...domain], axis: null },
        y: { type: 'log', domain: [...y], axis: null },
        marks: [
          ...scale.axis(inner, labelOf(axis.path)),
          ...leftAxis(logTicks(y, height, String), { unit: say`makespan, ms` }),
          rect(crossovers, { x1: 'low', x2: 'high', y1: y[0], y2: y[1], fill: inCss('band'), fillOpacity: 0.55 }),
          ruleX(crossovers, { x: 'at', stroke: inCss('ink'), strokeDasharray: '3 3' }),
          text(crossovers, {
            x: 'at',
            text: ({ number }) => String(number),
            frameAnchor: 'top',
            // Of those that lie close to each other each has its own height.
            dy: -6,
            dx: 0,
            fontSize: 11,
            fontWeight: 600,
          }),
          ...curves.flatMap(({ arm, points }, index) => {
            const stroke = inCss(colours.get(arm)!)
            const measured = points.filter(({ isPredicted }) => !isPredicted)
            const predicted = points.filter(({ isPredicted }) => isPredicted)
            return [
              ...(!scale.isOrdered
                ? []
                : [areaY(measured, { x: 'place', y1: 'low', y2: 'high', fill: stroke, fillOpacity: 0.18 })]),
              line(points, { x: 'place', y: 'ms', stroke, strokeWidth: 2, strokeDasharray: dashOf(index) }),
              dot(measured, { x: 'place', y: 'ms', r: 4, fill: stroke, stroke: inCss('page') }),
              dot(predicted, { x: 'place', y: 'ms', r: 3, fill: inCss('page'), stroke, strokeWidth: 1.5 }),
            ]
          }),
        ],
      }
    },
    keys: curves.map(({ arm }, index): Key => ({
      label: arm,
      colour: colours.get(arm)!,
      mark: 'line',
      dash: dashOf(index),
    })),
    table: {
      ...table,
      title: '',
      notes: crossovers.map((one) => `${one.number}: ${crossoverSentence(one, language)}`),
    },
  }
}

interface Scale {
  readonly isLog: boolean
  readonly isOrdered: boolean
  readonly domain: Domain
  readonly placeOf: (value: unknown) => number
  /** Drawn in so many pixels. */
  readonly axis: (inner: number, unit: string) => Markish[]
}

function scaleOf(axis: Axis, values: readonly unknown[]): Scale {
  if (!isNumeric(axis)) return scaleOfNames(values.map(formatValue))
  const places = values as number[]
  const isLog = places.every((place) => place > 0)
  const domain: Domain = isLog ? logDomain(places) : [Math.min(...places), Math.max(...places)]
  return {
    isLog,
    isOrdered: true,
    domain,
    placeOf: (value) => value as number,
    axis: (inner, unit) => bottomAxis(isLog ? logTicks(domain, inner, String) : linearTicks(domain, inner), { unit }),
  }
}

/** Values without an order stand beside each other, their names broken into lines. */
function scaleOfNames(names: readonly string[]): Scale {
  return {
    isLog: false,
    isOrdered: false,
    domain: [-0.5, names.length - 0.5],
    placeOf: (value) => names.indexOf(formatValue(value)),
    axis: (inner) => [
      text(names, {
        x: (_, index: number) => index,
        text: (name: string) => name,
        fontSize: 11,
        fill: inCss('muted'),
        lineWidth: inner / names.length / 11 - 1,
        frameAnchor: 'bottom',
        lineAnchor: 'top',
        dy: 6,
      }),
    ],
  }
}

function pointsOf(arm: string, cells: readonly CellResult[], { path }: Axis, { placeOf }: Scale): Point[] {
  return cells.flatMap(({ at, arms, isPredicted }) => {
    const own = arms.find((one) => one.arm === arm)
    if (!own || !Number.isFinite(own.makespanMs.median)) return []
    const { median, low = median, high = median } = own.makespanMs
    return [{ place: placeOf(at[path]), ms: median, low, high, isPredicted }]
  })
}
