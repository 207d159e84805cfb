import type { World } from '../../../mock-server/world.ts'
import { sequential } from '../../../strategies/sequential.ts'
import type { Limits, Outcome, Strategy } from '../../../strategies/job.ts'
import { drawUnits } from '../../../mock-server/delay.ts'
import type { Breach, ClauseCode, FeedBreach } from '../../io/contract-breach.ts'
import { BrokenClause, never } from './broken-clause.ts'
import { eventually, within } from './eventually.ts'
import { judge } from './judge.ts'
import { eachOnce, type Leftovers, watchLeftovers } from './leftovers.ts'
import { kindsOf, type Ran, runOn, serve, type Served } from './running.ts'
import { aWorld, constant, isSlow, randomWorlds } from './worlds.ts'

interface ClauseOptions {
  /** Where any will do. */
  readonly worlds?: readonly World[]
  /** Watched since before the strategy was loaded, where that was possible: what it opens but once is among them. */
  readonly leftovers?: Leftovers | undefined
}

/** A promise every strategy keeps: rejects with a BrokenClause that says how this one breaks it. */
export type Clause = (strategy: Strategy, options?: ClauseOptions) => Promise<void>

/** The worlds of the suite: enough for each fault of a feed and of Slack to be met in ten of them and more. */
export const SUITE_WORLDS = randomWorlds(210)

/** Worlds at a time: enough to fill waits, few enough that a client's patience is never used up by the others' work. */
const AT_A_TIME = 6

/** The contract of strategies, clause by clause. */
export const contract = {
  'as-sequential': (strategy, { worlds = SUITE_WORLDS } = {}) => doesAsSequential(strategy, worlds),
  'within-limit': keepsItsBound,
  'cancel-among-hanging-feeds': endsWhenCancelledAmongHangingFeeds,
  'cancel-during-pause': endsWhenCancelledDuringPause,
  'cancel-before-start': sendsNothingWhenCancelledBefore,
  'no-feeds': givesNothingForNothing,
  'nothing-open': leavesNothingOpen,
} satisfies Record<ClauseCode, Clause>

/**
 * Timeouts of the client in worlds where feeds hang, in milliseconds. The first is short, to be done soon. On a busy machine it can expire on a
 * healthy feed, so that a run which went wrong is repeated, alone and with the second.
 */
const PATIENCE_MS = { atFirst: 800, inDoubt: 3000 }

/** Same texts accepted as by `sequential`, and of every feed what has to come of it, in each of these worlds. */
export async function doesAsSequential(
  strategy: Strategy,
  worlds: readonly World[],
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const check = async (world: World) => {
    await using server = await serve(world)
    const ran = await runOn(server, strategy, howIn(world, patienceMs.atFirst))
    if (strategy === sequential) digests.set(world, Promise.resolve(ran.figures.digest))
    judge(world, ran, await digestOfSequential(world, patienceMs.atFirst))
  }
  const inDoubt: World[] = []
  const checkSlow = async (world: World) => {
    try {
      await check(world)
    } catch (error) {
      if (!mayBeTimeout(error)) throw error
      inDoubt.push(world)
      digests.delete(world)
    }
  }
  const checkAgain = async (world: World) => {
    await using server = await serve(world)
    const ran = await runOn(server, strategy, howIn(world, patienceMs.inDoubt))
    // The world itself decides what has to be sent.
    judge(world, ran, ran.figures.digest)
  }
  await withoutStrays(async () => {
    const slow = worlds.filter(isSlow)
    const quick = worlds.filter((world) => !isSlow(world))
    await Promise.all([forEachOf(slow, slow.length, checkSlow), forEachOf(quick, AT_A_TIME, check)])
    for (const world of inDoubt) await checkAgain(world)
  })
}

/** How a run is wrong in which the client gave up on a healthy feed; what was sent twice or too early is none of it. */
const OF_TIMEOUT = new Set<FeedBreach['code']>(['requested', 'not-sent', 'sent-count', 'failures'])

function mayBeTimeout(error: unknown): boolean {
  if (!(error instanceof BrokenClause) || error.breach.code !== 'in-world') return false
  const { breach } = error.breach
  return breach.code === 'digest' || (breach.code === 'feed' && OF_TIMEOUT.has(breach.breach.code))
}

