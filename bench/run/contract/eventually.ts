import { setTimeout as sleep } from 'node:timers/promises'

/** The error for what has taken so many milliseconds. */
type TooLate = (withinMs: number) => Error

/** Waits until something holds, `withinMs` milliseconds at most: far beyond any load. */
export async function eventually(tooLate: TooLate, holds: () => boolean, withinMs = 20_000): Promise<void> {
  for (const untilMs = performance.now() + withinMs; !holds(); await sleep(2)) {
    if (performance.now() > untilMs) throw tooLate(withinMs)
  }
}

/** The value of a promise; throws when it takes longer than `withinMs`: far beyond any load, far below what must not be waited for. */
export async function within<T>(withinMs: number, tooLate: TooLate, promise: Promise<T>): Promise<T> {
  const controller = new AbortController()
  const late = sleep(withinMs, undefined, { signal: controller.signal }).then(
    () => {
      throw tooLate(withinMs)
    },
    () => promise,
  )
  try {
    return await Promise.race([promise, late])
  } finally {
    controller.abort()
  }
}
