import { dot, line, link, type Markish, text } from '@observablehq/plot'
import { isSelectable } from '../../../plan/schedule.ts'
import type { Interval } from '../../../statistics/interval.ts'
import { isUnspoken } from '../../../judge/verdict.ts'
import { formatSummary } from '../../format.ts'
import type { VariantResult, Result } from '../../../judge/comparison/judgement.ts'
import { shortNames } from '../../short-names.ts'
import { bottomAxis, leftAxis, MARGINS } from '../drawing/axes.ts'
import { placeLabels } from '../drawing/labels.ts'
import { logAxis } from '../drawing/log-axis.ts'
import { inCss } from '../drawing/palette.ts'
import { isNarrow, type Look, type Picture, withheldKey } from '../drawing/picture.ts'
import { logDomain, logTicks } from '../drawing/ticks.ts'

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
export function costAndTime(result: Result, { colours, messages }: Look): Picture | undefined {
  const variants = result.variants
    .filter(({ role }) => isSelectable(role))
    .flatMap((variant) => pricedOf(variant, result) ?? [])
  const front = frontOf(variants.filter(({ isWithheld }) => !isWithheld))
  if (variants.length < 2 || front.length === 0) return undefined
  const what = result.lambda ? messages.charts.costAndTimeUsdAxis : messages.charts.costAndTimeCpuAxis
  const [first, ...more] = front
  const names = messages.all(front.map(({ variant }) => variant))
  return {
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
    plot: (width) => draw(variants, front, { width, what, colours, messages }),
    keys: variants.some(({ isWithheld }) => isWithheld) ? [withheldKey(messages)] : [],
    table: {
      title: '',
      head: [
        messages.comparison.variantColumn,
        messages.comparison.makespanColumn,
        what,
        messages.charts.costAndTimeFrontierColumn,
      ],
      rows: variants.map((one) => [
        one.variant,
        formatSummary({ median: one.timeMs, interval: one.time }, messages),
        formatSummary({ median: one.cost, interval: one.costs }, messages),
        front.includes(one) ? messages.charts.costAndTimeOnFrontier : messages.charts.costAndTimeOffFrontier,
      ]),
      isNumeric: true,
      notes: [],
    },
  }
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
  // A run that failed took no time that could be told beside the others'.
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

interface Scatter extends Look {
  readonly width: number
  readonly what: string
}

const HEIGHT = 320

function draw(
  variants: readonly Priced[],
  front: readonly Priced[],
  { width, what, colours, messages }: Scatter,
): ReturnType<Picture['plot']> {
  const frame = {
    left: MARGINS.marginLeft,
    right: width - MARGINS.marginRight,
    top: MARGINS.marginTop,
    bottom: HEIGHT - MARGINS.marginBottom,
  }
  const x = logAxis(
    logDomain(
      variants.flatMap(({ time, timeMs }) => [timeMs, time.low, time.high]),
      0.12,
    ),
    [frame.left, frame.right],
  )
  const y = logAxis(
    logDomain(
      variants.flatMap(({ costs, cost }) => [cost, costs.low, costs.high]),
      0.12,
    ),
    [frame.bottom, frame.top],
  )
  const short = shortNames(
    variants.map(({ variant }) => variant),
    isNarrow(width) ? 30 : 60,
  )
  const at = variants.map((one) => ({
    ...one,
    colour: inCss(colours.get(one.variant)!),
    fill: inCss(one.isWithheld ? 'page' : colours.get(one.variant)!),
    stroke: inCss(one.isWithheld ? colours.get(one.variant)! : 'page'),
    fromMs: one.time.low,
    untilMs: one.time.high,
    low: Math.max(one.costs.low, y.domain[0]),
    high: one.costs.high,
  }))
  const placed = placeLabels(
    at.map(({ variant, timeMs, cost }) => ({ name: short.get(variant)!, x: x.at(timeMs), y: y.at(cost) })),
    frame,
    at.flatMap(({ timeMs, cost, fromMs, untilMs, low, high }) => [
      { left: x.at(fromMs), right: x.at(untilMs), top: y.at(cost) - 1, bottom: y.at(cost) + 1 },
      { left: x.at(timeMs) - 1, right: x.at(timeMs) + 1, top: y.at(high), bottom: y.at(low) },
    ]),
  )
  const marks: Markish[] = [
    ...bottomAxis(logTicks(x.domain, frame.right - frame.left), { unit: messages.charts.costAndTimeTimeAxis }),
    ...leftAxis(logTicks(y.domain, frame.bottom - frame.top, { isUpright: true }), { unit: what }),
    // Of one there is no line.
    line(front.length > 1 ? front : [], {
      x: 'timeMs',
      y: 'cost',
      stroke: inCss('muted'),
      strokeWidth: 2,
      strokeDasharray: '4 4',
    }),
    link(
      at.filter(({ fromMs, untilMs }) => fromMs < untilMs),
      { x1: 'fromMs', x2: 'untilMs', y1: 'cost', y2: 'cost', stroke: 'colour', strokeWidth: 2 },
    ),
    link(
      at.filter(({ low, high }) => low < high),
      { x1: 'timeMs', x2: 'timeMs', y1: 'low', y2: 'high', stroke: 'colour', strokeWidth: 2 },
    ),
    dot(at, { x: 'timeMs', y: 'cost', r: 6, fill: 'fill', stroke: 'stroke', strokeWidth: 1.5 }),
    text(placed, {
      x: ({ labelX }) => x.back(labelX),
      y: ({ labelY }) => y.back(labelY),
      text: 'name',
      fontSize: 12,
      stroke: inCss('page'),
      strokeWidth: 3,
      fill: inCss('ink'),
    }),
  ]
  return {
    width,
    height: HEIGHT,
    ...MARGINS,
    x: { type: 'log', domain: [...x.domain], axis: null },
    y: { type: 'log', domain: [...y.domain], axis: null },
    marks,
  }
}
