import { dot, line, link } from '@observablehq/plot'
import type { Messages } from '../../messages/messages.ts'
import { isSelectable } from '../../../plan/schedule.ts'
import type { Interval } from '../../../statistics/interval.ts'
import { shareWord } from '../../emulation.ts'
import type { Result } from '../../../judge/comparison/judgement.ts'
import { sizesSection } from '../../sizes.ts'
import { bottomAxis, leftAxis, MARGINS } from '../drawing/axes.ts'
import { dashOf } from '../drawing/dashes.ts'
import { coloursOf, inCss } from '../drawing/palette.ts'
import type { Key, Look, Picture } from '../drawing/picture.ts'
import { logDomain, logTicks } from '../drawing/ticks.ts'

/** In pixels. */
const HEIGHT = 280

interface Point extends Interval {
  readonly memoryMb: number
  readonly value: number
  /** It did not have the processor that it has on Lambda. */
  readonly lacksProcessor: boolean
}

interface Curve {
  readonly variant: string
  readonly points: readonly Point[]
}

/** What more memory, and with it more of a processor, buys and costs: times and dollars by size. */
export function memoryCurves(results: readonly Result[], messages: Messages): Picture[] {
  const sizes = sizesSection(results, messages)
  if (!sizes) return []
  const variants = [
    ...new Set(
      results.flatMap((one) => one.variants.flatMap(({ variant, role }) => (isSelectable(role) ? variant : []))),
    ),
  ]
  const colours = coloursOf(variants.map((variant) => ({ variant })))
  const curvesBy = (pointOf: (result: Result, variant: string) => Point | undefined): Curve[] =>
    variants
      .map((variant) => ({ variant, points: results.flatMap((one) => pointOf(one, variant) ?? []) }))
      .filter(({ points }) => points.length > 0)
  const times = curvesBy(timeAt)
  const prices = curvesBy(priceAt)
  const lacks = times.some(({ points }) => points.some(({ lacksProcessor }) => lacksProcessor))
  const keys: Key[] = [
    ...variants.map((variant, index): Key => ({
      label: variant,
      colour: colours.get(variant)!,
      mark: 'line',
      dash: dashOf(index),
    })),
    ...(lacks ? [{ label: messages.charts.memoryLacksProcessorKey, colour: 'muted', mark: 'ring' } as const] : []),
  ]
  return [
    {
      id: 'memory-time',
      title: messages.charts.memoryTimeTitle,
      description: messages.charts.memoryTimeDescription,
      plot: (width) => draw(times, { width, what: messages.charts.makespanAxis, variants, colours, messages }),
      keys,
      table: sizes,
    },
    ...(prices.length === 0
      ? []
      : [
          {
            id: 'memory-cost',
            title: messages.charts.memoryCostTitle,
            description: messages.charts.memoryCostDescription,
            plot: (width: number) =>
              draw(prices, { width, what: messages.charts.memoryCostAxis, variants, colours, messages }),
            keys,
            table: { ...sizes, notes: [] },
          },
        ]),
  ]
}

function timeAt(result: Result, name: string): Point | undefined {
  const { variants } = result
  const own = variants.find(({ variant }) => variant === name)
  if (!own || own.samplesFailed > 0) return undefined
  const { median, interval } = own.makespanMs
  return { ...sizeOf(result), value: median, low: interval?.low ?? median, high: interval?.high ?? median }
}

function sizeOf({ lambda, scenario }: Result): Pick<Point, 'memoryMb' | 'lacksProcessor'> {
  const memoryMb = scenario.memoryMb!
  const size = lambda?.emulation?.sizes.find((one) => one.memoryMb === memoryMb)
  return { memoryMb, lacksProcessor: size !== undefined && shareWord(size) !== 'as meant' }
}

function priceAt(result: Result, name: string): Point | undefined {
  const usd = result.lambda?.warm.find(({ variant }) => variant === name)?.usdPerMillion
  if (!usd) return undefined
  const { mean, interval } = usd
  return { ...sizeOf(result), value: mean, low: interval?.low ?? mean, high: interval?.high ?? mean }
}

interface Chart extends Look {
  readonly width: number
  readonly what: string
  readonly variants: readonly string[]
}

function draw(
  curves: readonly Curve[],
  { width, what, variants, colours, messages }: Chart,
): ReturnType<Picture['plot']> {
  const points = curves.flatMap((curve) => curve.points)
  const x = logDomain(points.map(({ memoryMb }) => memoryMb))
  const y = logDomain(points.flatMap(({ low, high }) => [low, high]))
  const yTicks = logTicks(y, HEIGHT - MARGINS.marginTop - MARGINS.marginBottom, { isUpright: true })
  return {
    width,
    height: HEIGHT,
    ...MARGINS,
    x: { type: 'log', domain: [...x], axis: null },
    y: { type: 'log', domain: [...y], axis: null },
    marks: [
      ...bottomAxis([...new Set(points.map(({ memoryMb }) => memoryMb))], { unit: messages.charts.memorySizeAxis }),
      ...leftAxis(yTicks, { unit: what }),
      ...curves.flatMap(({ variant, points: own }) => {
        const stroke = inCss(colours.get(variant)!)
        return [
          line(own, {
            x: 'memoryMb',
            y: 'value',
            stroke,
            strokeWidth: 2,
            strokeDasharray: dashOf(variants.indexOf(variant)),
          }),
          link(own, { x1: 'memoryMb', x2: 'memoryMb', y1: 'low', y2: 'high', stroke, strokeWidth: 2 }),
          dot(own, {
            x: 'memoryMb',
            y: 'value',
            r: 4,
            fill: ({ lacksProcessor }: Point) => (lacksProcessor ? inCss('page') : stroke),
            stroke: ({ lacksProcessor }: Point) => (lacksProcessor ? stroke : inCss('page')),
          }),
        ]
      }),
    ],
  }
}
