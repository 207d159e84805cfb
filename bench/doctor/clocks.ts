import { median } from '../statistics/quantile.ts'
import type { TimerFacts } from '../io/findings.ts'

const TIMERS = 50
const READINGS = 5000

/** How late timers of 1 ms are here, one after another. */
export async function timerFacts(): Promise<TimerFacts> {
  const lateMs: number[] = []
  for (let timer = 0; timer < TIMERS; timer++) {
    const setMs = performance.now()
    await new Promise((resolve) => setTimeout(resolve, 1))
    // A timer counts from the beginning of the loop's turn, so that it may come a moment early.
    lateMs.push(Math.max(0, performance.now() - setMs - 1))
  }
  return { medianLateMs: median(lateMs), worstLateMs: Math.max(...lateMs), timers: TIMERS }
}

/** The smallest step that the clock is seen to make, in milliseconds. `now` counts in nanoseconds. */
export function clockStepMs(now: () => bigint): number {
  let least = Infinity
  let before = now()
  // A coarse clock may stand still for longer than all readings take.
  for (let reading = 0; reading < READINGS || least === Infinity; reading++) {
    const after = now()
    if (after > before) least = Math.min(least, Number(after - before))
    before = after
  }
  return least / 1e6
}
