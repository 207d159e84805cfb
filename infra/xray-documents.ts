import type { Outcome, StepName } from '../strategies/job.ts'
import { finiteLimits } from '../strategies/limits.ts'
import { isRecorded, type Span, spanOf, STEPS } from '../strategies/recording.ts'
import { failedOf } from './perform.ts'
import { type Annotations, type Subsegment, subsegmentOf } from './subsegment.ts'
import { timelineOf } from './timeline.ts'
import type { TracedRun } from './trace.ts'
import type { TraceHeader } from './trace-header.ts'

/** How many feeds of each kind have a segment of their own. */
const MAX_SLOWEST = 3
const MAX_FIRST = 3
const MAX_FAILED = 8
const MAX_MESSAGE_BYTES = 200
const MAX_ID_CHARACTERS = 60

/** A run as X-Ray's documents, each of them under 64 KB and all of them under 100 KB. */
export interface Documents {
  readonly documents: readonly string[]
  /** Feeds whose times are in the timeline. */
  readonly rows: number
}

/**
 * Few documents, whatever the run: one subsegment for it, with one for each of its steps, and, with `isWhole`, its exemplars
 * and a timeline of all feeds in further documents. One subsegment a step and feed would be 177 KB for 200 feeds, of which a
 * trace takes 100. Source: AWS X-Ray Developer Guide, "Segment documents".
 */
export function xrayDocuments(
  run: TracedRun,
  { root, parent }: TraceHeader,
  { isWhole }: { isWhole: boolean },
): Documents {
  const { strategy, measured, outcomes, recording } = run
  const whole = { beginMs: measured.beganMs, endMs: measured.beganMs + measured.makespanMs }
  const steps = STEPS.flatMap((step) => {
    const span = hullOf(recording, outcomes.length, step)
    return span ? subsegmentOf(step, span) : []
  })
  const chosen = isWhole ? exemplarsOf(run) : new Map<number, string>()
  const subsegments = [...steps, ...[...chosen].map(([index, why]) => exemplarOf(run, index, why))]
  const limits = finiteLimits(measured.limits)
  const examples = measured.examples.map(shortened)
  const main = subsegmentOf(`utakata:${strategy}`, whole, {
    ...sentAlone(root, parent),
    annotations: annotationsOf(run),
    metadata: { utakata: { run: { limits, failures: measured.figures.failures, examples } } },
    ...(subsegments.length > 0 && { subsegments }),
  })
  if (!isWhole) return { documents: [JSON.stringify(main)], rows: 0 }

  const { shards, rows } = timelineOf(run, new Set(chosen.keys()))
  const timeline = shards.map((shard, index) =>
    subsegmentOf(`timeline ${index + 1} of ${shards.length}`, whole, {
      ...sentAlone(root, main.id),
      metadata: { utakata: { timeline: shard } },
    }),
  )
  return { documents: [main, ...timeline].map((document) => JSON.stringify(document)), rows }
}

function sentAlone(root: string, parent: string) {
  return { type: 'subsegment', trace_id: root, parent_id: parent } as const
}

/** What a run is found and compared by, the former first: X-Ray indexes 50 annotations of a trace, and nobody says which where there are more. */
export function annotationsOf({ strategy, outcomes, measured, annotations }: TracedRun): Annotations {
  const { figures, makespanMs, cpuMs, eventLoopDelayMs } = measured
  const steps = STEPS.flatMap((step) => {
    const { count, failed, busyMs, p50Ms, p95Ms, maxMs } = figures.steps[step]
    const all = { count, failed, busy_ms: busyMs, p50_ms: p50Ms, p95_ms: p95Ms, max_ms: maxMs }
    return Object.entries(all).map(([name, value]): [string, number] => [`${step}_${name}`, rounded(value)])
  })
  const failed = failedOf(outcomes).length
  const all = {
    ...annotations,
    strategy,
    feeds: figures.feeds,
    sent: figures.sent,
    failed,
    makespan_ms: rounded(makespanMs),
    cpu_ms: rounded(cpuMs),
    eventLoopDelay_ms: rounded(eventLoopDelayMs),
    ...Object.fromEntries(steps),
  }
  const isTaken = (entry: [string, unknown]): entry is [string, string | number | boolean] =>
    typeof entry[1] === 'number' ? Number.isFinite(entry[1]) : entry[1] !== undefined
  return Object.fromEntries(Object.entries(all).filter(isTaken))
}

