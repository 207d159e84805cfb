/** How much is asked at the same time: half as much after a call that was throttled, more again while none is. */
export class Pace {
  #most: number
  readonly #ceiling: number
  #since = 0

  constructor({ begin = 4, ceiling = 12 }: { readonly begin?: number; readonly ceiling?: number } = {}) {
    this.#most = begin
    this.#ceiling = ceiling
  }

  get most(): number {
    return this.#most
  }

  throttled(): void {
    this.#most = Math.max(1, Math.floor(this.#most / 2))
    this.#since = 0
  }

  /** After as many calls without a refusal as are made at a time, one more is made at a time. */
  went(): void {
    if (++this.#since < this.#most || this.#most === this.#ceiling) return
    this.#most++
    this.#since = 0
  }
}

/**
 * Works through all items, as many at a time as `pace` says; the service's own limits are not documented everywhere, and differ by account.
 * Once one rejects, none is begun any more, and it rejects with that when those under way have ended.
 */
export async function inParallel<T>(items: readonly T[], pace: Pace, work: (item: T) => Promise<void>): Promise<void> {
  const underway = new Set<Promise<void>>()
  const failures: unknown[] = []
  for (const item of items) {
    while (underway.size >= pace.most) await Promise.race(underway)
    if (failures.length > 0) break
    const one: Promise<void> = work(item)
      .then(() => pace.went())
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underway.delete(one))
    underway.add(one)
  }
  await Promise.all(underway)
  if (failures.length > 0) throw failures[0]
}
