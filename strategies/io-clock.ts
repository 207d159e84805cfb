/**
 * How long checks have blocked this thread's event loop, in milliseconds. It is the thread's and not a run's: a check of one run
 * keeps the sockets of every other run on the thread waiting too.
 */
let blockedMs = 0

/**
 * A monotonic clock in milliseconds that stands still during checks: what a server sends meanwhile is not read, so that time
 * cannot be held against its feed. Timeouts of I/O are counted on it; timers run on real time and have to look again.
 */
export function ioClockMs(): number {
  return performance.now() - blockedMs
}

/** For how many milliseconds `ioClockMs` has been stopped so far. */
export function ioClockStoppedMs(): number {
  return blockedMs
}

/** Does synchronous `work`, during which `ioClockMs` stands still. */
export function stopIoClock<T>(work: () => T): T {
  const beganMs = performance.now()
  try {
    return work()
  } finally {
    blockedMs += performance.now() - beganMs
  }
}
