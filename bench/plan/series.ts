import type { Arrival } from '../trial/trial.ts'

/** Jobs that are due at 0, `everyMs`, twice `everyMs` and so on, whether or not the one before has ended. */
export interface Schedule {
  readonly jobs: number
  readonly everyMs: number
}

/** Milliseconds since any instant, and a way to wait for one. */
export interface SeriesClock {
  readonly nowMs: () => number
  /** Resolves at that instant, or as soon as `signal` is aborted. */
  readonly waitUntil: (instantMs: number, signal: AbortSignal) => Promise<void>
}

/** A job of a series that has ended, with what `run` gave for it. */
export interface DoneJob<Ran> {
  readonly arrival: Arrival
  readonly ran: Ran
}

/**
 * Runs the jobs of a schedule, numbered from 0, one at a time: each starts when it is due or when the one before it has ended,
 * whichever is later. Nothing waits for a slow job but those behind it, and they are due as if it had been quick: to time them
 * from when they could start would leave out just the waiting that it caused. Gives what had ended when `signal` was aborted.
 *
 * Between two jobs the harness works too: it asks and is answered over IPC, and sockets are closed. That is no time of the
 * strategy's, so wherever it would delay a job the schedule stands still, and each job says for how long.
 * Source of the rule: Schroeder, Wierman & Harchol-Balter, Open Versus Closed: A Cautionary Tale (NSDI 2006).
 */
export async function runSeries<Ran extends { readonly busyMs: number }>(
  { jobs, everyMs }: Schedule,
  run: (job: number) => Promise<Ran>,
  clock: SeriesClock,
  signal: AbortSignal,
): Promise<DoneJob<Ran>[]> {
  const done: DoneJob<Ran>[] = []
  // Moves on by whatever the schedule was delayed.
  let beginMs = clock.nowMs()
  let freeMs = 0
  for (let job = 0; job < jobs; job++) {
    const intendedMs = job * everyMs
    const readyMs = Math.max(intendedMs, freeMs)
    const stoodStillMs = Math.max(0, clock.nowMs() - beginMs - readyMs)
    beginMs += stoodStillMs
    await clock.waitUntil(beginMs + readyMs, signal)
    if (signal.aborted) break
    // A wake-up that came late, on the other hand, is one that a machine as busy as this has: it counts.
    const startedMs = Math.max(readyMs, clock.nowMs() - beginMs)
    const ran = await run(job)
    if (signal.aborted) break
    freeMs = startedMs + ran.busyMs
    const backlog = Math.floor((startedMs - intendedMs) / everyMs)
    done.push({ arrival: { intendedMs, startedMs, backlog, everyMs, stoodStillMs }, ran })
  }
  return done
}
