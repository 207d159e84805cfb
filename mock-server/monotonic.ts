/** Milliseconds on the clock that all processes of a machine share and nobody sets; Node's own ones begin at each process's start. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** Readings of two clocks of which the closest pair counts: between any two of them the process may have had to wait. */
const READINGS = 5

/** How far `monotonicMs` is ahead of the epoch milliseconds of this process, `performance.timeOrigin + performance.now()`. */
export function monotonicOffsetMs(): number {
  let best = { apartMs: Infinity, offsetMs: 0 }
  for (let reading = 0; reading < READINGS; reading++) {
    const beforeMs = monotonicMs()
    const nowMs = performance.timeOrigin + performance.now()
    const apartMs = monotonicMs() - beforeMs
    if (apartMs < best.apartMs) best = { apartMs, offsetMs: beforeMs + apartMs / 2 - nowMs }
  }
  return best.offsetMs
}
