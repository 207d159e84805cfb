/**
 * What passes between two looks at the clock counts up to this much, in milliseconds: more is time in which the thread had no
 * processor. The system's own count of a thread's CPU time is no help, since it often moves in steps of 4 ms.
 */
const MAX_GAP_MS = 0.1

/** Keeps this thread's processor busy for so many milliseconds of CPU time, however long the thread waits for a processor meanwhile. */
export function burnCpu(ms: number): void {
  let leftMs = ms
  let lookedMs = performance.now()
  while (leftMs > 0) {
    const nowMs = performance.now()
    leftMs -= Math.min(MAX_GAP_MS, nowMs - lookedMs)
    lookedMs = nowMs
  }
}
