import { breakDownTime } from '../../bench/trial/time-breakdown.ts'
import type { StepName } from '../../strategies/job.ts'
import { createRecording, type Recording, STEPS } from '../../strategies/recording.ts'

/** As of a run today, whose marks are epoch milliseconds. */
export const BEGAN_MS = Date.UTC(2026, 0, 15, 9) + 0.125

/** Begin and end of the steps of a feed, in milliseconds from the run's begin; a step that is left out never ran. */
export type FeedMarks = Readonly<Partial<Record<StepName, readonly [beginMs: number, endMs: number]>>>

/** A recording as it would have been made. */
export function recordingOf(feeds: readonly FeedMarks[]): Recording {
  const recording = createRecording(feeds.length)
  for (const [feed, marks] of feeds.entries()) {
    for (const [place, step] of STEPS.entries()) {
      const [beginMs, endMs] = marks[step] ?? []
      if (beginMs !== undefined) recording.set([BEGAN_MS + beginMs, BEGAN_MS + endMs!], 6 * feed + 2 * place)
    }
  }
  return recording
}

export interface SplitSimulation {
  readonly makespanMs: number
  readonly cpuMs: number
  /** What the server held, by feed; nothing where absent. */
  readonly fetchHeldMs?: readonly number[]
  readonly notifyHeldMs?: readonly number[]
  /** How many requests each step of each feed made; one each where absent. */
  readonly requests?: { readonly fetch: readonly number[]; readonly notify: readonly number[] }
}

/** Where the time of such a run went. */
export function splitOf(feeds: readonly FeedMarks[], { makespanMs, cpuMs, ...held }: SplitSimulation) {
  const { fetchHeldMs = [], notifyHeldMs = [], requests } = held
  const byFeed = (ms: readonly number[]) => Float64Array.from(feeds, (_, feed) => ms[feed] ?? 0)
  return breakDownTime({
    recording: recordingOf(feeds),
    beganMs: BEGAN_MS,
    makespanMs,
    cpuMs,
    fetchHeldMs: byFeed(fetchHeldMs),
    notifyHeldMs: byFeed(notifyHeldMs),
    ...(requests && {
      requests: { fetch: Uint32Array.from(requests.fetch), notify: Uint32Array.from(requests.notify) },
    }),
  })
}
