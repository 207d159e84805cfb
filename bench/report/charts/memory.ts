import type { Block, Key } from '../document.ts'
import { chartBlock } from '../block.ts'
import type { Messages } from '../messages/messages.ts'
import { recommendedIn } from '../../judge/comparison/recommendation.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { shareState } from '../sentences/emulation.ts'
import type { Result, VariantResult } from '../../judge/comparison/judgement.ts'
import { tableOf } from '../build-table.ts'
import { formatRatio } from '../format.ts'
import { memorySizesTable } from '../tables/memory-sizes.ts'
import { dashOf } from './dashes.ts'
import type { CurvePoint, Curves } from '../drawing.ts'
import { type Colour, coloursOf } from '../palette.ts'

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
function sizeOf(result: Result): Pick<CurvePoint, 'x' | 'isHollow'> {
  return sizeIn(result, result.scenario.memoryMb!)
}

function sizeIn({ lambda }: Result, memoryMb: number): Pick<CurvePoint, 'x' | 'isHollow'> {
  const size = lambda?.emulation?.sizes.find((one) => one.memoryMb === memoryMb)
  return { x: memoryMb, isHollow: size !== undefined && shareState(size) !== 'as meant' }
}

function priceAt(result: Result, name: string): CurvePoint | undefined {
  const usd = result.lambda?.warm.find(({ variant }) => variant === name)?.usdPerMillion
  if (!usd) return undefined
  const { mean, interval } = usd
  return { ...sizeOf(result), y: mean, low: interval?.low ?? mean, high: interval?.high ?? mean }
}

/**
 * What each size of one function takes and costs; undefined unless there are several sizes. The places are ratios to the reference, of which the
 * intervals are those of the verdicts; the axes say what that is of its time and of its cost.
 */
export function memorySizes(result: Result, messages: Messages): Block | undefined {
  const { scenario, variants, lambda } = result
  const reference = variants.find(({ role }) => role === 'reference')
  const sized = variants
    .filter(({ role }) => isSelectable(role))
    .flatMap((one) => {
      const memoryMb = lambda?.warm.find(({ variant }) => variant === one.variant)?.memoryMb
      return memoryMb === undefined || memoryMb === 0 ? [] : { one, memoryMb }
    })
    .sort((a, b) => a.memoryMb - b.memoryMb)
  const isOneFunction = new Set(sized.map(({ one }) => one.variant.split('@')[0])).size === 1
  const isSized = new Set(sized.map(({ memoryMb }) => memoryMb)).size === sized.length
  if (!reference || sized.length < 2 || !isOneFunction || !isSized) return undefined
  const curve = (
    name: string,
    colour: Colour,
    place: number,
    ratioOf: (one: VariantResult) => VariantResult['ratio'],
  ): Curves['curves'][number] => ({
    name,
    colour,
    dash: dashOf(place),
    points: sized.flatMap(({ one, memoryMb }) => {
      const ratio = one === reference ? { ratio: 1, low: 1, high: 1 } : ratioOf(one)
      return ratio ? [{ ...sizeIn(result, memoryMb), y: ratio.ratio, low: ratio.low, high: ratio.high }] : []
    }),
  })
  const curves = [
    curve(messages.charts.memorySizesTimeKey, 'fetch', 0, ({ ratio }) => ratio),
    ...(result.isBilled ? [curve(messages.charts.memorySizesCostKey, 'notify', 1, ({ costRatio }) => costRatio)] : []),
  ]
  const lacks = curves.some(({ points }) => points.some(({ isHollow }) => isHollow))
  const usd = result.isBilled && lambda?.warm.find(({ variant }) => variant === reference.variant)?.usdPerMillion
  const recommended = sized.find(({ one }) => one.variant === recommendedIn(result))
  return chartBlock({
    id: 'memory-sizes',
    detail: 'summary',
    title: messages.charts.memorySizesTitle,
    description: messages.charts.memorySizesDescription(
      scenario.reference,
      lambda?.timedBy?.includes('answer') ? messages.charts.memorySizesRunTime : messages.charts.memorySizesTime,
    ),
    drawing: {
      chart: 'curves',
      curves,
      xLabel: messages.charts.memorySizeAxis,
      yLabel: messages.charts.makespanAxis,
      yUnit: reference.makespanMs.median,
      ...(usd && { right: { label: messages.charts.memoryCostAxis, unit: usd.mean } }),
      ...(recommended && { mark: { x: recommended.memoryMb, label: messages.page.recommendedBadge } }),
    },
    keys: [
      ...curves.map(({ name, colour, dash }): Key => ({ label: name, colour, mark: 'line', dash })),
      ...(lacks ? [{ label: messages.charts.memoryLacksProcessorKey, colour: 'muted', mark: 'ring' } as const] : []),
    ],
    table: tableOf(
      sized,
      [
        { head: '', cellOf: ({ one }) => one.variant },
        { head: messages.charts.memorySizeAxis, cellOf: ({ memoryMb }) => String(memoryMb) },
        {
          head: messages.charts.memorySizesTimeKey,
          cellOf: ({ one: { role, ratio } }) => formatRatio({ role, ...(ratio && { ratio }) }, messages),
        },
        {
          head: messages.charts.memorySizesCostKey,
          cellOf: ({ one: { role, costRatio } }) =>
            formatRatio({ role, ...(costRatio && { ratio: costRatio }) }, messages),
        },
      ],
      { notes: [] },
    ),
  })
}
