import type { VirtualClock } from './virtual-clock.ts'

/** What a piece of work takes, in milliseconds, when its kind was last done `pauseMs` ago; Infinity: never. */
type Price = (pauseMs: number) => number

/**
 * A thread: what it is given it does one after another, in the order of asking. What follows from a piece of work that is just done
 * comes before what waits, as promises that are settled go on before the next event.
 */
export interface SimulatedThread {
  /** Resolves when the work is done. `kind`: what is warm once one of it was done. */
  readonly do: (kind: string, price: Price) => Promise<void>
  /** How long it has worked so far. */
  readonly busyMs: () => number
}

interface Task {
  readonly kind: string
  readonly price: Price
  readonly done: () => void
}

/**
 * Makes threads that share so many processors. One that has something to do takes a processor for one piece of work and lines up
 * again for the next: a system divides its processors more finely than that, but as fairly.
 */
export function createProcessors(clock: VirtualClock, cores: number): { readonly thread: () => SimulatedThread } {
  let free = cores
  const waiting: (() => void)[] = []

  function thread(): SimulatedThread {
    const queue: Task[] = []
    const lastMs = new Map<string, number>()
    let state: 'idle' | 'busy' | 'going on' = 'idle'
    /** How many pieces of work follow from the one that is just done. */
    let goneOn = 0
    let busyMs = 0

    const begin = () => {
      state = 'busy'
      free--
      const { kind, price, done } = queue.shift()!
      const tookMs = price(clock.nowMs() - (lastMs.get(kind) ?? -Infinity))
      busyMs += tookMs
      clock.after(tookMs, () => {
        lastMs.set(kind, clock.nowMs())
        state = 'going on'
        goneOn = 0
        done()
        clock.after(0, end)
      })
    }
    const end = () => {
      state = queue.length > 0 ? 'busy' : 'idle'
      if (state === 'busy') waiting.push(begin)
      free++
      waiting.shift()?.()
    }

    return {
      busyMs: () => busyMs,
      do: (kind, price) =>
        new Promise((done) => {
          const task = { kind, price, done }
          if (state === 'going on') queue.splice(goneOn++, 0, task)
          else queue.push(task)
          if (state !== 'idle') return
          if (free > 0) begin()
          else {
            state = 'busy'
            waiting.push(begin)
          }
        }),
    }
  }
  return { thread }
}