/** Does `work` for every item, at most `most` at a time. */
async function forEachOf<T>(items: readonly T[], most: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values()
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (const item of left) await work(item)
    }),
  )
}

/** Strategies to compare with `sequential` are many, its digest in a world is one. */
const digests = new Map<World, Promise<string>>()

function digestOfSequential(world: World, patienceMs: number): Promise<string> {
  const known = digests.get(world)
  if (known) return known
  const fresh = serve(world).then(async (server) => {
    try {
      return (await runOn(server, sequential, howIn(world, patienceMs))).figures.digest
    } finally {
      await server.close()
    }
  })
  digests.set(world, fresh)
  return fresh
}

/** Limits drawn by seed, and these timeouts where something hangs. */
function howIn(world: World, patienceMs: number): { limits: Partial<Limits>; options: Record<string, unknown> } {
  const [u, v] = drawUnits(world.seed, 'limits')
  const concurrency = [undefined, 1, 2, 3, 5, 8][Math.floor(u * 6)]
  const limits = { threads: 2, buffer: Math.floor(v * 4), ...(concurrency && { concurrency }) }
  return {
    limits,
    options: isSlow(world) ? { fetch: { headersTimeoutMs: patienceMs, bodyTimeoutMs: patienceMs } } : {},
  }
}

async function keepsItsBound(strategy: Strategy): Promise<void> {
  const isDeclared = 'concurrency' in (strategy.limits ?? {})
  const few = isDeclared ? [1, 2, 4, 8] : [1]
  for (const https of [false, true]) {
    const world = aWorld({ items: { count: 24 }, fetchDelay: { model: 'lognormal', medianMs: 3, sigma: 0.7 }, https })
    await using server = await serve(world)
    for (const concurrency of few) {
      for (const threads of 'threads' in (strategy.limits ?? {}) ? [1, 2, 3] : [1]) {
        const { figures, outcomes } = await runOn(server, strategy, { limits: { concurrency, threads } })
        const seen = figures.peakFeedsInFlight
        if (seen > concurrency)
          throw new BrokenClause({ code: 'fetches-in-flight', most: concurrency, threads, seen, isDeclared })
        everyFeedHasItsOutcome(world, outcomes)
      }
    }
  }
}

/** The hang would last a minute, the pause more than an hour; a machine under load takes some seconds at the worst. */
const PROMPT_MS = 15_000

type Late = Extract<Breach, { readonly code: 'late' }>['what']

const late = (what: Late) => (withinMs: number) => new BrokenClause({ code: 'late', what, withinMs })

async function endsWhenCancelledAmongHangingFeeds(strategy: Strategy): Promise<void> {
  const world = aWorld({ items: { count: 16 }, fetchDelay: constant(5), fetchFaults: { hang: 0.25, stall: 0.25 } })
  const patience = { fetch: { headersTimeoutMs: 60_000, bodyTimeoutMs: 60_000, fetchTimeoutMs: 120_000 } }
  await cancelled(strategy, world, patience, ({ deliveries }) =>
    deliveries.entries.some(({ to, heldMs, status }) => to === 'feed' && heldMs > 0 && status === 0),
  )
}

async function endsWhenCancelledDuringPause(strategy: Strategy): Promise<void> {
  const world = aWorld({ items: { dueShare: 1 }, notifyRate: { perSecond: 0.0002, burst: 2 } })
  await cancelled(strategy, world, {}, ({ deliveries }) => deliveries.figures().throttled > 0)
}

async function cancelled(
  strategy: Strategy,
  world: World,
  options: Record<string, unknown>,
  now: (server: Served) => boolean,
): Promise<void> {
  await using server = await serve(world)
  const controller = new AbortController()
  await withoutStrays(async () => {
    const run = runOn(server, strategy, { signal: controller.signal, options, limits: { threads: 2 } })
    await Promise.race([eventually(never('time-to-cancel'), () => now(server)), run])
    controller.abort(new Error('enough'))
    checkCancelled(world, await within(PROMPT_MS, late('cancelled-run'), run))
  })
}

async function sendsNothingWhenCancelledBefore(strategy: Strategy): Promise<void> {
  const world = aWorld({ items: { dueShare: 1 } })
  await using server = await serve(world)
  const ran = await within(
    PROMPT_MS,
    late('cancelled-run'),
    runOn(server, strategy, { signal: AbortSignal.abort(new Error('enough')) }),
  )
  const { requests } = ran.figures
  if (requests > 0) throw new BrokenClause({ code: 'requests-after-cancel', requests })
  checkCancelled(world, ran)
}