/** The feeds that have a segment of their own, by place, with why: the slowest, the first to end and the first to fail. */
function exemplarsOf({ recording, outcomes }: TracedRun): Map<number, string> {
  const journeys = outcomes.flatMap((_, index) => {
    const span = journeyOf(recording, index)
    return span ? { index, ...span } : []
  })
  const chosen = new Map<number, string>()
  const choose = (indices: readonly number[], why: string) => {
    for (const index of indices) if (!chosen.has(index)) chosen.set(index, why)
  }
  const failed = outcomes.flatMap(({ failures }, index) => (failures.length > 0 ? index : []))
  choose(failed.slice(0, MAX_FAILED), 'failed')
  const by = (rank: (journey: Span) => number) =>
    journeys.toSorted((a, b) => rank(a) - rank(b)).map(({ index }) => index)
  choose(by(({ beginMs, endMs }) => beginMs - endMs).slice(0, MAX_SLOWEST), 'slowest')
  choose(by(({ endMs }) => endMs).slice(0, MAX_FIRST), 'first')
  return chosen
}

function exemplarOf({ recording, outcomes, measured }: TracedRun, index: number, why: string): Subsegment {
  const { feed, failures }: Outcome = outcomes[index]!
  const began = { beginMs: measured.beganMs, endMs: measured.beganMs }
  const taken = STEPS.filter((step) => isRecorded(recording, index, step))
  const about = {
    id: feed.id.slice(0, MAX_ID_CHARACTERS).toWellFormed(),
    failures: failures.slice(0, 3).map(shortened),
  }
  return subsegmentOf(`feed ${index} ${why}`, journeyOf(recording, index) ?? began, {
    ...(failures.length > 0 && { error: true }),
    metadata: { utakata: { feed: about } },
    ...(taken.length > 0 && { subsegments: taken.map((step) => subsegmentOf(step, spanOf(recording, index, step))) }),
  })
}

/** The words of a failure come from anywhere, and a document has its limit: as JSON, where a character may take six bytes. */
function shortened<T extends { readonly message: string }>(failure: T): T {
  let { message } = failure
  while (Buffer.byteLength(JSON.stringify(message)) > MAX_MESSAGE_BYTES)
    message = message.slice(0, Math.min(MAX_MESSAGE_BYTES, Math.floor(message.length * 0.8))).toWellFormed()
  return { ...failure, message }
}

/** From a feed's first step to the end of its last; undefined where none was begun and ended. */
function journeyOf(recording: TracedRun['recording'], index: number): Span | undefined {
  const spans = STEPS.filter((step) => isRecorded(recording, index, step)).map((step) => spanOf(recording, index, step))
  return spans.length === 0 ? undefined : { beginMs: spans[0]!.beginMs, endMs: spans.at(-1)!.endMs }
}

/** From the first begin of a step to its last end, over all feeds. */
function hullOf(recording: TracedRun['recording'], feeds: number, step: StepName): Span | undefined {
  let beginMs = Infinity
  let endMs = 0
  for (let index = 0; index < feeds; index++) {
    if (!isRecorded(recording, index, step)) continue
    const span = spanOf(recording, index, step)
    beginMs = Math.min(beginMs, span.beginMs)
    endMs = Math.max(endMs, span.endMs)
  }
  return endMs > 0 ? { beginMs, endMs } : undefined
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
