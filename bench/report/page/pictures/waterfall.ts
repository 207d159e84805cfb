import { type Markish, rect, text } from '@observablehq/plot'
import type { StepName } from '../../../../strategies/job.ts'
import { STEPS } from '../../../../strategies/recording.ts'
import type { Messages } from '../../messages/messages.ts'
import { isSelectable } from '../../../plan/schedule.ts'
import type { Timeline } from '../../../trial/timelines.ts'
import { formatNumber, unitOf } from '../../format.ts'
import { phaseIn } from '../../phase-names.ts'
import type { Result } from '../../../judge/comparison/judgement.ts'
import type { Section } from '../../section.ts'
import { shortNames } from '../../short-names.ts'
import { bottomAxis } from '../drawing/axes.ts'
import { type Colour, inCss } from '../drawing/palette.ts'
import { isNarrow, type Key, type Look, type Picture } from '../drawing/picture.ts'
import { stepArea } from '../drawing/step-area.ts'
import { strokes } from '../drawing/strokes.ts'
import { linearTicks } from '../drawing/ticks.ts'
import { endOf, typicalIteration } from '../drawing/typical-iteration.ts'
import { mostAtOnce, underWay } from '../drawing/under-way.ts'

/** Above so many feeds lanes would be finer than a line: then only the slowest ones have theirs. */
const MAX_LANES = 100
const SLOWEST = 30

/** What is over in less than this part of the longest run is drawn a second time. */
const SHORT = 2

/** Of stalls, through which lanes are seen. */
const EVENT_LOOP_DELAY_OPACITY = 0.25

/** Of more the longest: nobody could see the others. */
const MAX_EVENT_LOOP_DELAYS = 500

/** Heights in pixels. */
const HEADER = 20
const AREA = 30
const GAP = 12

/**
 * The picture of the article of 2018, of each strategy: one run of it, feed by feed, over the steps that were under way, all on the
 * same axis of time; and those again, on an axis of their own, that would be too short to be seen on it. None where no timeline was kept.
 */
