import { randomUUID } from 'node:crypto'

/** How long browsers are waited for, before the race goes on while they may still be drawing. */
const PATIENCE_MS = 1500

/** What is shown of a race. */
export interface Shown {
  readonly html: string
  /** What a visitor has to say once it is drawn. */
  readonly ticket: string
}

interface Visitor {
  readonly show: (shown: Shown) => void
  /** The race is over. */
  readonly over: () => void
}

/** Those who look at a race. */
export interface Visitors {
  /**
   * Shows something to each who has drawn what was shown before: a slow one is passed over until it has, instead of drawing while a run is measured.
   * Resolves when all of these have drawn it, or were waited for long enough.
   */
  readonly show: (html: string) => Promise<void>
  readonly drawn: (ticket: string) => void
  readonly add: (visitor: Visitor) => () => void
  readonly over: () => void
  readonly count: () => number
}

export function createVisitors(patienceMs = PATIENCE_MS): Visitors {
  /** With the ticket that is still to come of each. */
  const visitors = new Map<Visitor, string | undefined>()
  const pending = new Map<string, () => void>()

  const showTo = async (visitor: Visitor, html: string) => {
    const ticket = randomUUID()
    const { promise, resolve } = Promise.withResolvers<void>()
    visitors.set(visitor, ticket)
    pending.set(ticket, () => {
      if (visitors.has(visitor)) visitors.set(visitor, undefined)
      pending.delete(ticket)
      resolve()
    })
    const timer = setTimeout(resolve, patienceMs)
    visitor.show({ html, ticket })
    await promise
    clearTimeout(timer)
  }
  return {
    async show(html) {
      const ready = [...visitors].flatMap(([visitor, ticket]) => (ticket ? [] : [visitor]))
      await Promise.all(ready.map((visitor) => showTo(visitor, html)))
    },
    drawn: (ticket) => pending.get(ticket)?.(),
    add(visitor) {
      visitors.set(visitor, undefined)
      return () => {
        visitors.delete(visitor)
      }
    },
    over() {
      for (const { over } of visitors.keys()) over()
    },
    count: () => visitors.size,
  }
}
