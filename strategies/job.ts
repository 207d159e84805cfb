import type { Window } from './calendar/window.ts'
/** The words of the job: plain data that can cross threads, payloads and files. Types only. */

/** One iCal address. `id` is unique within its job and is what people are shown: an address is often a secret. */
export interface Feed {
  readonly id: string
  /** As its user calls it, in notifications, whatever the calendar calls itself. */
  readonly name?: string
  readonly url: string
  /** Where what is found in it is sent, where not all goes to one place. */
  readonly sinkUrl?: string
}

/** What a strategy orders, whatever is done with each. */
export interface Job {
  readonly feeds: readonly Feed[]
}

/** The built-in job: calendars, of which what starts in a window is posted to Slack. */
export interface CalendarJob extends Job {
  readonly window: Window
  readonly slackUrl: string
}

/** One start of an event, after recurrence, exceptions and time zone. */
export interface Occurrence {
  readonly uid: string
  readonly summary: string
  readonly startMs: number
  /** Its original start in its series, the instant of its RECURRENCE-ID, where it was moved; absent where it was not. */
  readonly recurrenceMs?: number
  readonly allDay: boolean
  /** The day of an all-day event, `YYYY-MM-DD`, whatever the zone it was read in. */
  readonly date?: string
}

/** What a calendar's text holds for a window; each problem is one sentence and costs only what it names. */
export interface Calendar {
  readonly name?: string
  readonly occurrences: readonly Occurrence[]
  readonly problems: readonly string[]
}

/** One occurrence on its way to Slack; `key` is the same whichever strategy sends it. */
export interface Notice extends Occurrence {
  readonly key: string
  readonly feedId: string
  readonly calendar: string
}

/** A notice that Slack accepted, `acceptedMs` in epoch milliseconds on the run's clock. */
export interface Notification extends Notice {
  readonly acceptedMs: number
}

export type StepName = 'fetch' | 'check' | 'notify'

/**
 * Why something did not happen. `unknown`: Slack may or may not have it, so it is never sent again.
 * `refused`: Slack said no. `thrown`: a step of a user's own job threw, or returned something unusable. `unclaimed`: whether another run has it could not be found out, so that it was not posted. `aborted`: cancelled before it was done. `defect`: a mistake in this program.
 */
export type FailureKind =
  | 'network'
  | 'status'
  | 'timeout'
  | 'too-large'
  | 'malformed'
  | 'refused'
  | 'unknown'
  | 'unclaimed'
  | 'thrown'
  | 'aborted'
  | 'defect'

export interface Failure {
  readonly step: StepName
  readonly kind: FailureKind
  readonly message: string
}

/** A feed after fetch: without a body when it failed. The check takes the body away. */
export interface Fetched {
  readonly feed: Feed
  readonly body?: Uint8Array | undefined
  readonly failures: readonly Failure[]
}

/** A feed after check: what is due in it. */
export interface Checked {
  readonly feed: Feed
  readonly due: readonly Notice[]
  readonly failures: readonly Failure[]
}

/** The end of one feed's journey. `sent` keeps what Slack accepted even where a later notice failed. */
export interface Outcome {
  readonly feed: Feed
  readonly sent: readonly Notification[]
  readonly failures: readonly Failure[]
  /** How many notices another run had claimed; absent where none. */
  readonly claimed?: number
}

/** What became of a notice: Slack took it, or another run had claimed it and it was not posted. */
type Delivery = 'accepted' | 'claimed'

/** The three steps, which never reject: what goes wrong rides along as `failures`. */
export interface Steps {
  readonly fetch: (feed: Feed) => Promise<Fetched>
  readonly check: (fetched: Fetched) => Promise<Checked>
  readonly notify: (checked: Checked) => Promise<Outcome>
}

/** What a check gives: what is to be sent, and what could not be read, a sentence each, which costs only what it names. */
export interface Findings {
  readonly due: readonly Notice[]
  readonly problems: readonly string[]
}

/** The bare work behind the steps. It may throw; only `createSteps` turns throws into failures. */
export interface Work {
  readonly fetch: (feed: Feed, signal: AbortSignal) => Promise<Uint8Array>
  readonly check: (body: Uint8Array, feed: Feed, signal: AbortSignal) => Findings | Promise<Findings>
  /** Resolves when Slack has accepted the notice, or nothing had to be posted. */
  readonly notify: (notice: Notice, signal: AbortSignal) => Promise<Delivery>
  /** A body that it fetched is not needed any more. */
  readonly release?: (body: Uint8Array) => void
  /** A thread of the run died, by its `threadId`: what it had of what the threads share is given back. */
  readonly forgetThread?: (threadId: number) => void
  /** Lets go of sockets and the like; called once, when the run is over. */
  readonly close: () => Promise<void>
}

/** Wraps one step of one feed (its place in the job) and must hand on what `work` gives or throws. */
export type Observe = <T>(step: StepName, feedIndex: number, work: () => Promise<T>) => Promise<T>

/** `concurrency`: fetches in flight over the whole run, threads included. `buffer`: bodies waiting to be checked. */
export interface Limits {
  readonly concurrency: number
  readonly threads: number
  readonly buffer: number
}

/** What every thread pulls from: `taken[0]` counts the feeds already pulled, over all threads. */
export interface Share {
  readonly taken: Int32Array
  /** How many feeds this thread may hold at a time. */
  readonly lanes: number
}

/** One thread of a run. Its methods resolve even when the thread dies. */
export interface Thread {
  /** Does the whole job for feeds pulled from the share, each outcome handed on as it ends; resolves when none is left, or to why the thread died. */
  readonly work: (share: Share, deliver: (feedIndex: number, outcome: Outcome) => void) => Promise<string | undefined>
  readonly check: (fetched: Fetched) => Promise<Checked>
}

/** Where a run gets its threads from: real ones, or in-process ones on a virtual clock. */
export interface Kit {
  /** The run's thread number `index`, which is started when it is first given something to do. */
  readonly thread: (index: number) => Promise<Thread>
}

export interface Run {
  readonly job: Job
  readonly steps: Steps
  readonly limits: Limits
  readonly kit: Kit
}

/** An order in which to take the steps: one outcome per feed, in feed order, whatever happens. */
export interface Strategy {
  (run: Run): Promise<Outcome[]>
  /** The limits that apply to it, with their defaults; the others mean nothing to it. */
  limits?: Partial<Limits>
}
