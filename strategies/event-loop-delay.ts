import { clockMs, type Span } from './recording.ts'

/** What a watch has seen. */
export interface EventLoopWatch {
  /** The longest time the event loop stood still, in milliseconds. */
  readonly longestMs: number
  /** Each one that is worth a mark: longer than the resolution, in epoch milliseconds. */
  readonly spans: readonly Span[]
}

/** How often it is looked whether the event loop still goes iteration; what is shorter than a fraction of this is not seen. */
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
      // What stood still last may not have let the timer come any more.
      look()
      seen = { longestMs, spans }
      return seen
    },
  }
}
