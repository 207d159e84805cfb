import type { Block, Key, Table } from '../document.ts'
import { tableOf } from '../build-table.ts'
import { chartBlock } from '../block.ts'
import type { StepName } from '../../../strategies/job.ts'
import { STEPS } from '../../../strategies/recording.ts'
import type { Messages } from '../messages/messages.ts'
import { isSelectable } from '../../plan/schedule.ts'
import type { Timeline } from '../../trial/timelines.ts'
import { unitOf } from '../format.ts'
import { formatNumber } from '../messages/formats.ts'
import { phaseIn } from '../sentences/phase-names.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { shortNames } from '../short-names.ts'
import type { Reach, Spans } from '../drawing.ts'
import type { Colour } from '../palette.ts'

/** Above so many feeds lanes would be finer than a line: then only the slowest ones have theirs. */
const MAX_LANES = 100
const SLOWEST = 30

/** What is over in less than this part of the longest run is drawn a second time. */
const SHORT = 2

/** Behind lanes. */
const EVENT_LOOP_DELAY = { colour: 'muted', opacity: 0.3 } as const

/** Of more the longest: nobody could see the others. */
const MAX_EVENT_LOOP_DELAYS = 500

/**
 * The picture of the article of 2018, of each strategy: one run of it, feed by feed, over the steps that were under way, all on the
 * same axis of time; and those again, on an axis of their own, that would be too short to be seen on it. Undefined where no timeline was kept.
 */
export function waterfall(result: Result, timelines: readonly Timeline[], messages: Messages): Block | undefined {
  const variants = result.variants.filter(({ role }) => isSelectable(role))
  // Of a run without a step there is nothing to draw.
  const runs = typicalIteration(
    timelines.filter((one) => endOf(one) > 0),
    variants,
  )
  if (runs.length === 0) return undefined
  const panels = runs.map(panelOf)
  const unseen = variants.filter(({ variant }) => !runs.some((one) => one.variant === variant))
  const programs = unseen.flatMap(({ variant, program }) => (program ? variant : []))
  const unrecorded = unseen.flatMap(({ variant, program }) => (program ? [] : variant))
  const [{ feeds, block, iteration }] = runs as [Timeline, ...Timeline[]]
  const isThinned = feeds.length > MAX_LANES
  const lanes = isThinned
    ? messages.charts.waterfallSlowestLanes(SLOWEST, feeds.length)
    : messages.charts.waterfallAllLanes
  const which =
    unitOf(result) === 'process'
      ? messages.charts.waterfallIterationLocal(iteration, block)
      : messages.charts.waterfallIterationTraced(iteration, block)
  const chart = {
    id: 'waterfall',
    title: messages.charts.waterfallTitle,
    description: messages.sentences([
      messages.charts.waterfallDescription(which, lanes),
      ...(unrecorded.length > 0 ? [messages.charts.waterfallUnrecorded(messages.all(unrecorded))] : []),
      ...(programs.length > 0 ? [messages.charts.waterfallOfPrograms(messages.all(programs), programs.length)] : []),
    ]),
    keys: [
      ...STEPS.map((step): Key => ({ label: phaseIn(step, messages), colour: step satisfies Colour, mark: 'area' })),
      ...(runs.some(({ eventLoop = [] }) => eventLoop.length > 0)
        ? [
            {
              label: messages.charts.waterfallEventLoopDelayKey,
              mark: 'area',
              ...EVENT_LOOP_DELAY,
            } as const,
          ]
        : []),
    ],
  }
  const tableOfPanels = (shown: readonly Panel[]): Table =>
    tableOf(shown, [
      { head: messages.comparison.variantColumn, cellOf: ({ variant }) => variant },
      { head: messages.charts.waterfallEndColumn, cellOf: ({ endMs }) => formatNumber(endMs) },
      { head: messages.charts.waterfallItemsColumn, cellOf: ({ timeline }) => String(timeline.feeds.length) },
      { head: messages.charts.waterfallMaxConcurrencyColumn, cellOf: ({ most }) => String(most) },
      ...STEPS.map((step) => ({
        head: messages.charts.waterfallStepSumColumn(phaseIn(step, messages)),
        cellOf: ({ timeline }: Panel) => formatNumber(busyMs(timeline, step)),
      })),
    ])
  const longestMs = Math.max(...panels.map(({ endMs }) => endMs))
  const short = panels.filter(({ endMs }) => endMs < longestMs / SHORT)
  return chartBlock({
    ...chart,
    detail: 'summary',
    drawing: drawingOf(panels, messages),
    ...(short.length > 0 && {
      closer: {
        title: messages.charts.waterfallCloserTitle(messages.all(short.map(({ variant }) => variant))),
        drawing: drawingOf(short, messages),
      },
    }),
    table: tableOfPanels(panels),
  })
}

interface Panel {
  readonly variant: string
  readonly timeline: Timeline
  readonly lanes: Timeline['feeds']
  readonly endMs: number
  readonly most: number
}

function panelOf(timeline: Timeline): Panel {
  const { variant, feeds } = timeline
  const lanes =
    feeds.length <= MAX_LANES
      ? feeds
      : feeds
          .toSorted((a, b) => tookMs(b) - tookMs(a))
          .slice(0, SLOWEST)
          .toSorted((a, b) => a.feed - b.feed)
  return { variant, timeline, lanes, endMs: endOf(timeline), most: mostAtOnce(timeline) }
}

