import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import type { StepName } from '../strategies/job.ts'
import { isRecorded, type Marks, type Span, spanOf, STEPS } from '../strategies/recording.ts'

/** In a result's folder, beside its trials. */
export const TIMELINES_FILE = 'timelines.jsonl'

/** Raised whenever a field changes its meaning. */
export const TIMELINE_SCHEMA = 1

/** Begin and end in milliseconds from the run's begin, to the microsecond; null where the step was never done. */
const span = z.tuple([z.number(), z.number()]).nullable()

const timelineSchema = z.object({
  schema: z.literal(TIMELINE_SCHEMA),
  arm: z.string(),
  fork: z.number(),
  round: z.number(),
  /** `feed` is its place in the job, from 0. */
  feeds: z.array(z.object({ feed: z.number(), fetch: span, check: span, notify: span })),
  /** When the event loop of the main thread stood still for longer than 5 ms. */
  stalls: z.array(z.tuple([z.number(), z.number()])).optional(),
})

/** One measured run as one line of `timelines.jsonl`: when each step of each feed was under way. */
export type Timeline = z.infer<typeof timelineSchema>

export type TimelineSpan = z.infer<typeof span>

/** What a run tells of its course; epoch milliseconds, by the clock of the recording. */
export interface Recorded {
  readonly marks: Marks
  readonly beganMs: number
  /** Absent of older code, which is raced along for a gate. */
  readonly stalls?: readonly Span[]
}

/** The timeline of a run from what it recorded. */
export function timelineOf(
  { arm, fork, round }: Pick<Timeline, 'arm' | 'fork' | 'round'>,
  { marks: recording, beganMs, stalls = [] }: Recorded,
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
    arm,
    fork,
    round,
    feeds,
    stalls: stalls.map(({ beginMs, endMs }) => [since(beginMs), since(endMs)]),
  }
}

/** Reads `timelines.jsonl`. A torn last line is left out and named in `warnings`; anything else that does not fit throws. */
export function readTimelines(file: string): { readonly timelines: Timeline[]; readonly warnings: string[] } {
  if (!existsSync(file))
    throw new Error(
      `expected timelines in ${file}, which is not there; utakata bench keeps them beside its trials, lab and ab where their traces have every feed, so measure again and take that folder`,
    )
  const lines = readFileSync(file, 'utf8').split('\n')
  const torn = lines.pop()
  const warnings = torn
    ? [`${file}:${lines.length + 1}: the last line is torn (the run was killed while writing it) and is left out`]
    : []
  const timelines = lines.map((line, index) => parseTimeline(line, `${file}:${index + 1}`))
  if (timelines.length === 0) throw new Error(`expected timelines in ${file}, which has none; measure again`)
  return { timelines, warnings }
}

function parseTimeline(line: string, place: string): Timeline {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new Error(`${place}: expected a timeline as JSON, got "${line.slice(0, 40)}"`, { cause })
  }
  const { data, error } = timelineSchema.safeParse(value)
  if (data) return data
  const [issue] = error.issues
  throw new Error(
    `${place}: expected a timeline of schema ${TIMELINE_SCHEMA}, got another at "${issue?.path.join('.')}": ${issue?.message}`,
  )
}
