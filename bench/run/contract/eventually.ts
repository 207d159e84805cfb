import { setTimeout as sleep } from 'node:timers/promises'

/** What is thrown after so many milliseconds; where it is a text, an error that says that it never came true, or took longer. */
export type TooLate = string | ((withinMs: number) => Error)

/** Waits until something holds, `withinMs` milliseconds at most: far beyond any load. */
export async function eventually(what: TooLate, holds: () => boolean, withinMs = 20_000): Promise<void> {
  for (const untilMs = performance.now() + withinMs; !holds(); await sleep(2)) {
    if (performance.now() <= untilMs) continue
    throw typeof what === 'string' ? new Error(`it never came true within ${withinMs} ms that ${what}`) : what(withinMs)
  }
}

/** The value of a promise; throws when it takes longer than `withinMs`: far beyond any load, far below what must not be waited for. */
export async function within<T>(withinMs: number, what: TooLate, promise: Promise<T>): Promise<T> {
  const controller = new AbortController()
  const late = sleep(withinMs, undefined, { signal: controller.signal }).then(
    () => {
      throw typeof what === 'string' ? new Error(`${what} took longer than ${withinMs} ms`) : what(withinMs)
    },
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
