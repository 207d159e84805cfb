import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { Stopwatch } from './measure.ts'

/** A timer may be late by more than this share of a short wait; the rest is spent looking at the clock. */
const TIMER_LATENESS_MS = 2

/**
 * A stopwatch under which work takes longer by a `share` of what it took, 0.1 being a tenth: a copy of a strategy that is truly
 * slower by so much, to see whether whoever compares the two notices. Once `signal` is aborted nothing more is waited for: what was
 * cut off tells no time anyway, and whoever cut it off has none left.
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
  for (let leftMs = dueMs - performance.now(); leftMs > 0; leftMs = dueMs - performance.now()) {
    if (leftMs > TIMER_LATENESS_MS) await sleep(leftMs - TIMER_LATENESS_MS, undefined, { signal }).catch(() => {})
    else await nextTurn()
    if (signal?.aborted) return
  }
}
