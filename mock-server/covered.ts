/**
 * For how long at least one request of each item was under way, in milliseconds: a step of a user's own job may make several at a time, and
 * takes no longer than they do together.
 */
export class Covered {
  readonly ms: Float64Array
  readonly #untilMs: Float64Array

  constructor(items: number) {
    this.ms = new Float64Array(items)
    this.#untilMs = new Float64Array(items)
  }

  /** Requests have to come in the order in which they began. */
  add({ feed, beganMs }: { readonly feed: number; readonly beganMs: number }, tookMs: number): void {
    const untilMs = this.#untilMs[feed]!
    const overlapMs = Math.max(0, untilMs - beganMs)
    this.ms[feed]! += Math.max(0, tookMs - overlapMs)
    this.#untilMs[feed] = Math.max(untilMs, beganMs + tookMs)
  }
}
