import { dot, line, link, type Markish, text } from '@observablehq/plot'
import { isContestant } from '../../../schedule.ts'
import type { Interval } from '../../../statistics/interval.ts'
import { formatSummary } from '../../format.ts'
import type { ArmResult, Result } from '../../result.ts'
import { shortNames } from '../../short-names.ts'
import { bottomAxis, leftAxis, MARGINS } from '../axes.ts'
import { placeLabels } from '../labels.ts'
import { inCss } from '../palette.ts'
import type { Look, Picture } from '../picture.ts'
import { type Domain, logDomain, logTicks } from '../ticks.ts'

interface Priced {
  readonly arm: string
  readonly timeMs: number
  readonly time: Interval
  readonly cost: number
  readonly costs: Interval
}

/** What time is paid for with: dollars where they were billed, processor time on this machine. */
export function costAndTime(result: Result, { colours, language }: Look): Picture | undefined {
  const { say, all } = language
  const arms = result.arms.filter(({ role }) => isContestant(role)).flatMap((arm) => pricedOf(arm, result) ?? [])
  if (arms.length < 2) return undefined
  const front = frontOf(arms)
  const what = result.lambda ? say`USD a million invocations` : say`CPU of a run, ms`
  const names = all(front.map(({ arm }) => arm))
  return {
    id: 'cost',
    title: result.lambda ? say`Cost against time` : say`Processor time against time`,
    description: say`The further left the faster, the further down the cheaper; bars are intervals of 95 %. Nothing is both faster and cheaper than what lies on the line: ${names}.`,
    plot: (width) => draw(arms, front, { width, what, colours, language }),
    table: {
      title: '',
      head: ['', say`makespan, ms (95 %)`, what, say`on the line`],
      rows: arms.map((one) => [
        one.arm,
        formatSummary({ median: one.timeMs, interval: one.time, count: 0 }, language),
        formatSummary({ median: one.cost, interval: one.costs, count: 0 }, language),
        front.includes(one) ? say`yes` : say`no`,
      ]),
      isNumeric: true,
      notes: [],
    },
  }
}

function pricedOf({ arm, makespanMs, cpuMs }: ArmResult, { lambda }: Result): Priced | undefined {
  const { median } = makespanMs
  const usd = lambda?.warm.find((row) => row.arm === arm)?.usdPerMillion
  const cost = lambda
    ? usd && { cost: usd.mean, interval: usd.interval }
    : { cost: cpuMs.median, interval: cpuMs.interval }
  if (!cost || !(cost.cost > 0) || !Number.isFinite(median)) return undefined
  return {
    arm,
    timeMs: median,
    time: makespanMs.interval ?? { low: median, high: median },
    cost: cost.cost,
    costs: cost.interval ?? { low: cost.cost, high: cost.cost },
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

function draw(
  arms: readonly Priced[],
  front: readonly Priced[],
  { width, what, colours, language: { say } }: Scatter,
): ReturnType<Picture['plot']> {
  const height = 320
  const frame = {
    left: MARGINS.marginLeft,
    right: width - MARGINS.marginRight,
    top: MARGINS.marginTop,
    bottom: height - MARGINS.marginBottom,
  }
  const x = axisOf(
    logDomain(
      arms.flatMap(({ time, timeMs }) => [timeMs, ends(time)].flat()),
      0.12,
    ),
    [frame.left, frame.right],
  )
  const y = axisOf(
    logDomain(
      arms.flatMap(({ costs, cost }) => [cost, ends(costs)].flat()),
      0.12,
    ),
    [frame.bottom, frame.top],
  )
  const short = shortNames(
    arms.map(({ arm }) => arm),
    60,
  )
  const placed = placeLabels(
    arms.map(({ arm, timeMs, cost }) => ({ name: short.get(arm)!, x: x.at(timeMs), y: y.at(cost) })),
    frame,
  )
  const at = arms.map((one) => ({
    ...one,
    colour: inCss(colours.get(one.arm)!),
    fromMs: one.time.low,
    untilMs: one.time.high,
    low: Math.max(one.costs.low, y.domain[0]),
    high: one.costs.high,
  }))
  const yTicks = logTicks(y.domain, (frame.bottom - frame.top) * 2, String)
  const marks: Markish[] = [
    ...bottomAxis(logTicks(x.domain, frame.right - frame.left, String), { unit: say`makespan, ms, medians` }),
    ...leftAxis(yTicks, { unit: what }),
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
    dot(at, { x: 'timeMs', y: 'cost', r: 6, fill: 'colour', stroke: inCss('page'), strokeWidth: 1.5 }),
    text(placed, {
      x: ({ labelX }) => x.back(labelX),
      y: ({ labelY }) => y.back(labelY),
      text: 'name',
      fontSize: 12,
      stroke: inCss('page'),
      strokeWidth: 4,
      fill: inCss('ink'),
    }),
  ]
  return {
    width,
    height,
    ...MARGINS,
    x: { type: 'log', domain: [...x.domain], axis: null },
    y: { type: 'log', domain: [...y.domain], axis: null },
    marks,
  }
}

function ends({ low, high }: Interval): number[] {
  return [low, high]
}

/** An axis of logarithms over pixels, there and back. */
function axisOf(domain: Domain, [from, until]: readonly [number, number]) {
  const [low, high] = domain
  const span = Math.log(high / low)
  return {
    domain,
    at: (value: number) => from + (Math.log(value / low) / span) * (until - from),
    back: (pixels: number) => low * Math.exp(((pixels - from) / (until - from)) * span),
  }
}
