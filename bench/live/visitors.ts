/** How long browsers are waited for, before the race goes on while they may still be drawing. */
const PATIENCE_MS = 1500

/** Those who look at a page: each says when it has drawn what it was sent. */
export interface Visitors {
  /** Sends something to each who is there; resolves when all have drawn it, or were waited for long enough. */
  readonly send: (event: VisitorEvent) => Promise<void>
  /** Resolves in the next gap, with what to do then; the gap lasts until the page that was asked for is drawn. */
  readonly nextGap: () => Promise<void>
  /** Lets those in who wait for a gap. */
  readonly letIn: () => Promise<void>
  /** Somebody has drawn what was sent. */
  readonly drawn: () => void
  readonly add: (receive: (event: VisitorEvent) => void) => () => void
  readonly count: () => number
}

export interface VisitorEvent {
  readonly is: 'round' | 'over'
  readonly html: string
}

/** Browsers hear of no event that has nothing in it. */
export const OVER: VisitorEvent = { is: 'over', html: 'over' }

export function createVisitors(): Visitors {
  const receivers = new Set<(event: VisitorEvent) => void>()
  let waiting: (() => void)[] = []
  let expected = 0
  let allDrawn: (() => void) | undefined

  const untilDrawn = async (count: number, act: () => void) => {
    if (count === 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    expected = count
    allDrawn = resolve
    const timer = setTimeout(resolve, PATIENCE_MS)
    act()
    await promise
    clearTimeout(timer)
    allDrawn = undefined
  }
  return {
    send: (event) =>
      untilDrawn(receivers.size, () => {
        for (const receive of receivers) receive(event)
      }),
    nextGap: () => new Promise((resolve) => waiting.push(resolve)),
    letIn() {
      const all = waiting
      waiting = []
      return untilDrawn(all.length, () => {
        for (const enter of all) enter()
      })
    },
    drawn() {
      if (--expected <= 0) allDrawn?.()
    },
    add(receive) {
      receivers.add(receive)
      return () => receivers.delete(receive)
    },
    count: () => receivers.size + waiting.length,
  }
}
