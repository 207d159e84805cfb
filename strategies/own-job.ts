/** A job of your own: `import { defineJob } from 'utakata/job'`. It imports nothing, so that it is there at once. */

/** One thing to fetch. */
export interface Item {
  /** The same in every run, and no other's. */
  readonly id: string
}

/** Where a step finds its server, and when it has to stop. */
export interface Reach {
  /** Of `fetch` the address of the item; of `notify` where what was found in it is sent. */
  readonly url: string
  /** Aborted once the step has taken too long or the run was cancelled: hand it to your client. */
  readonly signal: AbortSignal
}

/**
 * Three steps. Whatever one of them throws is that item's failure, and the others go on. Where steps run on several threads, what `fetch` and
 * `check` give may have to be cloned; bytes move at no cost.
 */
export interface OwnJob<Body, Found> {
  readonly fetch: (item: Item, reach: Reach) => Body | Promise<Body>
  /** What is to be sent, in the order in which it is; none as an empty array. */
  readonly check: (body: Body, item: Item) => readonly Found[] | Promise<readonly Found[]>
  /** Sends one of what `check` found, and resolves once it was taken. */
  readonly notify: (found: Found, reach: Reach, item: Item) => unknown
}

/** Gives the job as it is: what `fetch` gives is what `check` takes, and what `check` finds is what `notify` takes. */
export function defineJob<Body, Found>(job: OwnJob<Body, Found>): OwnJob<Body, Found> {
  return job
}
