import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Job, Kit, Limits, Outcome, Steps, Strategy } from '../strategies/job.ts'
import { takeShare } from '../strategies/lanes.ts'

/** What one feed has to wait for, in milliseconds: its answer, and the answers to all posts of its events. */
export interface Wait {
  readonly fetchMs: number
  readonly notifyMs: number
}

interface Sleeper {
  readonly dueMs: number
  readonly wake: () => void
}

/**
 * Structural time of a strategy in milliseconds: its own code run over steps that wait in virtual time and cost no CPU. It is
 * what the waiting alone takes in that order, for any strategy, also one nobody foresaw.
 */
export async function structuralMs(strategy: Strategy, limits: Limits, waits: readonly Wait[]): Promise<number> {
  const clock = createClock()
  const job: Job = {
    feeds: waits.map((_, index) => ({ id: String(index), url: '' })),
    window: { fromMs: 0, untilMs: 0 },
    slackUrl: '',
  }
  const steps: Steps = {
    async fetch(feed) {
      await clock.sleep(waits[Number(feed.id)]!.fetchMs)
      return { feed, failures: [] }
    },
    check: async ({ feed, failures }) => ({ feed, due: [], failures }),
    async notify({ feed, failures }): Promise<Outcome> {
      await clock.sleep(waits[Number(feed.id)]!.notifyMs)
      return { feed, sent: [], failures }
    },
  }
  const kit: Kit = {
    thread: async () => ({
      work: async (share, deliver) => {
        await takeShare(job, steps, share, deliver)
        return undefined
      },
      check: steps.check,
    }),
  }
  return clock.run(strategy({ job, steps, limits, kit }))
}

function createClock() {
  let nowMs = 0
  const sleepers: Sleeper[] = []

  return {
    async sleep(ms: number): Promise<void> {
      if (ms > 0) await new Promise<void>((wake) => push(sleepers, { dueMs: nowMs + ms, wake }))
    },
    /** Lets time jump from one sleeper to the next until `work` is done; the instant at which it was. */
    async run(work: Promise<unknown>): Promise<number> {
      let done = false
      const end = work.finally(() => {
        done = true
      })
      // Its error is awaited below; until then it must not count as one that nobody handles.
      end.catch(() => {})
      // A turn of the event loop lets everything that can go on without waiting go on.
      for (await nextTurn(); !done; await nextTurn()) {
        const first = pop(sleepers)
        if (!first) throw new Error('the strategy waits for something that is not a step')
        nowMs = first.dueMs
        first.wake()
        while (sleepers[0]?.dueMs === nowMs) pop(sleepers)!.wake()
      }
      await end
      return nowMs
    },
  }
}

/** A binary heap, earliest first. Source: Cormen et al., Introduction to Algorithms, ch. 6. */
function push(heap: Sleeper[], sleeper: Sleeper): void {
  let at = heap.push(sleeper) - 1
  for (let parent; at > 0 && heap[(parent = (at - 1) >> 1)]!.dueMs > sleeper.dueMs; at = parent)
    heap[at] = heap[parent]!
  heap[at] = sleeper
}

function pop(heap: Sleeper[]): Sleeper | undefined {
  const first = heap[0]
  const last = heap.pop()
  if (!last || heap.length === 0) return first
  let at = 0
  for (let child; (child = 2 * at + 1) < heap.length; at = child) {
    if (child + 1 < heap.length && heap[child + 1]!.dueMs < heap[child]!.dueMs) child++
    if (heap[child]!.dueMs >= last.dueMs) break
    heap[at] = heap[child]!
  }
  heap[at] = last
  return first
}
