import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Rate } from '../../mock-server/world.ts'
import { strategies } from '../../strategies/index.ts'
import type { Job, Kit, Limits, Steps, Strategy, Thread } from '../../strategies/job.ts'
import { takeShare } from '../../strategies/lanes.ts'
import { createClock, nextTick, simulatedJob } from './virtual-clock.ts'
import { type Costs, MESSAGE_MS } from './costs.ts'
import type { SimulatedFeed } from './simulated-feed.ts'
import { createProcessors, type SimulatedThread } from './processors.ts'
import { createSimulatedLookups, createTimedSteps } from './timed-steps.ts'
import { createWebhook } from './webhook.ts'

/** A run that nobody ran. */
export interface SimulatedRun {
  readonly strategy: Strategy
  readonly limits: Limits
  readonly feeds: readonly SimulatedFeed[]
  readonly costs: Costs
  /** CPU time that each check is made to take besides. */
  readonly checkCpuMs?: number | undefined
  readonly notifyRate?: Rate | undefined
  /** Whether all feeds lie on one host, so that connections are kept. */
  readonly isOneHost: boolean
  /** Whether the requests are made by the client of a user's own job. */
  readonly isOwn: boolean
  /** Simulated lookups, where the world has any: how long each takes, and how many at a time. */
  readonly lookups?: { readonly delayMs: number; readonly places: number } | undefined
}

/** What it would have taken, in milliseconds. */
export interface Simulated {
  readonly makespanMs: number
  readonly firstNotificationMs: number | undefined
  readonly peakFetches: number
  /** What its busiest thread worked, the server's included, or all of the client's by their processors: no run is shorter. */
  readonly busiestMs: number
  /** Threads that posted something, each over connections of its own. */
  readonly senders: number
  /** Posts that Slack would not take yet. */
  readonly refused: number
}

/**
 * The strategy's own code over steps that wait in virtual time and take processor time, each thread doing what it is given in
 * order. The server has a processor to itself: it looks at the clock all the while it holds, and goes first. The client's threads
 * share the rest; where there is but one, all share it.
 */
export async function simulate(run: SimulatedRun): Promise<Simulated> {
  const { strategy, limits, feeds, costs, lookups } = run
  // An order of the user's own may wait for a turn of the event loop.
  const isOurs = Object.values<Strategy>(strategies).includes(strategy)
  const clock = createClock(isOurs ? nextTick : nextTurn)
  const clientCores = Math.max(1, costs.cores - 1)
  const processors = createProcessors(clock, clientCores)
  const server = (costs.cores > 1 ? createProcessors(clock, 1) : processors).thread()
  const main = processors.thread()
  const threads = [main]
  const webhook = createWebhook(clock, run.notifyRate)
  const senders = new Set<SimulatedThread>()
  let firstNotificationMs: number | undefined
  let fetches = 0
  let peakFetches = 0

  const world = {
    clock,
    server,
    webhook,
    feeds,
    costs,
    checkCpuMs: run.checkCpuMs ?? 0,
    keepsConnections: run.isOneHost,
    isOwn: run.isOwn,
    lookUp: lookups ? createSimulatedLookups(clock, lookups.delayMs, lookups.places) : async () => {},
    onPosted: (thread: SimulatedThread) => senders.add(thread),
    onSent: () => {
      firstNotificationMs ??= clock.nowMs()
    },
  }
  const stepsOn = (thread: SimulatedThread): Steps => {
    const { fetch, ...rest } = createTimedSteps(world, thread)
    return {
      ...rest,
      async fetch(feed) {
        peakFetches = Math.max(peakFetches, ++fetches)
        const fetched = await fetch(feed)
        fetches--
        return fetched
      },
    }
  }
  const job = simulatedJob(feeds.length)
  const kept: Thread[] = []
  const kit: Kit = { thread: async (index) => (kept[index] ??= open()) }
  const open = () => {
    const own = processors.thread()
    threads.push(own)
    return threadOn(job, main, own, stepsOn(own))
  }
  const makespanMs = await clock.run(strategy({ job, steps: stepsOn(main), limits, kit }))
  const workedMs = threads.map((thread) => thread.busyMs())
  const all = workedMs.reduce((sum, ms) => sum + ms, 0)
  const shared = costs.cores > 1 ? all / clientCores : all + server.busyMs()
  const busiestMs = Math.max(server.busyMs(), ...workedMs, shared)
  return {
    makespanMs,
    firstNotificationMs,
    peakFetches,
    busiestMs,
    senders: senders.size,
    refused: webhook.refused(),
  }
}

/** A thread of a run: whatever goes to it or comes back is a message, which both ends work on. */
function threadOn(job: Job, main: SimulatedThread, own: SimulatedThread, steps: Steps): Thread {
  const pass = async (from: SimulatedThread, to: SimulatedThread) => {
    await from.do('message', () => MESSAGE_MS)
    await to.do('message', () => MESSAGE_MS)
  }
  return {
    async work(share, deliver) {
      await pass(main, own)
      await takeShare(job, steps, share, (feedIndex, outcome) => {
        void pass(own, main).then(() => deliver(feedIndex, outcome))
      })
      // Messages keep their order: this one comes after all outcomes.
      await pass(own, main)
      return undefined
    },
    async check(fetched) {
      await pass(main, own)
      const checked = await steps.check(fetched)
      await pass(own, main)
      return checked
    },
  }
}
