import type { CalendarJob, Job, Limits, Observe, Outcome, Strategy, Work } from './job.ts'
import { resolveLimits } from './limits.ts'
import { observeNothing } from './observe.ts'
import { observeInto, type Recording } from './recording.ts'
import { createSteps } from './steps.ts'
import { createKit } from './threads.ts'

/** The work of a run: the function that makes it here, the module that exports it as `createWork` for threads, its options. */
export interface WorkSource<Options, J extends Job = CalendarJob> {
  readonly createWork: (job: J, options: Options) => Work
  readonly module: string
  readonly options: Options
}

export interface RunOptions {
  readonly limits?: Partial<Limits>
  readonly signal?: AbortSignal
  readonly recording?: Recording
  /** Watches, around the recording, the steps that are taken on the main thread: a tracer. */
  readonly observe?: Observe | undefined
}

/** A job made ready for one strategy, so that a stopwatch can be put around `start` alone. `close` it when it is over: then no socket of it is left open. */
export interface ReadyRun {
  readonly limits: Limits
  readonly start: () => Promise<Outcome[]>
  readonly close: () => Promise<void>
}

/** Throws a RangeError for limits that make no sense; feeds must have ids that are unique within the job. */
export function readyRun<Options, J extends Job>(
  strategy: Strategy,
  job: J,
  source: WorkSource<Options, J>,
  { limits: requested, signal = new AbortController().signal, recording, observe = observeNothing }: RunOptions = {},
): ReadyRun {
  const limits = resolveLimits(strategy, requested)
  if (new Set(job.feeds.map(({ id }) => id)).size < job.feeds.length)
    throw new RangeError('expected every feed of a job to have its own id')
  const work = source.createWork(job, source.options)
  const steps = createSteps(job, work, recording ? around(observe, observeInto(recording)) : observe, signal)
  const kit = createKit({ job, workModule: source.module, workOptions: source.options, recording }, signal, work)
  return {
    limits,
    start: () => strategy({ job, steps, limits, kit }),
    async close() {
      await Promise.all([kit.close(), work.close()])
    },
  }
}

function around(outer: Observe, inner: Observe): Observe {
  if (outer === observeNothing) return inner
  return (step, feedIndex, work) => outer(step, feedIndex, () => inner(step, feedIndex, work))
}