function tookMs(feed: Timeline['feeds'][number]): number {
  const spans = STEPS.flatMap((step) => (feed[step] ? [feed[step]] : []))
  return spans.length === 0 ? 0 : spans.at(-1)![1] - spans[0]![0]
}

function busyMs({ feeds }: Timeline, step: StepName): number {
  return feeds.reduce((sum, { [step]: span }) => sum + (span ? span[1] - span[0] : 0), 0)
}

/** Panels on one axis, as wide as the longest of them. Stretches of time are as long in each, and more on a page with room. */
function drawingOf(panels: readonly Panel[], messages: Messages): Spans {
  const variants = panels.map(({ variant }) => variant)
  const [names, shorterNames] = [shortNames(variants, 180), shortNames(variants, 60)]
  const longestMs = Math.max(...panels.map(({ endMs }) => endMs))
  return {
    chart: 'spans',
    kinds: STEPS.map((step) => ({ name: phaseIn(step, messages), colour: step satisfies Colour })),
    panels: panels.map(({ variant, timeline, lanes, endMs, most }) => {
      const labelWith = (name: string) =>
        messages.charts.waterfallPanelLabel({
          variant: name,
          milliseconds: formatNumber(endMs),
          maxConcurrency: most,
        })
      const underWayIn = (stretches: number) =>
        underWay(timeline, endMs, Math.max(1, Math.ceil((stretches * endMs) / longestMs)))
      return {
        label: labelWith(names.get(variant)!),
        shortLabel: labelWith(shorterNames.get(variant)!),
        end: endMs,
        maxConcurrency: most,
        lanes: lanes.map((feed) => STEPS.map((step) => feed[step])),
        bands: longestDelaysOf(timeline),
        underWay: { wide: underWayIn(150), narrow: underWayIn(80) },
      }
    }),
    band: EVENT_LOOP_DELAY,
    xLabel: messages.charts.waterfallTimeAxis,
  }
}

/** Times in which nothing of the main thread could go on. */
function longestDelaysOf({ eventLoop = [] }: Timeline): readonly Reach[] {
  return eventLoop.toSorted((a, b) => b[1] - b[0] - (a[1] - a[0])).slice(0, MAX_EVENT_LOOP_DELAYS)
}

interface Middle {
  readonly variant: string
  readonly makespanMs: { readonly median: number }
}

/**
 * The timelines of one iteration, in which every strategy met the same delays: the one in which the variants were closest to their medians, by
 * the sum of their distances in logarithms. Variants of which nothing was kept are left out; none where no iteration has all the others.
 */
export function typicalIteration(timelines: readonly Timeline[], variants: readonly Middle[]): Timeline[] {
  const kept = variants.filter(({ variant }) => timelines.some((one) => one.variant === variant))
  if (kept.length === 0) return []
  const iterations = [...Map.groupBy(timelines, ({ block, iteration }) => `${block} ${iteration}`).values()]
  const whole = iterations.flatMap((own) => {
    const found = kept.map(({ variant }) => own.find((one) => one.variant === variant))
    return found.every((one) => one !== undefined) ? [found] : []
  })
  const distanceOf = (iteration: readonly Timeline[]) =>
    iteration.reduce((sum, one, index) => sum + Math.abs(Math.log(endOf(one) / kept[index]!.makespanMs.median)), 0)
  return whole.toSorted((a, b) => distanceOf(a) - distanceOf(b))[0] ?? []
}

/** When the last step of a run ended, in milliseconds from its begin. */
export function endOf({ feeds }: Timeline): number {
  return feeds.reduce(
    (last, { fetch, check, notify }) => Math.max(last, fetch?.[1] ?? 0, check?.[1] ?? 0, notify?.[1] ?? 0),
    0,
  )
}

/**
 * How many steps of each kind, in the order of `STEPS`, are under way on average: in so many stretches of equal length from the start of a
 * run to `endMs`.
 */
export function underWay({ feeds }: Timeline, endMs: number, stretches: number): number[][] {
  const lengthMs = endMs / stretches
  return STEPS.map((step) => {
    const busyMs = new Array<number>(stretches).fill(0)
    for (const { [step]: span } of feeds) if (span) addSpan(busyMs, span, lengthMs)
    return busyMs.map((ms) => ms / lengthMs)
  })
}

/** How much of a span lies in each stretch. */
function addSpan(busyMs: number[], [beginMs, endMs]: readonly [number, number], lengthMs: number): void {
  const last = Math.min(busyMs.length - 1, Math.floor(endMs / lengthMs))
  for (let index = Math.floor(beginMs / lengthMs); index <= last; index++)
    busyMs[index]! += Math.max(0, Math.min(endMs, (index + 1) * lengthMs) - Math.max(beginMs, index * lengthMs))
}

/** The most steps that were under way at the same moment. */
export function mostAtOnce({ feeds }: Timeline): number {
  const spans = feeds.flatMap((feed) => STEPS.flatMap((step) => (feed[step] ? [feed[step]] : [])))
  const marks = spans.flatMap(([beginMs, endMs]) => [
    { ms: beginMs, by: 1 },
    { ms: endMs, by: -1 },
  ])
  // What ends when another begins is not under way beside it.
  marks.sort((a, b) => a.ms - b.ms || a.by - b.by)
  let [now, most] = [0, 0]
  for (const { by } of marks) most = Math.max(most, (now += by))
  return most
}
