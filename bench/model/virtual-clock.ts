import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Job, Kit, Limits, Outcome, Steps, Strategy, Thread } from '../../strategies/job.ts'
import { takeShare } from '../../strategies/lanes.ts'
import { CodedError } from '../io/user-error.ts'

/** What one feed has to wait for, in milliseconds: its answer, and the answers to all posts of its events. */
export interface Wait {
  readonly fetchMs: number
  /** The CPU time that its check is made to take; nothing where absent. */
  readonly checkMs?: number
  readonly notifyMs: number
}

/**
 * Ideal time of a strategy in milliseconds: its own code run over steps that wait in virtual time and cost no CPU but what their
 * checks are made to take, one check after another on each thread. It is what the waiting alone takes in that order, for any
 * strategy, also one nobody foresaw.
 */
export async function idealMs(strategy: Strategy, limits: Limits, waits: readonly Wait[]): Promise<number> {
  // A turn of the event loop, since an order of the user's own may let some pass.
  const clock = createClock(nextTurn)
  const job = simulatedJob(waits.length)
  const stepsOfThread = (): Steps => {
    let freeAtMs = 0
    return {
      async fetch(feed) {
        await clock.sleep(waits[Number(feed.id)]!.fetchMs)
        return { feed, failures: [] }
      },
      async check({ feed, failures }) {
        const { checkMs = 0 } = waits[Number(feed.id)]!
        if (checkMs > 0) {
          freeAtMs = Math.max(freeAtMs, clock.nowMs()) + checkMs
          await clock.sleep(freeAtMs - clock.nowMs())
        }
        return { feed, due: [], failures }
      },
      async notify({ feed, failures }): Promise<Outcome> {
        await clock.sleep(waits[Number(feed.id)]!.notifyMs)
        return { feed, sent: [], failures }
      },
    }
  }
  const threads: Thread[] = []
  const kit: Kit = { thread: async (index) => (threads[index] ??= threadWith(job, stepsOfThread())) }
  return clock.run(strategy({ job, steps: stepsOfThread(), limits, kit }))
}

function threadWith(job: Job, steps: Steps): Thread {
  return {
    work: async (share, deliver) => {
      await takeShare(job, steps, share, deliver)
      return undefined
    },
    check: steps.check,
  }
}

/** A job whose feeds are known by their place alone, which is their `id`. */
export function simulatedJob(feeds: number): Job {
  return { feeds: Array.from({ length: feeds }, (_, index) => ({ id: String(index), url: '' })) }
}

/** Time that jumps from one thing that was waited for to the next, in milliseconds from 0. */
export interface VirtualClock {
  readonly nowMs: () => number
  /** Calls `wake` once so much time has passed: never at once, even where it is none. */
  readonly after: (ms: number, wake: () => void) => void
  readonly sleep: (ms: number) => Promise<void>
  /** Lets time pass until `work` is done; the instant at which it was. Rejects where it waits for real time. */
  readonly run: (work: Promise<unknown>) => Promise<number>
}

interface Sleeper {
  readonly dueMs: number
  readonly wake: () => void
}

/** `settle` resolves when everything that can go on without waiting has gone on. */
export function createClock(settle: () => Promise<unknown>): VirtualClock {
  let nowMs = 0
  const sleepers: Sleeper[] = []
  const after = (ms: number, wake: () => void) => push(sleepers, { dueMs: nowMs + ms, wake })

  return {
    nowMs: () => nowMs,
    after,
    async sleep(ms) {
      if (ms > 0) await new Promise<void>((wake) => after(ms, wake))
    },
    async run(work) {
      let done = false
      const end = work.finally(() => {
        done = true
      })
      // Its error is awaited below; until then it must not count as one that nobody handles.
      end.catch(() => {})
      for (await settle(); !done; await settle()) {
        const first = pop(sleepers)
        if (!first) throw new CodedError('waits-for-no-step', {})
        nowMs = first.dueMs
        const due = [first]
        while (sleepers[0]?.dueMs === nowMs) due.push(pop(sleepers)!)
        // What one of them waits for no time at all has its turn after all of them have gone on.
        for (const { wake } of due) wake()
      }
      await end
      return nowMs
    },
  }
}

/**
 * A tick comes after all promises that are settled, and those they settle in turn: enough for an order that waits for nothing else,
 * in a tenth of the time that a turn of the event loop takes.
 */
export function nextTick(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
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
