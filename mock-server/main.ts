/** The mock server as a process of its own, driven over IPC: reading its delivery record over HTTP would load what is measured. */
import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { setPriority } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Certificates } from './certificate.ts'
import { Covered } from './covered.ts'
import type { DeliveriesFigures, Entry } from './deliveries.ts'
import { monotonicOffsetMs } from './monotonic.ts'
import { type MockServer, startServer } from './server.ts'
import type { Visit, World } from './world.ts'

export type MockRequest =
  | {
      readonly is: 'open'
      readonly world: World
      readonly compares?: 'bodies' | 'counts' | undefined
      readonly keepsBodies?: boolean | undefined
      /** Of the server that died. */
      readonly certificates?: Certificates | undefined
    }
  /** Of a run at one place, where that is known. */
  | { readonly is: 'reset'; readonly visit?: Visit | undefined }
  | { readonly is: 'take' }
  /** Whether it still answers. */
  | { readonly is: 'check' }

/** What one run was to the server. */
export interface Taken extends DeliveriesFigures {
  /** Milliseconds each feed's requests were held, by feed, and the posts of its events. */
  readonly fetchHeldMs: Float64Array
  readonly notifyHeldMs: Float64Array
  /** The same as they were drawn: a server that is too busy holds for longer. What was never answered was held as it was meant. */
  readonly fetchDrawnMs: Float64Array
  readonly notifyDrawnMs: Float64Array
  /** How many requests were made to fetch each feed, and how many posts were sent of it. */
  readonly fetches: Uint32Array
  readonly postsOf: Uint32Array
  /** When the answer to each accepted post was begun, on the clock of `monotonicMs`, in ascending order. */
  readonly acceptedMs: Float64Array
  /** Of accepted posts, where they are kept. */
  readonly bodies?: readonly string[]
  /** Sums over all that was answered. */
  readonly heldMs: number
  readonly drawnMs: number
  /** Of this process, since the reset. */
  readonly cpuMs: number
  /** Longest time its event loop was late. */
  readonly lagMs: number
}

export type MockReply =
  | { readonly is: 'opened'; readonly origin: string; readonly certificates?: Certificates }
  | { readonly is: 'reset' }
  | { readonly is: 'alive' }
  | ({ readonly is: 'taken' } & Taken)

/** How long `take` waits for connections that the client has given up to be noticed here. */
const PATIENCE_MS = 250
const POLL_MS = 2
const LAG_RESOLUTION_MS = 10

/** Before the clients on a shared core, where the system allows it: a server that is late for one strategy and not for another distorts the comparison. */
const PRIORITY = -10
try {
  setPriority(PRIORITY)
} catch {
  // Only root may; the report shows how late the server was for each variant.
}

const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS })
let cpu = process.cpuUsage()
let server: MockServer | undefined
/** Until it has been warmed up. */
let warming: Promise<void> = Promise.resolve()
let feeds = 0

async function answer(request: MockRequest): Promise<MockReply> {
  if (request.is === 'open') {
    feeds = request.world.items.count
    const { world, compares, keepsBodies, certificates } = request
    server = await startServer(world, { lightObjects: true, compares, keepsBodies, certificates })
    // Meanwhile whoever asked may start the processes of clients; the first run waits for it.
    warming = warmUp(server)
    return { is: 'opened', origin: server.origin, ...(server.certificates && { certificates: server.certificates }) }
  }
  if (request.is === 'check') return { is: 'alive' }
  if (!server) throw new Error('asked before a world was opened')
  if (request.is === 'take') return { is: 'taken', ...(await take(server)) }
  await warming
  server.reset(request.visit)
  server.closeIdle()
  lag.enable()
  lag.reset()
  cpu = process.cpuUsage()
  return { is: 'reset' }
}

/** Nobody should be measured against a server that is still being compiled: its first answers take several times as long. */
const WARM_UP_REQUESTS = 400

async function warmUp({ origin, ca, reset }: MockServer): Promise<void> {
  const { get } = ca === undefined ? http : https
  for (let requested = 0; requested < WARM_UP_REQUESTS; requested++) {
    const request = get(`${origin}/f0/w0/feeds/${requested % feeds}.ics`, {
      agent: false,
      ...(ca !== undefined && { ca }),
    })
    const [response]: IncomingMessage[] = await once(request, 'response')
    await once(response!.resume(), 'end')
  }
  reset()
}

async function take({ deliveries, closeIdle }: MockServer): Promise<Taken> {
  const { user, system } = process.cpuUsage(cpu)
  const lagMs = Math.max(0, lag.max / 1e6 - LAG_RESOLUTION_MS)
  lag.disable()
  for (let waitedMs = 0; waitedMs < PATIENCE_MS && deliveries.busy; waitedMs += POLL_MS) {
    // Those that a job of a user's own keeps for later, as soon as their last answer is through.
    closeIdle()
    await sleep(POLL_MS)
  }
  const spansOf = () => ({ held: new Covered(feeds), drawn: new Covered(feeds) })
  const [ofFetches, ofPosts] = [spansOf(), spansOf()]
  const fetches = new Uint32Array(feeds)
  const postsOf = new Uint32Array(feeds)
  let heldMs = 0
  let drawnMs = 0
  for (const entry of deliveries.entries) {
    const answered = entry.status > 0
    if (answered) {
      heldMs += entry.heldMs
      drawnMs += entry.drawnMs
    }
    if (entry.feed < 0) continue
    const counts = entry.to === 'feed' ? fetches : postsOf
    counts[entry.feed]!++
    const spans = entry.to === 'feed' ? ofFetches : ofPosts
    spans.held.add(entry, entry.heldMs)
    spans.drawn.add(entry, answered ? entry.drawnMs : entry.heldMs)
  }
  return {
    ...deliveries.figures(),
    fetchHeldMs: ofFetches.held.ms,
    notifyHeldMs: ofPosts.held.ms,
    fetchDrawnMs: ofFetches.drawn.ms,
    notifyDrawnMs: ofPosts.drawn.ms,
    fetches,
    postsOf,
    acceptedMs: acceptedIn(deliveries.entries),
    bodies: deliveries.entries.flatMap(({ accepted, body }) => (accepted === undefined ? [] : (body ?? []))),
    heldMs,
    drawnMs,
    cpuMs: (user + system) / 1000,
    lagMs,
  }
}

function acceptedIn(entries: readonly Entry[]): Float64Array {
  const offsetMs = monotonicOffsetMs()
  // Not when it ended, which may be noted after the client has read all of it.
  const accepted = entries.flatMap(({ accepted, beganMs, heldMs }) =>
    accepted === undefined ? [] : beganMs + heldMs + offsetMs,
  )
  return Float64Array.from(accepted).sort()
}

process.on('message', async (request: MockRequest) => {
  process.send!(await answer(request))
})
process.on('disconnect', () => process.exit())
