/** Runs what it is given, at most `most` at a time, the rest in the order of asking. */
export type Limit = <T>(work: () => Promise<T>) => Promise<T>

/** `most`: at least 1; `Infinity` lets everything through. */
export function createLimit(most: number): Limit {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running < most) running++
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      // The slot is handed over, not freed: between freeing and taking, a newcomer could slip in and make one too many.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
