import type { Limits, Strategy } from '../../strategies/job.ts'
import { ownLimits, resolveLimits } from '../../strategies/limits.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { median } from '../statistics/quantile.ts'
import { type Beyond, lineBeyond, MAX_SIMULATED } from './extrapolation.ts'
import type { Costs } from './costs.ts'
import type { SimulatedFeed } from './simulated-feed.ts'
import { simulatedFeedsOf } from './simulated-feeds.ts'
import { type SimulatedRun, type Simulated, simulate } from './simulation.ts'

/** A run that nobody ran; times in milliseconds. */
export interface Prediction {
  /** Median over draws of the delays. */
  readonly makespanMs: number
  /** Absent where nothing is due, or it was not simulated at its size. */
  readonly firstNotificationMs?: number
  readonly peakFetches: number
  /** How many would have been answered, later than the client waits: shares of all items, from 0 to 1. */
  readonly givenUp: { readonly items: number; readonly posts: number }
  /** Whether it was not simulated at its size, but lies on a straight line from smaller ones. */
  readonly isExtrapolated: boolean
}

/**
 * Predicts one strategy, for as many feeds as are asked for, those of the scenario when none are; `limits` that mean nothing to it
 * are ignored.
 */
export type Predictor = (strategy: Strategy, limits?: Partial<Limits>, feeds?: number) => Promise<Prediction>

/** As many draws as a block has iterations, fewer where feeds are many, since then luck no longer counts. */
const MAX_DRAWS = 6
const ITEMS_IN_ALL = 600

/**
 * How long strategies would take in a scenario, at sizes nobody ran. Above 3,000 feeds it goes on along a straight line. What
 * several strategies and numbers of feeds have in common is made once.
 */
export function createPredictor({
  scenario,
  costs,
}: {
  readonly scenario: Scenario
  readonly costs: Costs
}): Predictor {
  const drawn = new Map<number, SimulatedFeed[][]>()
  const lines = new Map<Strategy, Map<string, Promise<Beyond>>>()

  const feedsOf = (count: number) => {
    const feeds = drawn.get(count) ?? drawFeeds(scenario, count)
    drawn.set(count, feeds)
    return feeds
  }
  const givenUpOf = (count: number) => {
    const feeds = feedsOf(count).flat()
    const shareOf = (is: (feed: SimulatedFeed) => boolean) => feeds.filter(is).length / feeds.length
    return { items: shareOf(({ isGivenUp }) => isGivenUp), posts: shareOf(({ isPostGivenUp }) => isPostGivenUp) }
  }

  return async (strategy, askedLimits, count = scenario.world.items.count) => {
    const limits = resolveLimits(strategy, askedLimits)
    if (count <= MAX_SIMULATED) {
      const runs: Simulated[] = []
      for (const feeds of feedsOf(count))
        runs.push(await simulate(simulatedRunOf(scenario, { strategy, limits, costs, feeds })))
      return { ...summaryOf(runs), givenUp: givenUpOf(count), isExtrapolated: false }
    }
    const own = lines.get(strategy) ?? new Map<string, Promise<Beyond>>()
    lines.set(strategy, own)
    const key = JSON.stringify(ownLimits(strategy, limits))
    const line =
      own.get(key) ??
      lineBeyond((size) => simulatedRunOf(scenario, { strategy, limits, costs, feeds: feedsOf(size)[0]! }))
    own.set(key, line)
    const { makespanMs, peakFetches } = (await line)(count)
    return { makespanMs, peakFetches, givenUp: givenUpOf(MAX_SIMULATED), isExtrapolated: true }
  }
}

/** The feeds of iterations 1, 2, ... of block 1, as a benchmark has them: fewer iterations of more feeds, one of the largest. */
function drawFeeds(scenario: Scenario, count: number): SimulatedFeed[][] {
  const { world } = scenario
  const iterations = Math.min(MAX_DRAWS, Math.max(1, Math.floor(ITEMS_IN_ALL / count)))
  const feedsOf = simulatedFeedsOf({ ...scenario, world: { ...world, items: { ...world.items, count } } })
  return Array.from({ length: iterations }, (_, index) => feedsOf(1, index + 1))
}

/** As `createSlowLookups` has it, with the pool that the launcher sets. */
const LOOKUP_PLACES = 32

export function simulatedRunOf(
  { world, checkCpuMs, job }: Scenario,
  run: Pick<SimulatedRun, 'strategy' | 'limits' | 'costs' | 'feeds'>,
): SimulatedRun {
  const isOneHost = world.hosts === 'one'
  const lookups = isOneHost ? undefined : { delayMs: world.dnsDelayMs, places: LOOKUP_PLACES }
  return { ...run, checkCpuMs, notifyRate: world.notifyRate, isOneHost, isOwn: job !== undefined, lookups }
}

function summaryOf(runs: readonly Simulated[]): Omit<Prediction, 'givenUp' | 'isExtrapolated'> {
  const firstsMs = runs.flatMap(({ firstNotificationMs }) => firstNotificationMs ?? [])
  return {
    makespanMs: median(runs.map(({ makespanMs }) => makespanMs)),
    ...(firstsMs.length > 0 && { firstNotificationMs: median(firstsMs) }),
    peakFetches: Math.max(...runs.map(({ peakFetches }) => peakFetches)),
  }
}
