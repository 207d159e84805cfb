import { STEPS } from '../../../strategies/recording.ts'
import type { FeedSpans } from '../../statistics/critical-path.ts'
import { TIMELINE_SCHEMA, type Timeline, type TimelineSpan } from '../../trial/timelines.ts'
import type { Trial } from '../../trial/trial.ts'
import { functionNameOf } from './client/function-name.ts'
import { extractTrace, type TraceExtract } from './traces/trace-extract.ts'
import type { FetchedTrace } from './traces/arrivals.ts'
import { readInvocation } from './traces/segments.ts'

/** Containers of each variant whose runs are kept step by step, which show what there is to see; those of all would be megabytes. */
const MAX_CONTAINERS = 3

/** A reader of the traces of a comparison that keeps the course of some of its runs, where their traces have it whole. */
export function createTimelineReader(trials: readonly Trial[]): {
  readonly read: (trace: FetchedTrace) => TraceExtract
  /** Of the traces that were read so far, in the order of the trials. */
  readonly timelines: () => Timeline[]
} {
  // Nothing in a timeline says of which size of memory it is.
  const isOneSize = new Set(trials.map(({ scenario }) => scenario.memoryMb)).size === 1
  const measured = isOneSize ? trials.filter(({ phase, faults }) => phase === 'measured' && faults.length === 0) : []
  const blocks = [...new Set(measured.map(({ block }) => block))].sort((a, b) => a - b)
  const containers = new Set(blocks.slice(0, MAX_CONTAINERS))
  const wanted = new Map(
    measured.flatMap((trial) => {
      const id = trial.invocation?.traceId
      return id !== undefined && containers.has(trial.block) ? [[id, trial] as const] : []
    }),
  )
  const found = new Map<string, Timeline>()
  return {
    read(trace) {
      const trial = wanted.get(trace.id)
      const timeline = trial && timelineOf(trace, trial)
      if (timeline) found.set(trace.id, timeline)
      return extractTrace(trace)
    },
    timelines: () => [...wanted.keys()].flatMap((id) => found.get(id) ?? []),
  }
}

/** Undefined where the trace has not every feed, or times that cannot be: anybody may write into a trace. */
function timelineOf(trace: FetchedTrace, { variant, block, iteration, invocation }: Trial): Timeline | undefined {
  const read = readInvocation(trace, { functionName: functionNameOf(invocation?.function) })
  if (!('invocation' in read)) return undefined
  const { timeline, timelineFeeds, runBeganMs, makespanMs } = read.invocation
  if (!timeline || timeline.length !== timelineFeeds || runBeganMs === undefined || makespanMs === undefined)
    return undefined
  const feeds = timeline.map(({ feed, spans }) => ({ feed, ...spansByStep(spans, runBeganMs) }))
  // Times are in tenths, and the run's begin is not.
  const isSound = timeline.every(({ spans }) =>
    spans.every(({ beginMs, endMs }) => beginMs > runBeganMs - SLACK_MS && endMs < runBeganMs + makespanMs + SLACK_MS),
  )
  return isSound ? { schema: TIMELINE_SCHEMA, variant, block, iteration, feeds } : undefined
}

const SLACK_MS = 1

function spansByStep(spans: FeedSpans['spans'], runBeganMs: number) {
  const since = (ms: number) => Math.max(0, Math.round((ms - runBeganMs) * 10) / 10)
  const [fetch, check, notify] = STEPS.map((step): TimelineSpan => {
    const one = spans.find((span) => span.step === step)
    return one ? [since(one.beginMs), since(one.endMs)] : null
  }) as [TimelineSpan, TimelineSpan, TimelineSpan]
  return { fetch, check, notify }
}
