import { dot, link, type PlotOptions, rect, text } from '@observablehq/plot'
import type { Messages } from '../../messages/messages.ts'
import { asPercent, formatLevel, formatRatio, formatVerdict, type Unit, wordIn } from '../../format.ts'
import type { VariantResult, Result } from '../../../judge/comparison/judgement.ts'
import { isUnspoken } from '../../../judge/verdict.ts'
import { widthOf } from '../../table.ts'
import { bottomAxis, uprightLine } from '../drawing/axes.ts'
import { type Colour, inCss } from '../drawing/palette.ts'
import { isNarrow, type Look, type Picture, withheldKey } from '../drawing/picture.ts'
import { rowsOf } from '../drawing/rows.ts'
import { logDomain, logTicks } from '../drawing/ticks.ts'

/** A variant as far as it is compared with the reference. */
type Compared = Pick<VariantResult, 'variant' | 'role' | 'ratio' | 'verdict'>

/** What is compared: by makespan, unless it is by latency. */
export interface Compares {
  readonly variants: readonly Compared[]
  readonly scenario: Result['scenario']
  readonly unit: Unit
  readonly ofLatency?: boolean
}

/** Time over the reference's, an interval a strategy, and the band in which two count as equal. */
export function forest(
  { variants: all, scenario, unit, ofLatency = false }: Compares,
  { colours, messages }: Look,
): Picture | undefined {
  const { reference } = scenario
  const variants = all.filter(({ role, ratio }) => ratio && (role === 'candidate' || role === 'baseline'))
  if (variants.length === 0) return undefined
  const percent = asPercent(scenario.margin)
  const level = messages.either([...new Set(variants.map(({ ratio }) => formatLevel(ratio!.alpha)))])
  return {
    id: 'ratios',
    title: ofLatency ? messages.charts.forestLatencyTitle(reference) : messages.charts.forestTimeTitle(reference),
    description: ofLatency
      ? messages.charts.forestLatencyDescription({ level, reference, margin: percent })
      : messages.charts.forestTimeDescription({ level, reference, margin: percent }),
    plot: (width) =>
      ratioPlot(variants, {
        width,
        colours,
        margin: scenario.margin,
        unit: messages.charts.ratioAxis,
        labelOf: (variant) => wordOf(variant, messages),
      }),
    keys: [
      { label: messages.charts.forestEquivalentKey(percent), colour: 'band', mark: 'area' },
      ...(variants.some(({ verdict }) => isUnspoken(verdict)) ? [withheldKey(messages)] : []),
    ],
    table: {
      title: '',
      head: [
        messages.comparison.variantColumn,
        messages.charts.ratioIntervalColumn,
        messages.comparison.verdictColumn,
        messages.charts.forestLevelColumn,
      ],
      rows: variants.map((variant) => [
        variant.variant,
        formatRatio(variant, messages),
        formatVerdict(variant, scenario.margin, { unit, messages }),
        formatLevel(variant.ratio!.alpha),
      ]),
      isNumeric: true,
      notes: [],
    },
  }
}

function wordOf(variant: Compared, messages: Messages): string {
  const word = variant.verdict ? wordIn(variant.verdict.code, messages) : ''
  return `${formatRatio(variant, messages)}  ${word}`
}

interface RatioPlot {
  readonly width: number
  readonly colours: ReadonlyMap<string, Colour>
  readonly margin: number
  /** What the axis is of. */
  readonly unit: string
  readonly labelOf: (variant: Compared) => string
  /** Values that the axis has to reach. */
  readonly reach?: readonly number[]
}

/** Intervals of ratios on an axis of logarithms around 1. */
export function ratioPlot(
  variants: readonly Compared[],
  { width, colours, margin, unit, labelOf, reach = [] }: RatioPlot,
): PlotOptions {
  const narrow = isNarrow(width)
  const labels = variants.map(labelOf)
  const marginRight = narrow ? 14 : 24 + Math.max(...labels.map((label) => widthOf(label) * 6.4))
  const rows = rowsOf(
    variants.map(({ variant }) => variant),
    width,
    { rowHeight: narrow ? 22 : 32, marginRight, lines: 2 },
  )
  const upper = 1 + margin
  const domain = logDomain([...variants.flatMap(({ ratio }) => [ratio!.low, ratio!.high]), 1 / upper, upper, ...reach])
  const ticks = logTicks(domain, rows.inner)
  const at = variants.map((variant, index) => {
    const colour = inCss(colours.get(variant.variant)!)
    const isHollow = isUnspoken(variant.verdict)
    const page = inCss('page')
    const look = { fill: isHollow ? page : colour, stroke: isHollow ? colour : page }
    return { ...variant.ratio!, ...look, isHollow, colour, row: index + rows.middle }
  })
  const [hollow, full] = [at.filter((one) => one.isHollow), at.filter((one) => !one.isHollow)]
  const across = { x1: 'low', x2: 'high', y1: 'row', y2: 'row', stroke: 'colour' }
  return {
    ...rows.options,
    x: { type: 'log', domain: [...domain], axis: null },
    marks: [
      rect([0], { x1: 1 / upper, x2: upper, y1: 0, y2: variants.length, fill: inCss('band') }),
      ...bottomAxis(ticks, { unit }),
      uprightLine(1, variants.length),
      link(full, { ...across, strokeWidth: 3 }),
      link(hollow, { ...across, strokeWidth: 1.5, strokeDasharray: '4 3' }),
      dot(at, { x: 'ratio', y: 'row', r: 5, fill: 'fill', stroke: 'stroke', strokeWidth: 1.5 }),
      text(labels, {
        fontSize: 12,
        fontVariant: 'tabular-nums',
        y: (_, index: number) => index + (narrow ? rows.second : rows.middle),
        text: (one: string) => one,
        textAnchor: 'start',
        stroke: inCss('page'),
        strokeWidth: 3,
        fill: inCss('ink'),
        ...(narrow ? { frameAnchor: 'left' } : { frameAnchor: 'right', dx: 14 }),
      }),
      ...rows.marks,
    ],
  }
}
