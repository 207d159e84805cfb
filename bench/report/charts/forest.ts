import type { Block } from '../document.ts'
import { tableOf } from '../build-table.ts'
import { chartBlock, withheldKey } from '../block.ts'
import { type Colour, coloursOf } from '../palette.ts'
import type { Messages } from '../messages/messages.ts'
import { formatLevel, formatRatio, type Unit } from '../format.ts'
import { asPercent } from '../messages/formats.ts'
import { comparedText } from '../tables/ranking.ts'
import { formatVerdict } from '../verdict-text.ts'
import type { VariantResult, Result } from '../../judge/comparison/judgement.ts'
import { isUnspoken } from '../../judge/verdict.ts'
import type { Intervals } from '../drawing.ts'

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
  messages: Messages,
): Block | undefined {
  const { reference } = scenario
  const colours = coloursOf(all)
  const variants = all.filter(({ role, ratio }) => ratio && (role === 'candidate' || role === 'baseline'))
  if (variants.length === 0) return undefined
  const percent = asPercent(scenario.margin)
  const level = messages.either([...new Set(variants.map(({ ratio }) => formatLevel(ratio!.alpha)))])
  return chartBlock({
    id: 'ratios',
    detail: 'summary',
    title: ofLatency ? messages.charts.forestLatencyTitle(reference) : messages.charts.forestTimeTitle(reference),
    description: ofLatency
      ? messages.charts.forestLatencyDescription({ level, reference, margin: percent })
      : messages.charts.forestTimeDescription({ level, reference, margin: percent }),
    drawing: ratioIntervals(variants, {
      colours,
      margin: scenario.margin,
      xLabel: messages.charts.ratioAxis,
      labelOf: (variant) => comparedText(variant, messages),
    }),
    keys: [
      { label: messages.charts.forestEquivalentKey(percent), colour: 'band', mark: 'area' },
      ...(variants.some(({ verdict }) => isUnspoken(verdict)) ? [withheldKey(messages)] : []),
    ],
    table: tableOf(variants, [
      { head: messages.comparison.variantColumn, cellOf: ({ variant }) => variant },
      { head: messages.charts.ratioIntervalColumn, cellOf: (variant) => formatRatio(variant, messages) },
      {
        head: messages.comparison.verdictColumn,
        isText: true,
        cellOf: (variant) => formatVerdict(variant, scenario.margin, { unit, messages }),
      },
      { head: messages.charts.forestLevelColumn, cellOf: ({ ratio }) => formatLevel(ratio!.alpha) },
    ]),
  })
}

interface RatioIntervals extends Pick<Intervals, 'xLabel' | 'markedValues'>, Partial<Pick<Intervals, 'reach'>> {
  readonly colours: ReadonlyMap<string, Colour>
  readonly margin: number
  readonly labelOf: (variant: Compared) => string
}

/** Ratios with their intervals around 1, and the band in which two count as equal; of variants that have a ratio. */
export function ratioIntervals(
  variants: readonly Compared[],
  { colours, margin, labelOf, reach = [], ...others }: RatioIntervals,
): Intervals {
  return {
    chart: 'intervals',
    rows: variants.map((variant) => {
      const { ratio, low, high } = variant.ratio!
      return {
        name: variant.variant,
        colour: colours.get(variant.variant)!,
        estimate: ratio,
        low,
        high,
        isHollow: isUnspoken(variant.verdict),
        label: labelOf(variant),
      }
    }),
    band: { low: 1 / (1 + margin), high: 1 + margin },
    referenceLine: 1,
    reach,
    ...others,
  }
}
