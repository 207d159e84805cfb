import type { Block, Key, Table } from '../document.ts'
import { tableOf } from '../build-table.ts'
import { chartBlock } from '../block.ts'
import type { StepName } from '../../../strategies/job.ts'
import { STEPS } from '../../../strategies/recording.ts'
import type { Messages } from '../messages/messages.ts'
import { isSelectable } from '../../plan/schedule.ts'
import type { Timeline } from '../../trial/timelines.ts'
import { formatNumber, unitOf } from '../format.ts'
import { phaseIn } from '../sentences/phase-names.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { shortNames } from '../short-names.ts'
import type { Reach, Spans } from '../drawing.ts'
import type { Colour } from '../palette.ts'
import { endOf, typicalIteration } from './typical-iteration.ts'
import { mostAtOnce, underWay } from './under-way.ts'

/** Above so many feeds lanes would be finer than a line: then only the slowest ones have theirs. */
const MAX_LANES = 100
const SLOWEST = 30

/** What is over in less than this part of the longest run is drawn a second time. */
const SHORT = 2

/** Behind lanes. */
const EVENT_LOOP_DELAY = { colour: 'bad', opacity: 0.25 } as const

/** Of more the longest: nobody could see the others. */
const MAX_EVENT_LOOP_DELAYS = 500

/**
 * The picture of the article of 2018, of each strategy: one run of it, feed by feed, over the steps that were under way, all on the
 * same axis of time; and those again, on an axis of their own, that would be too short to be seen on it. None where no timeline was kept.
 */
export function waterfall(result: Result, timelines: readonly Timeline[], messages: Messages): Block[] {
  const variants = result.variants.filter(({ role }) => isSelectable(role))
  // Of a run without a step there is nothing to draw.
  const runs = typicalIteration(
    timelines.filter((one) => endOf(one) > 0),
    variants,
  )
  if (runs.length === 0) return []
  const panels = runs.map(panelOf)
  const unseen = variants.flatMap(({ variant }) => (runs.some((one) => one.variant === variant) ? [] : variant))
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
      ...(unseen.length > 0 ? [messages.charts.waterfallUnrecorded(messages.all(unseen))] : []),
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
  return [
    chartBlock({ ...chart, drawing: drawingOf(panels, messages), table: tableOfPanels(panels) }),
    ...(short.length === 0
      ? []
      : [
          chartBlock({
            ...chart,
            id: 'waterfall-closer',
            title: messages.charts.waterfallCloserTitle,
            description: messages.charts.waterfallCloserDescription(messages.all(short.map(({ variant }) => variant))),
            drawing: drawingOf(short, messages),
            table: tableOfPanels(short),
          }),
        ]),
  ]
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
