import { Budget, type BudgetMemory } from './budget.ts'
import { burnCpu } from './burn-cpu.ts'
import { type Reach, trusting } from './connect.ts'
import { checkCalendar, type CheckOptions } from './check.ts'
import { createFeedConnections, createFetch, FETCH_DEFAULTS, type FetchOptions, type OriginHeaders } from './fetch.ts'
import { stopIoClock } from './io-clock.ts'
import type { CalendarJob, Work } from './job.ts'
import { moduleBeside } from './module-beside.ts'
import { noticesOf } from './notices.ts'
import { createNotify, createSlackConnections, NOTIFY_DEFAULTS, type NotifyOptions } from './notify.ts'
import type { Pause } from './pause.ts'

/** The address of this module, for threads; where all is bundled it is an entry beside the rest. */
export const WORK_MODULE = moduleBeside('./work', import.meta.url).href

/** Plain data, since it crosses threads. */
export interface WorkOptions {
  readonly pause: Pause
  /** Nothing is posted; every notice counts as accepted. */
  readonly dryRun?: boolean | undefined
  readonly ca?: string | undefined
  readonly headers?: OriginHeaders | undefined
  readonly fetch?: Partial<FetchOptions> | undefined
  readonly check?: CheckOptions | undefined
  /** CPU time that each check takes besides, in milliseconds: a stand-in for a check of the user's own. */
  readonly checkCpuMs?: number | undefined
  readonly notify?: Partial<NotifyOptions> | undefined
  /** What the bodies of the run share; without one they take what they take. */
  readonly budget?: BudgetMemory | undefined
}

/** The real work over HTTP. Its sockets live as long as the run: the next one meets the world afresh. */
export function createWork(job: CalendarJob, options: WorkOptions, lookup?: Reach['lookup']): Work {
  const fetchOptions = { ...FETCH_DEFAULTS, ...options.fetch }
  const notifyOptions = { ...NOTIFY_DEFAULTS, ...options.notify }
  const closing = new AbortController()
  const reach: Reach = { secureContext: trusting(options.ca), lookup, closing: closing.signal }
  const feedConnections = createFeedConnections(job.feeds, fetchOptions, reach)
  const budget = options.budget && new Budget(options.budget)
  const slackConnections = createSlackConnections(notifyOptions, reach)
  return {
    fetch: createFetch(feedConnections, fetchOptions, options.headers, budget),
    check: (body, feed) =>
      stopIoClock(() => {
        burnCpu(options.checkCpuMs ?? 0)
        const calendar = checkCalendar(body, job.window, options.check)
        return { due: noticesOf(feed, calendar), problems: calendar.problems }
      }),
    notify: options.dryRun
      ? async () => 'accepted'
      : createNotify(job.slackUrl, slackConnections, notifyOptions, options.pause, options.headers),
    release: (body) => budget?.release(body),
    forgetThread: (dead) => budget?.forget(dead),
    async close() {
      budget?.close()
      closing.abort()
      await Promise.all([feedConnections.destroy(), slackConnections.destroy()])
    },
  }
}
