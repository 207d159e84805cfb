import { hideAddresses } from '../strategies/failure.ts'
import { type StrategyName, strategies } from '../strategies/index.ts'
import type { CalendarJob, Job, Limits, Outcome } from '../strategies/job.ts'
import { type Measured, measureRun, plainStopwatch } from '../strategies/measure.ts'
import { createRecording } from '../strategies/recording.ts'
import { readyRun, type WorkSource } from '../strategies/run.ts'
import { slowedDown } from '../strategies/slow-down.ts'
import type { Container } from './container.ts'
import { type BeginTrace, NOTHING_SENT, type TraceReport } from './trace.ts'

export interface Performance<Options, J extends Job = CalendarJob> {
  readonly strategy: StrategyName
  readonly job: J
  readonly source: WorkSource<Options, J>
  readonly limits?: Partial<Limits> | undefined
  readonly container: Container
  /** Ends the run before the function's time is up. */
  readonly signal: AbortSignal
  readonly beginTrace: BeginTrace
  /** What a comparison calls this run. */
  readonly trial?: Readonly<Record<string, string | number | undefined>> | undefined
  /** By which share of its own time the run is made longer. */
  readonly slowedBy?: number | undefined
}

/** What came of a run. */
export interface Performed {
  readonly outcomes: readonly Outcome[]
  readonly measured: Measured
  /** Whether it gave up because the function's time was nearly over. */
  readonly isCutOff: boolean
  readonly trace: TraceReport & { readonly traceBuildMs: number }
}

/** Does a job by a strategy, leaves no socket open and then sends the trace. */
export async function perform<Options, J extends Job>(options: Performance<Options, J>): Promise<Performed> {
  const { strategy, job, source, limits = {}, container, signal, beginTrace, trial, slowedBy } = options
  const recording = createRecording(job.feeds.length)
  const trace = beginTrace(strategy)
  const { observe, around = (run) => run() } = trace
  const ready = readyRun(strategies[strategy], job, source, { limits, signal, recording, observe })
  const traced = { ...ready, start: () => around(ready.start) }
  const stopwatch = slowedBy === undefined ? plainStopwatch : slowedDown(plainStopwatch, slowedBy, signal)
  const { outcomes, measured, isCutOff } = await measureRun(traced, recording, stopwatch)
    // Before it is closed: a deadline that passes then has cut nothing off.
    .then((measured) => ({ ...measured, isCutOff: signal.aborted }))
    .finally(ready.close)
  const beganMs = performance.now()
  const { isCold: cold, id, memoryMb: memory_mb } = container
  const annotations = { ...trial, slowedBy, cold, container: id, memory_mb }
  // Whatever is wrong with a trace, the job is done.
  const report = await trace
    .send({ strategy, recording, outcomes, measured, annotations })
    .catch((error: Error) => ({ ...NOTHING_SENT, lost: `it could not be sent (${hideAddresses(error.message)})` }))
  return { outcomes, measured, isCutOff, trace: { ...report, traceBuildMs: performance.now() - beganMs } }
}

/** The outcomes of items that failed. A feed with one unreadable event has not failed: its other notices are sent. */
export function failedOf(outcomes: readonly Outcome[]): Outcome[] {
  return outcomes.filter(({ failures }) => failures.some(({ step, kind }) => step !== 'check' || kind !== 'malformed'))
}

/** Why a run did not do its work, in a few words: it was cut off, or every item failed; undefined where it did. */
export function shortcomingOf({ outcomes, isCutOff, measured }: Performed): string | undefined {
  const failed = failedOf(outcomes)
  const sent = `${measured.figures.sent} notifications were sent`
  if (isCutOff) return `${sent}, but it was cut off since its time was nearly over`
  const isLost = outcomes.length > 0 && failed.length === outcomes.length
  const examples = failed.slice(0, 5).map(({ feed }) => feed.id.slice(0, 60).toWellFormed())
  return isLost
    ? `${sent}, but every item failed (${Object.keys(measured.figures.failures).join(', ')}), such as ${examples.join(', ')}`
    : undefined
}
