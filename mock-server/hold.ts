import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits `ms` milliseconds to within some hundredths: a timer alone is up to one late, which is a third of a delay of 3. So it
 * sleeps the whole milliseconds and looks at the clock for the rest, one turn of the event loop at a time.
 */
export async function hold(ms: number): Promise<void> {
  const dueMs = performance.now() + ms
  for (let leftMs = ms; leftMs > 0; leftMs = dueMs - performance.now()) {
    if (leftMs >= 1) await sleep(Math.floor(leftMs))
    else await nextTurn()
  }
}
