import { z } from 'zod'
import type { StepName } from '../../strategies/job.ts'
import { describeIssue, described } from '../scenario/describe-issue.ts'
import { linesOf, UnreadableFile } from '../io/read-file.ts'
import { ms, name, place } from '../io/record-fields.ts'
import { isRecorded, type Marks, type Span, spanOf, STEPS } from '../../strategies/recording.ts'
import type { Problem } from '../io/problems.ts'
import { UserError } from '../io/user-error.ts'

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
  /** When the event loop of the main thread was blocked for longer than 5 ms. */
  eventLoop: z
    .array(z.tuple([ms, ms]))
    .max(MAX_EVENT_LOOP_DELAYS)
    .optional(),
})

/** One measured run as one line of `timelines.jsonl`: when each step of each feed was under way. */
export type Timeline = z.infer<typeof timelineSchema>

export type TimelineSpan = z.infer<typeof span>

/** What a run reports of its course; epoch milliseconds, by the clock of the recording. */
export interface Recorded {
  readonly marks: Marks
  readonly beganMs: number
  /** Absent of older code, which is measured along for a gate. */
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
export function readTimelines(file: string): { readonly timelines: Timeline[]; readonly warnings: Problem[] } {
  const timelines: Timeline[] = []
  const warnings: Problem[] = []
  try {
    for (const { text, number, isWhole } of linesOf(file, { mostBytes: MAX_BYTES, mostLineBytes: MAX_LINE_BYTES })) {
      const where = `${file}:${number}`
      if (number > MAX_TIMELINES) throw new UserError('too-many-timelines', { place: where, most: MAX_TIMELINES })
      if (isWhole) timelines.push(parseTimeline(text, where))
      else warnings.push({ code: 'last-line-torn', parameters: { place: where } })
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    throw new UserError('timelines-unreadable', { file, why: error.why }, { cause: error })
  }
  if (timelines.length === 0) throw new UserError('timelines-missing', { file })
  return { timelines, warnings }
}

function parseTimeline(line: string, where: string): Timeline {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new UserError('timeline-not-json', { place: where, got: described(line.slice(0, 40)) }, { cause })
  }
  const { data, error } = timelineSchema.safeParse(value)
  if (data) return data
  throw new UserError('timeline-wrong', {
    place: where,
    schema: TIMELINE_SCHEMA,
    issue: describeIssue(error.issues[0]!, value),
  })
}