export function waterfall(result: Result, timelines: readonly Timeline[], { messages }: Look): Picture[] {
  const variants = result.variants.filter(({ role }) => isSelectable(role))
  const runs = typicalIteration(timelines, variants)
  if (runs.length === 0) return []
  const panels = runs.map(panelOf)
  const unseen = variants.flatMap(({ variant }) => (runs.some((one) => one.variant === variant) ? [] : variant))
  const [{ feeds, block, iteration }] = runs as [Timeline, ...Timeline[]]
  const isThinned = feeds.length > MAX_LANES
  const lanes = isThinned
    ? messages.charts.waterfallSlowestLanes(SLOWEST, feeds.length)
    : messages.charts.waterfallAllLanes
  const which =
    unitOf(result) === 'fork'
      ? messages.charts.waterfallIterationLocal(iteration, block)
      : messages.charts.waterfallIterationTraced(iteration, block)
  const picture = {
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
              colour: 'bad',
              mark: 'area',
              opacity: EVENT_LOOP_DELAY_OPACITY,
            } as const,
          ]
        : []),
    ],
  }
  const tableOf = (shown: readonly Panel[]): Section => ({
    title: '',
    head: [
      messages.comparison.variantColumn,
      messages.charts.waterfallEndColumn,
      messages.charts.waterfallItemsColumn,
      messages.charts.waterfallMaxConcurrencyColumn,
      ...STEPS.map((step) => messages.charts.waterfallStepSumColumn(phaseIn(step, messages))),
    ],
    rows: shown.map(({ variant, timeline, endMs, most }) => [
      variant,
      formatNumber(endMs),
      String(timeline.feeds.length),
      String(most),
      ...STEPS.map((step) => formatNumber(busyMs(timeline, step))),
    ]),
    isNumeric: true,
    notes: [],
  })
  const longestMs = Math.max(...panels.map(({ endMs }) => endMs))
  const short = panels.filter(({ endMs }) => endMs < longestMs / SHORT)
  return [
    { ...picture, plot: (width) => draw(panels, width, messages), table: tableOf(panels) },
    ...(short.length === 0
      ? []
      : [
          {
            ...picture,
            id: 'waterfall-closer',
            title: messages.charts.waterfallCloserTitle,
            description: messages.charts.waterfallCloserDescription(messages.all(short.map(({ variant }) => variant))),
            plot: (width: number) => draw(short, width, messages),
            table: tableOf(short),
          },
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

function draw(panels: readonly Panel[], width: number, messages: Messages): ReturnType<Picture['plot']> {
  const lane = Math.max(2.5, Math.min(7, 90 / panels[0]!.lanes.length))
  const margins = { marginLeft: 8, marginRight: 14, marginTop: 4, marginBottom: 38 }
  const heights = panels.map(({ lanes }) => HEADER + lane * lanes.length + 6 + AREA + GAP)
  const total = heights.reduce((sum, height) => sum + height, 0)
  const inner = width - margins.marginLeft - margins.marginRight
  const endMs = Math.max(...panels.map((panel) => panel.endMs))
  const busiest = Math.max(...panels.map(({ most }) => most))
  const stretches = isNarrow(width) ? 80 : 150
  const shown = shortNames(
    panels.map(({ variant }) => variant),
    isNarrow(width) ? 60 : 180,
  )
  const marks = panels.flatMap((panel, index) => {
    const top = heights.slice(0, index).reduce((sum, height) => sum + height, 0)
    return [
      text(
        [
          messages.charts.waterfallPanelLabel({
            variant: shown.get(panel.variant)!,
            milliseconds: formatNumber(panel.endMs),
            maxConcurrency: panel.most,
          }),
        ],
        {
          frameAnchor: 'left',
          textAnchor: 'start',
          y: top + HEADER / 2,
          text: (one: string) => one,
          fontWeight: 600,
          fontSize: 12,
        },
      ),
      ...eventLoopDelaysOf(panel, top + HEADER, lane),
      ...lanesOf(panel, top + HEADER, lane),
      ...areasOf(panel, { base: top + heights[index]! - GAP, endMs, busiest, stretches }),
    ]
  })
  return {
    width,
    height: total + margins.marginTop + margins.marginBottom,
    ...margins,
    x: { domain: [0, endMs], axis: null },
    y: { domain: [0, total], range: [margins.marginTop, margins.marginTop + total], axis: null },
    marks: [...bottomAxis(linearTicks([0, endMs], inner), { unit: messages.charts.waterfallTimeAxis }), ...marks],
  }
}

function lanesOf({ lanes }: Panel, top: number, lane: number): Markish[] {
  return STEPS.map((step) =>
    strokes(
      lanes.flatMap(({ [step]: span }, index) => {
        const y = top + (index + 0.5) * lane
        return span ? [{ x1: span[0], x2: span[1], y1: y, y2: y }] : []
      }),
      { stroke: inCss(step), width: lane * 0.78, name: `lanes ${step}` },
    ),
  )
}

type EventLoopDelay = NonNullable<Timeline['eventLoop']>[number]

/** A band behind the lanes for each time in which nothing of the main thread could go on. */
function eventLoopDelaysOf({ timeline: { eventLoop = [] }, lanes }: Panel, top: number, lane: number): Markish[] {
  const place = { y1: top, y2: top + lane * lanes.length + 4 }
  return eventLoop.length === 0
    ? []
    : [
        rect(eventLoop.toSorted((a, b) => b[1] - b[0] - (a[1] - a[0])).slice(0, MAX_EVENT_LOOP_DELAYS), {
          x1: ([from]: EventLoopDelay) => from,
          x2: ([, until]: EventLoopDelay) => until,
          ...place,
          fill: inCss('bad'),
          fillOpacity: EVENT_LOOP_DELAY_OPACITY,
        }),
      ]
}

interface AreaPlace {
  /** Where it stands, and what it reaches at most. */
  readonly base: number
  readonly endMs: number
  readonly busiest: number
  readonly stretches: number
}

/** Stacked: what is under way altogether is the upper edge. */
function areasOf({ timeline, endMs: ownMs }: Panel, { base, endMs, busiest, stretches }: AreaPlace): Markish[] {
  const own = Math.max(1, Math.ceil((stretches * ownMs) / endMs))
  const all = underWay(timeline, ownMs, own)
  return STEPS.map((step, place) => {
    const below = STEPS.slice(0, place)
    const steps = all.map(({ fromMs, untilMs, counts }) => {
      const from = below.reduce((sum, other) => sum + counts[other], 0)
      const heightOf = (count: number) => base - (AREA * count) / busiest
      return { x1: fromMs, x2: untilMs, low: heightOf(from), high: heightOf(from + counts[step]) }
    })
    return stepArea(steps, { fill: inCss(step), opacity: 0.75, name: `under-way ${step}` })
  })
}
