import type { Observe, Outcome, StepName } from './job.ts'

/** In the order in which a feed comes to them. */
export const STEPS: readonly StepName[] = ['fetch', 'check', 'notify']
const DOUBLES_PER_FEED = 2 * STEPS.length

/**
 * When each step of each feed began and ended: six doubles a feed (begin and end of fetch, check, notify) in epoch
 * milliseconds, 0 where the step never ran. It lies on shared memory, so that the threads of a run write into the same one.
 */
export type Recording = Float64Array<SharedArrayBuffer>

/** A recording that is only read, such as a copy of one from another process. */
export type Marks = Float64Array

export function createRecording(feeds: number): Recording {
  return new Float64Array(new SharedArrayBuffer(feeds * DOUBLES_PER_FEED * Float64Array.BYTES_PER_ELEMENT))
}

/** Writes two marks a step and nothing more: tracing each step with a real tracer would bend the comparison. */
export function observeInto(recording: Recording): Observe {
  return async (step, feedIndex, work) => {
    const at = feedIndex * DOUBLES_PER_FEED + 2 * STEPS.indexOf(step)
    recording[at] = clockMs()
    try {
      return await work()
    } finally {
      recording[at + 1] = clockMs()
    }
  }
}

/** Epoch milliseconds with fractions; agrees between threads of a process to a few microseconds. */
export function clockMs(): number {
  return performance.timeOrigin + performance.now()
}

/** One step over all feeds of a run. `busyMs` adds the spans up, so that it exceeds the makespan where they overlap. */
interface StepFigures {
  readonly count: number
  readonly failed: number
  readonly busyMs: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly maxMs: number
}

/** What one run reports of itself. Times of notifications count from the run's begin; absent where nothing was sent. */
export interface RunFigures {
  readonly feeds: number
  readonly sent: number
  /** Notices that other runs had claimed; absent where none. */
  readonly claimed?: number
  readonly firstNotificationMs?: number
  readonly medianNotificationMs?: number
  readonly lastNotificationMs?: number
  readonly steps: Readonly<Record<StepName, StepFigures>>
  /** How many failures of each `step kind`. */
  readonly failures: Readonly<Record<string, number>>
}

/** `beganMs`: when the run began, on `clockMs`. */
export function summarizeRun(recording: Recording, outcomes: readonly Outcome[], beganMs: number): RunFigures {
  const accepted = outcomes
    .flatMap(({ sent }) => sent.map(({ acceptedMs }) => acceptedMs - beganMs))
    .sort((a, b) => a - b)
  const failures: Record<string, number> = {}
  for (const { step, kind } of outcomes.flatMap((outcome) => outcome.failures)) {
    failures[`${step} ${kind}`] = (failures[`${step} ${kind}`] ?? 0) + 1
  }
  const claimed = outcomes.reduce((sum, outcome) => sum + (outcome.claimed ?? 0), 0)
  return {
    feeds: outcomes.length,
    sent: accepted.length,
    ...(claimed > 0 && { claimed }),
    firstNotificationMs: accepted[0],
    medianNotificationMs: at(accepted, 0.5),
    lastNotificationMs: accepted.at(-1),
    steps: {
      fetch: summarizeStep('fetch', recording, outcomes),
      check: summarizeStep('check', recording, outcomes),
      notify: summarizeStep('notify', recording, outcomes),
    },
    failures,
  }
}

/** From begin to end, in epoch milliseconds. */
export interface Span {
  readonly beginMs: number
  readonly endMs: number
}

/** Whether a step of a feed was begun and ended. */
export function isRecorded(recording: Marks, feedIndex: number, step: StepName): boolean {
  return spanOf(recording, feedIndex, step).endMs > 0
}

/** When a step of a feed, by its place in the job, began and ended; zeros where it did not. */
export function spanOf(recording: Marks, feedIndex: number, step: StepName): Span {
  const at = feedIndex * DOUBLES_PER_FEED + 2 * STEPS.indexOf(step)
  return { beginMs: recording[at]!, endMs: recording[at + 1]! }
}

/** Length of each span of a step in milliseconds, by feed; feeds that never came to it are left out. */
export function spansOf(step: StepName, recording: Recording): number[] {
  const spans: number[] = []
  for (let at = 2 * STEPS.indexOf(step); at < recording.length; at += DOUBLES_PER_FEED) {
    if (recording[at + 1]! > 0) spans.push(recording[at + 1]! - recording[at]!)
  }
  return spans
}

function summarizeStep(step: StepName, recording: Recording, outcomes: readonly Outcome[]): StepFigures {
  const spans = spansOf(step, recording).sort((a, b) => a - b)
  return {
    count: spans.length,
    failed: outcomes.filter(({ failures }) => failures.some((failure) => failure.step === step)).length,
    busyMs: spans.reduce((sum, span) => sum + span, 0),
    p50Ms: at(spans, 0.5) ?? 0,
    p95Ms: at(spans, 0.95) ?? 0,
    maxMs: spans.at(-1) ?? 0,
  }
}

/** Nearest rank in sorted values: small enough to run inside a Lambda; the report's statistics live elsewhere. */
function at(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}
