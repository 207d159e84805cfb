import { setImmediate as nextTurn } from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'
import type { CalendarJob, StepName, Work } from '../../strategies/job.ts'
import type { WorkOptions } from '../../strategies/work.ts'
import { createWork as createWatchedWork, feedOfBody, type Watch } from './watched-work.ts'

/**
 * In which step of which feeds something happens that nobody foresaw: the thread ends, the work throws, or
 * something else on the thread does, while a fetch never ends.
 */
export interface InjectedFault {
  readonly watch: Watch
  readonly step: StepName
  readonly feeds: readonly number[]
  readonly is: 'end of thread' | 'throw' | 'mistake of thread'
}

/** The real work, watched, with an injected fault. A thread is ended from inside by `process.exit`; the main thread never is. */
export function createWork(
  job: CalendarJob,
  { fault, ...options }: WorkOptions & { readonly fault: InjectedFault },
): Work {
  const work = createWatchedWork(job, { ...options, watch: fault.watch })
  /** Whether the thread is about to die. */
  const strike = (step: StepName, feedIndex: number): boolean => {
    if (step !== fault.step || !fault.feeds.includes(feedIndex)) return false
    if (fault.is === 'throw') throw new TypeError('nobody foresaw this')
    if (isMainThread) return false
    if (fault.is === 'end of thread') process.exit(1)
    setImmediate(() => {
      throw new TypeError('nobody awaited http://127.0.0.1/SECRET')
    })
    return true
  }
  return {
    ...work,
    async fetch(feed, signal) {
      const body = await work.fetch(feed, signal)
      if (strike('fetch', job.feeds.indexOf(feed))) await new Promise(() => {})
      return body
    },
    check(body, feed, signal) {
      const calendar = work.check(body, feed, signal)
      strike('check', feedOfBody(body))
      return calendar
    },
    async notify(notice, signal) {
      const delivery = await work.notify(notice, signal)
      await nextTurn()
      strike('notify', Number(/\d+/.exec(notice.calendar)))
      return delivery
    },
  }
}
