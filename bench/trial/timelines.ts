import { z } from 'zod'
import type { StepName } from '../../strategies/job.ts'
import { describeIssue, described } from '../scenario/describe-issue.ts'
import { linesOf, UnreadableFile } from '../io/read-file.ts'
import { ms, name, place } from '../io/record-fields.ts'
import { isRecorded, type Marks, type Span, spanOf, STEPS } from '../../strategies/recording.ts'

/** In a result's folder, beside its trials. */
export const TIMELINES_FILE = 'timelines.jsonl'

/** Raised whenever a field changes its meaning. */
export const TIMELINE_SCHEMA = 2

/** A scenario has as many at most. */
const MAX_FEEDS = 100_000
const MAX_EVENT_LOOP_DELAYS = 100_000

/** Begin and end in milliseconds from the run's begin, to the microsecond; null where the step was never done. */
const span = z.tuple([ms, ms]).nullable()

const timelineSchema = z.object({
  schema: z.literal(TIMELINE_SCHEMA),
  variant: name,
  block: place,
  iteration: place,
  /** `feed` is its place in the job, from 0. */
  feeds: z.array(z.object({ feed: place, fetch: span, check: span, notify: span })).max(MAX_FEEDS),
  /** When the event loop of the main thread stood still for longer than 5 ms. */
  eventLoop: z
    .array(z.tuple([ms, ms]))
    .max(MAX_EVENT_LOOP_DELAYS)
    .optional(),
})

/** One measured run as one line of `timelines.jsonl`: when each step of each feed was under way. */
export type Timeline = z.infer<typeof timelineSchema>

export type TimelineSpan = z.infer<typeof span>

/** What a run tells of its course; epoch milliseconds, by the clock of the recording. */
export interface Recorded {
  readonly marks: Marks
  readonly beganMs: number
  /** Absent of older code, which is raced along for a gate. */
  readonly eventLoop?: readonly Span[]
}

/** The timeline of a run from what it recorded. */
export function timelineOf(
  { variant, block, iteration }: Pick<Timeline, 'variant' | 'block' | 'iteration'>,
  { marks: recording, beganMs, eventLoop = [] }: Recorded,
): Timeline {
  // The clocks of threads differ by microseconds: nothing is before the run.
  const since = (ms: number) => Math.max(0, Math.round((ms - beganMs) * 1000)) / 1000
  const spanIn = (feed: number, step: StepName): TimelineSpan => {
    if (!isRecorded(recording, feed, step)) return null
    const { beginMs, endMs } = spanOf(recording, feed, step)
    return [since(beginMs), since(endMs)]
  }
  const feeds = Array.from({ length: recording.length / (2 * STEPS.length) }, (_, feed) => ({
    feed,
    fetch: spanIn(feed, 'fetch'),
    check: spanIn(feed, 'check'),
    notify: spanIn(feed, 'notify'),
  }))
  return {
    schema: TIMELINE_SCHEMA,
    variant,
    block,
    iteration,
    feeds,
    eventLoop: eventLoop.map(({ beginMs, endMs }) => [since(beginMs), since(endMs)]),
  }
}

/** Of the most feeds that a scenario has, with room. */
const MAX_LINE_BYTES = 32_000_000

const MAX_BYTES = 500_000_000

/** They are kept of a few runs alone, and drawn of one iteration. */
const MAX_TIMELINES = 10_000

/** Reads `timelines.jsonl`. A cut last line is left out and named in `warnings`; the first line that does not fit throws, and ends the reading. */
export function readTimelines(file: string): { readonly timelines: Timeline[]; readonly warnings: string[] } {
  const timelines: Timeline[] = []
  const warnings: string[] = []
  try {
    for (const { text, number, isWhole } of linesOf(file, { mostBytes: MAX_BYTES, mostLineBytes: MAX_LINE_BYTES })) {
      const where = `${file}:${number}`
      if (number > MAX_TIMELINES) throw new Error(`${where}: expected at most ${MAX_TIMELINES} timelines, got more`)
      if (isWhole) timelines.push(parseTimeline(text, where))
      else warnings.push(`${where}: the last line is torn (the run was killed while writing it) and is left out`)
    }
  } catch (error) {
    throw error instanceof UnreadableFile ? unreadable(file, error) : error
  }
  if (timelines.length === 0) throw new Error(`expected timelines in ${file}, which has none; measure again`)
  return { timelines, warnings }
}

function unreadable(file: string, cause: UnreadableFile): Error {
  const remedy =
    cause.code === 'ENOENT'
      ? '; utakata bench keeps them beside its trials, lab and ab where their traces have every feed, so measure again and take that folder'
      : ''
  return new Error(`expected timelines in ${file}, which ${cause.message}${remedy}`, { cause })
}

function parseTimeline(line: string, where: string): Timeline {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new Error(`${where}: expected a timeline as JSON, got ${described(line.slice(0, 40))}`, { cause })
  }
  const { data, error } = timelineSchema.safeParse(value)
  if (data) return data
  throw new Error(
    `${where}: expected a timeline of schema ${TIMELINE_SCHEMA}, got another: ${describeIssue(error.issues[0]!, value)}`,
  )
}
