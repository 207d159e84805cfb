import { dot, line, link } from '@observablehq/plot'
import type { Language } from '../../../language/language.ts'
import { isContestant } from '../../../schedule.ts'
import type { Interval } from '../../../statistics/interval.ts'
import type { Result } from '../../result.ts'
import { sizesSection } from '../../sizes.ts'
import { bottomAxis, leftAxis, MARGINS } from '../axes.ts'
import { dashOf } from '../dashes.ts'
import { coloursOf, inCss } from '../palette.ts'
import type { Look, Picture } from '../picture.ts'
import { logDomain, logTicks } from '../ticks.ts'

interface Point extends Interval {
  readonly memoryMb: number
  readonly value: number
}

interface Curve {
  readonly arm: string
  readonly points: readonly Point[]
}

/** What more memory, and with it more of a processor, buys and costs: times and dollars by size. */
export function memoryCurves(results: readonly Result[], language: Language): Picture[] {
  const { say } = language
  const sizes = sizesSection(results, language)
  if (!sizes) return []
  const arms = [
    ...new Set(results.flatMap((one) => one.arms.flatMap(({ arm, role }) => (isContestant(role) ? arm : [])))),
  ]
  const colours = coloursOf(arms.map((arm) => ({ arm })))
  const curvesBy = (pointOf: (result: Result, arm: string) => Point | undefined): Curve[] =>
    arms
      .map((arm) => ({ arm, points: results.flatMap((one) => pointOf(one, arm) ?? []) }))
      .filter(({ points }) => points.length > 0)
  const times = curvesBy(timeAt)
  const prices = curvesBy(priceAt)
  const keys = arms.map((arm, index) => ({
    label: arm,
    colour: colours.get(arm)!,
    mark: 'line' as const,
    dash: dashOf(index),
  }))
  return [
    {
      id: 'memory-time',
      title: say`Time by size of memory`,
      description: say`Medians over containers with their intervals where there are any; Lambda gives a function more of a processor with more memory.`,
      plot: (width) => draw(times, { width, what: say`makespan, ms`, arms, colours, language }),
      keys,
      table: sizes,
    },
    ...(prices.length === 0
      ? []
      : [
          {
            id: 'memory-cost',
            title: say`Cost by size of memory`,
            description: say`US dollars for a million warm invocations, means over containers with their intervals of 95 %.`,
            plot: (width: number) => draw(prices, { width, what: say`USD a million`, arms, colours, language }),
            keys,
            table: { ...sizes, notes: [] },
          },
        ]),
  ]
}

function timeAt({ arms, scenario }: Result, name: string): Point | undefined {
  const own = arms.find(({ arm }) => arm === name)
  if (!own || !Number.isFinite(own.makespanMs.median)) return undefined
  const { median, interval } = own.makespanMs
  return { memoryMb: scenario.memoryMb!, value: median, low: interval?.low ?? median, high: interval?.high ?? median }
}

function priceAt({ lambda, scenario }: Result, name: string): Point | undefined {
  const usd = lambda?.warm.find(({ arm }) => arm === name)?.usdPerMillion
  if (!usd) return undefined
  const { mean, interval } = usd
  return { memoryMb: scenario.memoryMb!, value: mean, low: interval?.low ?? mean, high: interval?.high ?? mean }
}

interface Chart extends Look {
  readonly width: number
  readonly what: string
  readonly arms: readonly string[]
}

function draw(
  curves: readonly Curve[],
  { width, what, arms, colours, language: { say } }: Chart,
): ReturnType<Picture['plot']> {
  const points = curves.flatMap((curve) => curve.points)
  const x = logDomain(points.map(({ memoryMb }) => memoryMb))
  const y = logDomain(points.flatMap(({ low, high }) => [low, high]))
  const yTicks = logTicks(y, 400, String)
  return {
    width,
    height: 280,
    ...MARGINS,
    x: { type: 'log', domain: [...x], axis: null },
    y: { type: 'log', domain: [...y], axis: null },
    marks: [
      ...bottomAxis([...new Set(points.map(({ memoryMb }) => memoryMb))], { unit: say`memory, MB` }),
      ...leftAxis(yTicks, { unit: what }),
      ...curves.flatMap(({ arm, points: own }) => {
        const stroke = inCss(colours.get(arm)!)
        return [
          line(own, { x: 'memoryMb', y: 'value', stroke, strokeWidth: 2, strokeDasharray: dashOf(arms.indexOf(arm)) }),
          link(own, { x1: 'memoryMb', x2: 'memoryMb', y1: 'low', y2: 'high', stroke, strokeWidth: 2 }),
          dot(own, { x: 'memoryMb', y: 'value', r: 4, fill: stroke, stroke: inCss('page') }),
        ]
      }),
    ],
  }
}