/** Every feed has its outcome, says why it is not sent, and claims exactly what Slack accepted. */
function checkCancelled(world: World, { outcomes, atReturn, figures }: Ran): void {
  everyFeedHasItsOutcome(world, outcomes)
  const sent = outcomes.reduce((sum, outcome) => sum + outcome.sent.length, 0)
  const kinds = outcomes.flatMap(kindsOf)
  const unknown = kinds.filter((kind) => kind === 'notify unknown').length
  const { accepted, duplicates } = figures
  if (accepted < sent || accepted > sent + unknown)
    throw new BrokenClause({ code: 'accepted-count', sent, unknown, accepted })
  if (duplicates > 0) throw new BrokenClause({ code: 'sent-twice', texts: duplicates })
  // What was on its way when the run ended reaches the server later; more than that was begun after the cancel.
  const underWay = kinds.filter((kind) => kind === 'notify unknown' || kind === 'fetch aborted').length
  const requests = figures.requests - atReturn.requests
  if (requests > underWay) throw new BrokenClause({ code: 'requests-after-end', requests, underWay })
  if (kinds.length === 0) throw new BrokenClause({ code: 'nothing-aborted' })
  const others = kinds.filter((kind) => !kind.endsWith(' aborted') && kind !== 'notify unknown')
  if (others.length > 0) throw new BrokenClause({ code: 'other-failures', kinds: others })
}

function everyFeedHasItsOutcome(world: World, outcomes: readonly Outcome[]): void {
  const got = outcomes.map(({ feed }) => feed.id).join()
  const expected = Array.from({ length: world.items.count }, (_, index) => `feed ${index}`).join()
  if (got !== expected) throw new BrokenClause({ code: 'feed-order', got })
}

async function givesNothingForNothing(strategy: Strategy): Promise<void> {
  await using server = await serve(aWorld({ items: { count: 0 } }))
  const { outcomes, figures } = await within(PROMPT_MS, late('empty-run'), runOn(server, strategy))
  if (outcomes.length > 0) throw new BrokenClause({ code: 'outcomes-without-feeds', outcomes: outcomes.length })
  const { requests } = figures
  if (requests > 0) throw new BrokenClause({ code: 'requests-without-feeds', requests })
}

/** Also after faults: a socket that is dropped without care stays until its timeout. */
async function leavesNothingOpen(strategy: Strategy, { leftovers: given }: ClauseOptions = {}): Promise<void> {
  using own = watchLeftovers()
  const leftovers = given ?? own
  // Once for whatever is kept warm from then on; what the second run adds is added by every run.
  await runAndLetGo(strategy)
  using again = watchLeftovers({ unrefed: true })
  await runAndLetGo(strategy)
  again.stopLooking()
  const found = () => eachOnce([...leftovers.found(), ...again.found()])
  const leftOpen = () => new BrokenClause({ code: 'left-open', leftovers: found() })
  await eventually(leftOpen, () => found().length === 0)
}

async function runAndLetGo(strategy: Strategy): Promise<void> {
  const fetchFaults = { 'status-404': 0.1, 'redirect-loop': 0.1, truncate: 0.1, hang: 0.1, html: 0.1 }
  await using server = await serve(aWorld({ fetchFaults, notifyFaults: { 'busy-once': 0.3, 'error-500': 0.3 } }))
  await runOn(server, strategy, { options: { fetch: { headersTimeoutMs: 500 } } })
  await eventually(never('connections-closed'), () => {
    server.reset()
    return server.deliveries.figures().peakConnections === 0
  })
}

/** Rejects when a promise was left to reject with nobody looking. */
async function withoutStrays(work: () => Promise<void>): Promise<void> {
  const strays: unknown[] = []
  const note = (reason: unknown) => strays.push(reason)
  process.on('unhandledRejection', note)
  try {
    await work()
    await new Promise(setImmediate)
  } finally {
    process.off('unhandledRejection', note)
  }
  if (strays.length > 0)
    throw new BrokenClause({ code: 'unhandled-rejections', promises: strays.length }, { cause: strays[0] })
}
