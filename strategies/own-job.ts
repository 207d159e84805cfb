/** A job of your own, for `utakata/job`. It imports nothing, so that it loads at once. */

/** One thing to fetch. */
export interface Item {
  /** Unique, and the same in every run. */
  readonly id: string
}

/** Where a step finds its server, and when it has to stop. */
export interface Reach {
  /** For `fetch`, the address of the item; for `notify`, where to send what was found in it. */
  readonly url: string
  /** Aborted when the step has taken too long or the run is cancelled: pass it to your client. */
  readonly signal: AbortSignal
}

/**
 * Three steps. Whatever one of them throws is recorded as a failure of that item, and the other items continue. With `check-threads`, what `fetch`
 * and `check` return must be cloneable; bytes are copied once and then transferred.
 */
export interface OwnJob<Body, Found> {
  readonly fetch: (item: Item, reach: Reach) => Body | Promise<Body>
  /** What to send, in order; an empty array if nothing. */
  readonly check: (body: Body, item: Item, reach: Pick<Reach, 'signal'>) => readonly Found[] | Promise<readonly Found[]>
  /** Sends one finding of `check`; resolves once it has been accepted. */
  readonly notify: (found: Found, reach: Reach, item: Item) => unknown
}

/** Returns the job unchanged; its types flow from `fetch` to `check` to `notify`. */
export function defineJob<Body, Found>(job: OwnJob<Body, Found>): OwnJob<Body, Found> {
  return job
}
