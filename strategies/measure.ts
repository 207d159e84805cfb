import { readFileSync, writeFileSync } from 'node:fs'
import type { Limits, Outcome, StepName } from './job.ts'
import { clockMs, type Recording, type RunFigures, summarizeRun, type Span } from './recording.ts'
import type { ReadyRun } from './run.ts'

/** Times one piece of asynchronous work, in milliseconds. */
export type Stopwatch = (work: () => Promise<void>) => Promise<number>

/** What one run took, wherever it ran. CPU time, stalls and memory are the whole process's, threads included. */
export interface Measured {
  /** Epoch milliseconds. */
  readonly beganMs: number
  readonly makespanMs: number
  readonly limits: Limits
  readonly figures: RunFigures
  readonly cpuMs: number
  /** Longest time the main thread's event loop was blocked. */
  readonly eventLoopDelayMs: number
  /** When it did, in epoch milliseconds. */
  readonly eventLoop: EventLoopWatch['spans']
  readonly peakRssBytes: number
  /** The first failure of each step and kind, in words. */
  readonly examples: readonly { readonly step: StepName; readonly kind: string; readonly message: string }[]
}

/** Runs what is ready, which must write into `recording`, and measures it. One run at a time in a process; the caller closes it. */
export async function measureRun(
  run: ReadyRun,
  recording: Recording,
  stopwatch: Stopwatch = plainStopwatch,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly measured: Measured }> {
  let outcomes: readonly Outcome[] = []
  resetPeakRss()
  // Only while the run is under way, so that a process that was frozen between runs is not called stalled.
  const watch = watchEventLoop()
  const cpu = process.cpuUsage()
  const beganMs = clockMs()
  try {
    const makespanMs = await stopwatch(async () => {
      outcomes = await run.start()
    })
    const { user, system } = process.cpuUsage(cpu)
    const { longestMs: eventLoopDelayMs, spans: eventLoop } = watch.stop()
    const measured = {
      beganMs,
      makespanMs,
      limits: run.limits,
      figures: summarizeRun(recording, outcomes, beganMs),
      cpuMs: (user + system) / 1000,
      eventLoopDelayMs,
      eventLoop,
      peakRssBytes: peakRssBytes(),
      examples: examplesOf(outcomes),
    }
    return { outcomes, measured }
  } finally {
    watch.stop()
  }
}

/** Times with the clock of the process and nothing else. */
export async function plainStopwatch(work: () => Promise<void>): Promise<number> {
  const beganMs = performance.now()
  await work()
  return performance.now() - beganMs
}

function examplesOf(outcomes: readonly Outcome[]): Measured['examples'] {
  const all = outcomes.flatMap(({ failures }) => failures)
  return Map.groupBy(all, ({ step, kind }) => `${step} ${kind}`)
    .values()
    .map(([first]) => first!)
    .toArray()
}

/** Sets the high-water mark of this process's memory back to what it uses now. Source: proc(5), /proc/pid/clear_refs, 5. */
function resetPeakRss(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // Elsewhere than on Linux the mark is that of the process's whole life, which errs on the safe side.
  }
}

/** The high-water mark of this process's resident memory, in bytes. */
function peakRssBytes(): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    if (kilobytes !== undefined) return Number(kilobytes) * 1024
  } catch {
    // As above.
  }
  return process.resourceUsage().maxRSS * 1024
}

/** What a watch has seen. */
interface EventLoopWatch {
  /** The longest time the event loop was blocked, in milliseconds. */
  readonly longestMs: number
  /** Each one that is worth a mark: longer than the resolution, in epoch milliseconds. */
  readonly spans: readonly Span[]
}

/** How often to look whether the event loop still turns; what is shorter than a fraction of this is not seen. */
const RESOLUTION_MS = 5

/**
 * Watches the event loop of this thread until it is stopped for the first time, by a timer and how late it comes: 200 looks a
 * second of some microseconds, reported with when they were late, which the histogram of `node:perf_hooks` does not keep.
 */
export function watchEventLoop(): { readonly stop: () => EventLoopWatch } {
  const spans: Span[] = []
  let longestMs = 0
  let lookedMs = clockMs()
  const look = () => {
    const nowMs = clockMs()
    const dueMs = lookedMs + RESOLUTION_MS
    longestMs = Math.max(longestMs, nowMs - dueMs)
    if (nowMs - dueMs > RESOLUTION_MS) spans.push({ beginMs: dueMs, endMs: nowMs })
    lookedMs = nowMs
  }
  const timer = setInterval(look, RESOLUTION_MS)
  timer.unref()
  let seen: EventLoopWatch | undefined
  return {
    stop() {
      if (seen) return seen
      clearInterval(timer)
      // A block at the end may not have let the timer come any more.
      look()
      seen = { longestMs, spans }
      return seen
    },
  }
}
