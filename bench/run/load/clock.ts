import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { SeriesClock } from '../../plan/series.ts'

/** A timer may be late by about so much; the rest is waited for turn by turn. Nothing is measured meanwhile, and it is short. */
const TIMER_ERROR_MS = 2

/** The clock of this process, to within some hundredths of a millisecond. */
export const processClock: SeriesClock = {
  nowMs: () => performance.now(),
  async waitUntil(instantMs, signal) {
    for (let leftMs = instantMs - performance.now(); leftMs > 0 && !signal.aborted;) {
      // Only the abort rejects it, and that ends the loop.
      if (leftMs > TIMER_ERROR_MS + 1)
        await sleep(Math.floor(leftMs - TIMER_ERROR_MS), undefined, { signal }).catch(() => {})
      else await nextTurn()
      leftMs = instantMs - performance.now()
    }
  },
}

/** A clock that jumps to the instants it is asked to wait for while `isSkipping`: nobody has to wait for what is not run any more. */
export function skippingClock(clock: SeriesClock, isSkipping: () => boolean): SeriesClock {
  let skippedMs = 0
  return {
    nowMs: () => clock.nowMs() + skippedMs,
    async waitUntil(instantMs, signal) {
      if (isSkipping()) skippedMs += Math.max(0, instantMs - skippedMs - clock.nowMs())
      else await clock.waitUntil(instantMs - skippedMs, signal)
    },
  }
}
