import { setTimeout as sleep } from 'node:timers/promises'
import type { Stopwatch } from './measure.ts'

/** A timer may be so late; the rest is spent looking at the clock, in a loop that leaves no garbage for the next run to collect. */
const TIMER_LATENESS_MS = 2

/**
 * A stopwatch under which work takes longer by a `share` of what it took, 0.1 being a tenth: a copy of a strategy that is truly
 * slower by so much, to see whether whoever compares the two notices. Once `signal` is aborted nothing more is waited for: what was
 * cut off has no time of its own anyway, and whoever cut it off has none left.
 */
export function slowedDown(stopwatch: Stopwatch, share: number, signal?: AbortSignal): Stopwatch {
  return (work) =>
    stopwatch(async () => {
      const beganMs = performance.now()
      await work()
      const tookMs = performance.now() - beganMs
      await until(beganMs + tookMs * (1 + share), signal)
    })
}

async function until(dueMs: number, signal: AbortSignal | undefined): Promise<void> {
  const sleepMs = dueMs - performance.now() - TIMER_LATENESS_MS
  if (sleepMs > 0) await sleep(sleepMs, undefined, { signal }).catch(() => {})
  while (!signal?.aborted && performance.now() < dueMs);
}
