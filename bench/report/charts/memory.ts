import type { Block, Key } from '../document.ts'
import { chartBlock } from '../block.ts'
import type { Messages } from '../messages/messages.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { shareState } from '../sentences/emulation.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { memorySizesTable } from '../tables/memory-sizes.ts'
import { dashOf } from './dashes.ts'
import type { CurvePoint, Curves } from '../drawing.ts'
import { coloursOf } from '../palette.ts'

/** What more memory, and with it more of a processor, buys and costs: times and dollars by size. */
export function memoryCurves(results: readonly Result[], messages: Messages): Block[] {
  const sizes = memorySizesTable(results, messages)
  const variants = [
    ...new Set(
      results.flatMap((one) => one.variants.flatMap(({ variant, role }) => (isSelectable(role) ? variant : []))),
    ),
  ]
  const colours = coloursOf(variants.map((variant) => ({ variant })))
  const curvesBy = (pointOf: (result: Result, variant: string) => CurvePoint | undefined): Curves['curves'] =>
    variants
      .map((variant, index) => ({
        name: variant,
        colour: colours.get(variant)!,
        dash: dashOf(index),
        points: results.flatMap((one) => pointOf(one, variant) ?? []),
      }))
      .filter(({ points }) => points.length > 0)
  const drawingOf = (curves: Curves['curves'], yLabel: string): Curves => ({
    chart: 'curves',
    curves,
    xLabel: messages.charts.memorySizeAxis,
    yLabel,
  })
  const times = curvesBy(timeAt)
  const prices = curvesBy(priceAt)
  const lacks = times.some(({ points }) => points.some(({ isHollow }) => isHollow))
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
    chartBlock({
      id: 'memory-time',
      detail: 'summary',
      title: messages.charts.memoryTimeTitle,
      description: messages.charts.memoryTimeDescription,
      drawing: drawingOf(times, messages.charts.makespanAxis),
      keys,
      table: sizes,
    }),
    ...(prices.length === 0
      ? []
      : [
          chartBlock({
            id: 'memory-cost',
            title: messages.charts.memoryCostTitle,
            description: messages.charts.memoryCostDescription,
            drawing: drawingOf(prices, messages.charts.memoryCostAxis),
            keys,
            table: { ...sizes, notes: [] },
          }),
        ]),
  ]
}

function timeAt(result: Result, name: string): CurvePoint | undefined {
  const { variants } = result
  const own = variants.find(({ variant }) => variant === name)
  if (!own || own.samplesFailed > 0) return undefined
  const { median, interval } = own.makespanMs
  return { ...sizeOf(result), y: median, low: interval?.low ?? median, high: interval?.high ?? median }
}

/** Hollow: it did not have the processor that it has on Lambda. */
function sizeOf({ lambda, scenario }: Result): Pick<CurvePoint, 'x' | 'isHollow'> {
  const memoryMb = scenario.memoryMb!
  const size = lambda?.emulation?.sizes.find((one) => one.memoryMb === memoryMb)
  return { x: memoryMb, isHollow: size !== undefined && shareState(size) !== 'as meant' }
}

function priceAt(result: Result, name: string): CurvePoint | undefined {
  const usd = result.lambda?.warm.find(({ variant }) => variant === name)?.usdPerMillion
  if (!usd) return undefined
  const { mean, interval } = usd
  return { ...sizeOf(result), y: mean, low: interval?.low ?? mean, high: interval?.high ?? mean }
}
