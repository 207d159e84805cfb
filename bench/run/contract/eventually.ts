import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until something holds; an error that says what never came true after `withinMs` milliseconds, far beyond any load. */
export async function eventually(what: string, holds: () => boolean, withinMs = 20_000): Promise<void> {
  for (const untilMs = performance.now() + withinMs; !holds(); await sleep(2)) {
    if (performance.now() > untilMs) throw new Error(`it never came true within ${withinMs} ms that ${what}`)
  }
}

/** The value of a promise, or an error when it takes longer than `withinMs`: far beyond any load, far below what must not be waited for. */
export async function within<T>(withinMs: number, what: string, promise: Promise<T>): Promise<T> {
  const controller = new AbortController()
  const late = sleep(withinMs, undefined, { signal: controller.signal }).then(
    () => Promise.reject(new Error(`${what} took longer than ${withinMs} ms`)),
    () => promise,
  )
  try {
    return await Promise.race([promise, late])
  } finally {
    controller.abort()
  }
}

/** Does `work` for every item, at most `most` at a time. */
export async function forEachOf<T>(items: readonly T[], most: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values()
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (const item of left) await work(item)
    }),
  )
}
