import type { Outcome, Steps } from '../../strategies/job.ts'
import { createLimit } from '../../strategies/limit.ts'
import type { VirtualClock } from './virtual-clock.ts'
import { type Costs, type StepCost, stepMs } from './costs.ts'
import type { SimulatedFeed } from './simulated-feed.ts'
import type { SimulatedThread } from './processors.ts'
import type { SimulatedWebhook } from './webhook.ts'

/** What all threads of a run meet. */
export interface SimulatedWorld {
  readonly clock: VirtualClock
  readonly server: SimulatedThread
  readonly webhook: SimulatedWebhook
  readonly feeds: readonly SimulatedFeed[]
  readonly costs: Costs
  readonly checkCpuMs: number
  /** Whether a connection to a feed's host serves the next feed. */
  readonly keepsConnections: boolean
  /** Whether the client is that of a user's own job, which opens as many connections as it has requests to make. */
  readonly isOwn: boolean
  /** Looks up the host of a new connection. */
  readonly lookUp: () => Promise<void>
  readonly onPosted: (thread: SimulatedThread) => void
  readonly onSent: () => void
}

/** As `createNotify` has it. */
export const MAX_TO_SLACK = 128

/** As `openInTurns` has it, so that requests go out and answers come in while further connections are opened. */
const MAX_A_TURN = 4

/** The steps of a job as one thread takes them: a request is work to send, the server's work, its holding, and work to receive. */
export function createTimedSteps(world: SimulatedWorld, thread: SimulatedThread): Steps {
  const { clock, server, webhook, feeds, costs, checkCpuMs, keepsConnections, isOwn } = world
  const { clientShare, fetchConnects } = costs
  const toFeeds = createConnections({ most: Infinity, keeps: keepsConnections })
  const toSlack = createConnections({ most: isOwn ? Infinity : MAX_TO_SLACK, keeps: true })
  const sendOut = webhook.sender()

  const inTurns = createLimit(isOwn ? Infinity : MAX_A_TURN)

  /** On both sides, one after the other. */
  async function connect(step: string): Promise<void> {
    const work = (on: SimulatedThread, share: number) =>
      on.do(`${step}: connect`, (pauseMs) => share * stepMs(costs.connection, 0, pauseMs))
    await inTurns(() => work(thread, clientShare))
    await work(server, 1 - clientShare)
  }

  /** Half of each side's work lies before the holding, half behind it, with the body. */
  async function request(
    step: 'fetch' | 'notify',
    connections: Connections,
    { heldMs, kilobytes, isPaid, answer }: Request,
  ): Promise<void> {
    const work = (on: SimulatedThread, part: string, share: number, bodyKilobytes: number) =>
      on.do(`${step}: ${part}`, (pauseMs) => share * costOf(costs[step], bodyKilobytes, pauseMs))
    const send = () => work(thread, 'send', clientShare, 0)
    const isNew = await connections.take()
    if (isNew) await world.lookUp()
    if (isNew && !isPaid) await connect(step)
    await (isNew && isPaid ? inTurns(send) : send())
    await work(server, 'begin', 1 - clientShare, 0)
    await clock.sleep(heldMs + costs.lateMs)
    answer?.()
    await work(server, 'answer', 1 - clientShare, kilobytes)
    await work(thread, 'receive', clientShare, kilobytes)
    connections.give()
  }

  return {
    async fetch(feed) {
      const { answersMs, kilobytes, isRead } = feeds[Number(feed.id)]!
      for (const [hop, heldMs] of answersMs.entries()) {
        const isLast = hop === answersMs.length - 1
        await request('fetch', toFeeds, { heldMs, kilobytes: isLast ? kilobytes : 0, isPaid: fetchConnects })
      }
      return { feed, failures: [], ...(isRead && { body: NO_BYTES }) }
    },
    async check({ feed, body, failures }) {
      const { kilobytes } = feeds[Number(feed.id)]!
      if (body) await thread.do('check', (pauseMs) => checkCpuMs + stepMs(costs.check, kilobytes, pauseMs))
      return { feed, due: [], failures }
    },
    async notify({ feed, failures }): Promise<Outcome> {
      const { postsMs, isPostGivenUp } = feeds[Number(feed.id)]!
      for (const heldMs of postsMs) {
        await sendOut((answer) => request('notify', toSlack, { heldMs, kilobytes: 0, isPaid: false, answer }))
        world.onPosted(thread)
        if (!isPostGivenUp) world.onSent()
      }
      return { feed, sent: [], failures }
    },
  }
}

interface Request {
  readonly heldMs: number
  readonly kilobytes: number
  /** Whether the connection is in the costs of the step. */
  readonly isPaid: boolean
  readonly answer?: () => void
}

const NO_BYTES = new Uint8Array()

/** Of one of the two halves of a request. */
function costOf(cost: StepCost, kilobytes: number, pauseMs: number): number {
  return stepMs(cost, 0, pauseMs) / 2 + cost.perKilobyteMs * kilobytes
}

/** Lookups as `bench/run/local/lookup.ts` has them: so many at a time, and a timer's millisecond at least. */
export function createSimulatedLookups(clock: VirtualClock, delayMs: number, places: number): () => Promise<void> {
  const counter = createLimit(places)
  return () => counter(() => clock.sleep(Math.max(1, delayMs)))
}

/** The connections of an agent of undici to one host, as far as they cost time. */
interface Connections {
  /** Resolves to whether a new one has to be opened; waits while all it may have are in use. */
  readonly take: () => Promise<boolean>
  /** Gives one back once its answer is there. */
  readonly give: () => void
}

/** `most`: how many there may be at a time. `keeps`: whether one that was used waits for the next request. */
function createConnections({ most, keeps }: { readonly most: number; readonly keeps: boolean }): Connections {
  const waiting: (() => void)[] = []
  let idle = 0
  let open = 0
  return {
    async take() {
      if (idle > 0) {
        idle--
        return false
      }
      if (open < most) {
        open++
        return true
      }
      await new Promise<void>((resolve) => waiting.push(resolve))
      return false
    },
    give() {
      const next = waiting.shift()
      if (next) next()
      else if (keeps) idle++
      else open--
    },
  }
}
