import { randomUUID } from 'node:crypto'

/** What is shown of a run. */
export interface Shown {
  readonly content: string
  /** What a viewer has to send once it is done with it. */
  readonly ticket: string
}

interface Viewer {
  readonly show: (shown: Shown) => void
  /** The run is over. */
  readonly over?: () => void
  /** Takes only what is shown next. */
  readonly isOnce?: boolean
}

/** Those who look at a run: for the run the processes that serve its page, for such a process the browsers. */
export interface Viewers {
  /**
   * Shows something to each who is done with what was shown before: a slow one is passed over until it is, instead of working while something is
   * measured. Resolves when all of these are done, or were waited for long enough.
   */
  readonly show: (content: string) => Promise<void>
  readonly done: (ticket: string) => void
  /** Gives what a viewer does who leaves: it is not waited for any more. */
  readonly add: (viewer: Viewer) => () => void
  readonly over: () => void
  readonly count: () => number
}

/** `patienceMs`: how long viewers are waited for, before measuring goes on while they may still be at work. */
export function createViewers(patienceMs: number): Viewers {
  const viewers = new Set<Viewer>()
  /** What ends the waiting for each ticket that is still to come. */
  const pending = new Map<string, { readonly viewer: Viewer; readonly resolve: () => void }>()

  const done = (ticket: string) => {
    pending.get(ticket)?.resolve()
    pending.delete(ticket)
  }
  const showTo = async (viewer: Viewer, content: string) => {
    const ticket = randomUUID()
    const { promise, resolve } = Promise.withResolvers<void>()
    pending.set(ticket, { viewer, resolve })
    const timer = setTimeout(resolve, patienceMs)
    if (viewer.isOnce) viewers.delete(viewer)
    viewer.show({ content, ticket })
    await promise
    clearTimeout(timer)
  }
  return {
    async show(content) {
      const busy = new Set(Array.from(pending.values(), ({ viewer }) => viewer))
      await Promise.all([...viewers.difference(busy)].map((viewer) => showTo(viewer, content)))
    },
    done,
    add(viewer) {
      viewers.add(viewer)
      return () => {
        viewers.delete(viewer)
        for (const [ticket, { viewer: other }] of pending) if (other === viewer) done(ticket)
      }
    },
    over() {
      for (const { over } of viewers) over?.()
      viewers.clear()
    },
    count: () => viewers.size,
  }
}
