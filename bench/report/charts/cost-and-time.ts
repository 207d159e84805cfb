import type { Block } from '../document.ts'
import { tableOf } from '../build-table.ts'
import { chartBlock, withheldKey } from '../block.ts'
import type { Messages } from '../messages/messages.ts'
import { coloursOf } from '../palette.ts'
import { isSelectable } from '../../plan/schedule.ts'
import type { Interval } from '../../statistics/interval.ts'
import { isUnspoken } from '../../judge/verdict.ts'
import { formatSummary } from '../format.ts'
import type { VariantResult, Result } from '../../judge/comparison/judgement.ts'

interface Priced {
  readonly variant: string
  readonly timeMs: number
  readonly time: Interval
  readonly cost: number
  readonly costs: Interval
  /** Nothing may be said of its speed, so that it is not advised either. */
  readonly isWithheld: boolean
}

/** What time is paid for with: dollars where they were billed, processor time on this machine. */
export function costAndTime(result: Result, messages: Messages): Block | undefined {
  const colours = coloursOf(result.variants)
  const variants = result.variants
    .filter(({ role }) => isSelectable(role))
    .flatMap((variant) => pricedOf(variant, result) ?? [])
  const front = frontOf(variants.filter(({ isWithheld }) => !isWithheld))
  if (variants.length < 2 || front.length === 0) return undefined
  const what = result.lambda ? messages.charts.costAndTimeUsdAxis : messages.charts.costAndTimeCpuAxis
  const [first, ...more] = front
  const names = messages.all(front.map(({ variant }) => variant))
  return chartBlock({
    id: 'cost',
    title: result.lambda ? messages.charts.costAndTimeUsdTitle : messages.charts.costAndTimeCpuTitle,
    description: messages.sentences([
      ...(variants.some(({ isWithheld }) => isWithheld) ? [messages.charts.costAndTimeWithheld] : []),
      ...(result.lambda
        ? [
            messages.charts.costAndTimeUsdDescription,
            messages.charts.costAndTimeStatistics,
            more.length === 0
              ? messages.charts.costAndTimeUsdBest(first!.variant)
              : messages.charts.costAndTimeUsdFrontier(names),
          ]
        : [
            messages.charts.costAndTimeCpuDescription,
            more.length === 0
              ? messages.charts.costAndTimeCpuBest(first!.variant)
              : messages.charts.costAndTimeCpuFrontier(names),
          ]),
    ]),
    drawing: {
      chart: 'scatter',
      dots: variants.map(({ variant, timeMs, time, cost, costs, isWithheld }) => ({
        name: variant,
        colour: colours.get(variant)!,
        x: timeMs,
        y: cost,
        xInterval: time,
        yInterval: costs,
        isHollow: isWithheld,
      })),
      frontier: front.map(({ timeMs, cost }) => ({ x: timeMs, y: cost })),
      xLabel: messages.charts.costAndTimeTimeAxis,
      yLabel: what,
    },
    keys: variants.some(({ isWithheld }) => isWithheld) ? [withheldKey(messages)] : [],
    table: tableOf(variants, [
      { head: messages.comparison.variantColumn, cellOf: ({ variant }) => variant },
      {
        head: messages.comparison.makespanColumn,
        cellOf: ({ timeMs, time }) => formatSummary({ median: timeMs, interval: time }, messages),
      },
      { head: what, cellOf: ({ cost, costs }) => formatSummary({ median: cost, interval: costs }, messages) },
      {
        head: messages.charts.costAndTimeFrontierColumn,
        isText: true,
        cellOf: (one) =>
          front.includes(one) ? messages.charts.costAndTimeOnFrontier : messages.charts.costAndTimeOffFrontier,
      },
    ]),
  })
}

function pricedOf(
  { variant, makespanMs, cpuMs, verdict, samplesFailed }: VariantResult,
  { lambda }: Result,
): Priced | undefined {
  const { median } = makespanMs
  const usd = lambda?.warm.find((row) => row.variant === variant)?.usdPerMillion
  const cost = lambda
    ? usd && { cost: usd.mean, interval: usd.interval }
    : { cost: cpuMs.median, interval: cpuMs.interval }
  // A run that failed took no time that could be shown beside the others'.
  if (!cost || !(cost.cost > 0) || samplesFailed > 0) return undefined
  return {
    variant,
    timeMs: median,
    time: makespanMs.interval ?? { low: median, high: median },
    cost: cost.cost,
    costs: cost.interval ?? { low: cost.cost, high: cost.cost },
    isWithheld: isUnspoken(verdict),
  }
}

/** What nothing else is at least as good as at both, and better at one: from the fastest to the cheapest. */
export function frontOf<P extends Pick<Priced, 'timeMs' | 'cost'>>(all: readonly P[]): P[] {
  return all
    .filter(
      (one) =>
        !all.some(
          (other) =>
            other.timeMs <= one.timeMs &&
            other.cost <= one.cost &&
            (other.timeMs < one.timeMs || other.cost < one.cost),
        ),
    )
    .toSorted((a, b) => a.timeMs - b.timeMs)
}
