import type { StrategyName } from '../strategies/index.ts'
import type { Observe, Outcome } from '../strategies/job.ts'
import type { Measured } from '../strategies/measure.ts'
import type { Recording } from '../strategies/recording.ts'

/**
 * `off`: nothing is sent. `summary`: the run and its steps. `exemplars`: also its slowest, first and failed feeds and the whole
 * timeline. `sdk`: the X-Ray SDK around every step, which bends what it watches; to see by how much, and for small jobs.
 */
export const TRACE_MODES = ['off', 'summary', 'exemplars', 'sdk'] as const
export type TraceMode = (typeof TRACE_MODES)[number]
/**
 * For when AWS has announced the end of support of the SDK that `sdk` uses. Source: AWS X-Ray Developer Guide, "X-Ray SDK and daemon end of support
 * timeline"; its page "X-Ray SDK and Daemon Support timeline" has the same maintenance mode without an end.
 */
export const SDK_SUPPORT_ENDS = '2027-02-25'
export const DEFAULT_TRACE_MODE: TraceMode = 'exemplars'

/** What a tracing backend receives when a run is over. */
export interface TracedRun {
  readonly strategy: StrategyName
  readonly recording: Recording
  readonly outcomes: readonly Outcome[]
  readonly measured: Measured
  /** What else a run is to be found by: what a comparison calls it, the container it ran in. */
  readonly annotations: Readonly<Record<string, string | number | boolean | undefined>>
}

/** What became of a trace. */
export interface TraceReport {
  /** The trace's id; absent where nobody asked for one. */
  readonly id?: string
  readonly documents: number
  readonly bytes: number
  /** Feeds whose times are in the timeline. */
  readonly rows: number
  /** Why some or all of it did not leave this process; absent where all did. Datagrams may still be lost on their way. */
  readonly lost?: string
  /** What a reader of the trace has to know. */
  readonly note?: string
}

/**
 * The trace of one run, by whichever backend: X-Ray's, or another such as OpenTelemetry's. The steps themselves are not
 * recorded one by one, since a tracer per step bends the comparison; a backend that has to watch them gives an `observe`.
 */
export interface Trace {
  readonly observe?: Observe
  /** Is put around the whole run, for a backend that has to know what the steps belong to. */
  readonly around?: <T>(run: () => Promise<T>) => Promise<T>
  /** Builds and sends the documents of a run; resolves when they have left this process, and never rejects. */
  readonly send: (run: TracedRun) => Promise<TraceReport>
}

/** Begins the trace of a run of a strategy. Each backend is one such function. */
export type BeginTrace = (strategy: StrategyName) => Trace

export const NOTHING_SENT: TraceReport = { documents: 0, bytes: 0, rows: 0 }

/** Keeps nothing. */
export const beginNoTrace: BeginTrace = () => ({ send: async () => NOTHING_SENT })
