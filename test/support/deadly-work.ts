import { setImmediate as nextTurn } from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'
import type { Job, StepName, Work } from '../../strategies/job.ts'
import type { WorkOptions } from '../../strategies/work.ts'
import { createWork as createWatchedWork, feedOfBody, type Watch } from './watched-work.ts'

/** In which step of which feeds something happens that nobody foresaw: the thread ends, or the work throws. */
export interface Misfortune {
  readonly watch: Watch
  readonly step: StepName
  readonly feeds: readonly number[]
  readonly is: 'end of thread' | 'throw'
}

/** The real work, watched, with a misfortune in it. A thread is ended from inside by `process.exit`; the main thread never is. */
export function createWork(
  job: Job,
  { misfortune, ...options }: WorkOptions & { readonly misfortune: Misfortune },
): Work {
  const work = createWatchedWork(job, { ...options, watch: misfortune.watch })
  const strike = (step: StepName, feedIndex: number) => {
    if (step !== misfortune.step || !misfortune.feeds.includes(feedIndex)) return
    if (misfortune.is === 'throw') throw new TypeError('nobody foresaw this')
    if (!isMainThread) process.exit(1)
  }
  return {
    ...work,
    async fetch(feed, signal) {
      const body = await work.fetch(feed, signal)
      strike('fetch', job.feeds.indexOf(feed))
      return body
    },
    check(body, window) {
      const calendar = work.check(body, window)
      strike('check', feedOfBody(body))
      return calendar
    },
    async notify(notice, signal) {
      await work.notify(notice, signal)
      await nextTurn()
      strike('notify', Number(/\d+/.exec(notice.calendar)))
    },
  }
}
