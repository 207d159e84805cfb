import { threadId } from 'node:worker_threads'
import type { CalendarJob, Work } from '../../strategies/job.ts'
import { createWork as createRealWork, type WorkOptions } from '../../strategies/work.ts'

const STEPS = ['fetch', 'check', 'notify'] as const

/** Which thread took which step of which feed, on memory that all threads share. */
export interface Watch {
  /** Of each feed: thread of fetch, of check, of notify, each plus one; 0 where the step never ran. */
  readonly takenBy: Int32Array<SharedArrayBuffer>
}

export function createWatch(feeds: number): Watch {
  return { takenBy: new Int32Array(new SharedArrayBuffer(feeds * STEPS.length * Int32Array.BYTES_PER_ELEMENT)) }
}

/** The threads of a feed's steps, 0 for the main one, undefined where the step never ran. */
export function threadsOf({ takenBy }: Watch, feedIndex: number): (number | undefined)[] {
  return STEPS.map((_, step) => takenBy[feedIndex * STEPS.length + step] || undefined).map((id) => id && id - 1)
}

/** The real work, which also writes down the thread that does it. */
export function createWork(job: CalendarJob, { watch, ...options }: WorkOptions & { readonly watch: Watch }): Work {
  const work = createRealWork(job, options)
  const note = (feedIndex: number, step: (typeof STEPS)[number]) => {
    watch.takenBy[feedIndex * STEPS.length + STEPS.indexOf(step)] = threadId + 1
  }
  return {
    ...work,
    fetch(feed, signal) {
      note(job.feeds.indexOf(feed), 'fetch')
      return work.fetch(feed, signal)
    },
    check(body, feed, signal) {
      note(feedOfBody(body), 'check')
      return work.check(body, feed, signal)
    },
    notify(notice, signal) {
      note(feedOfCalendar(notice.calendar), 'notify')
      return work.notify(notice, signal)
    },
  }
}

/** The place of the feed whose text this is: the calendars of a mock world are called `Team INDEX`. */
export function feedOfBody(body: Uint8Array): number {
  return feedOfCalendar(Buffer.from(body).toString())
}

function feedOfCalendar(text: string): number {
  return Number(/Team (\d+)/.exec(text)?.[1])
}
