import type { Limits, Strategy } from '../../strategies/job.ts'
import { resolveLimits } from '../../strategies/limits.ts'
import type { Scenario } from '../scenario.ts'
import { median } from '../statistics/quantile.ts'
import type { Costs } from './costs.ts'
import type { PaperFeed } from './paper-feed.ts'
import { paperFeedsOf } from './paper-feeds.ts'
import { type PaperRun, type Simulated, simulate } from './simulation.ts'

/** What is to be predicted. */
export interface Question {
  readonly scenario: Scenario
  readonly costs: Costs
  /** Of the delays; the scenario's own when absent, so that they are those of a race of it. */
  readonly seed?: number
}

/** A run that nobody ran; times in milliseconds. */
export interface Prediction {
  /** Median over draws of the delays. */
  readonly makespanMs: number
  /** Least and most of these draws: how much the delays alone move it, which says nothing of the model. */
  readonly drawsMs: readonly [least: number, most: number]
  /** Absent where nothing is due. */
  readonly firstNotificationMs?: number
  readonly peakFetches: number
  /** Whether it was not simulated at its size, but lies on the straight line through two smaller ones. */
  readonly isExtrapolated: boolean
}

/**
 * Predicts one strategy, for as many feeds as are asked for, those of the scenario when none are; `limits` that mean nothing to it
 * are ignored.
 */
export type Predictor = (strategy: Strategy, limits?: Partial<Limits>, feeds?: number) => Promise<Prediction>

/** Up to here every feed is simulated. */
export const MOST_SIMULATED = 3000

/** The size that gives the line beyond its slope, together with the largest. */
const LOWER_SIZE = 1000

/** As many draws as a fork has rounds, fewer where feeds are many, since then luck no longer counts. */
const MOST_DRAWS = 6
const FEEDS_IN_ALL = 600

/** A share of the largest simulated size: with more fetches in flight than this, two sizes differ by their longest delays rather than by their steady pace. */
const CROWD = 1 / 4

/**
 * How long a strategy would take in a scenario, at sizes nobody ran. Above 3,000 feeds it goes on along a straight line: with
 * limits that stay the same, each further feed takes as long as the one before, and no less than a lane waits for it, its lookup
 * takes or the busiest thread works on it.
 */
export function predictMakespanMs(
  question: Question & { readonly strategy: Strategy; readonly limits?: Partial<Limits> },
): Promise<Prediction> {
  return createPredictor(question)(question.strategy, question.limits)
}

/** The same for several strategies and numbers of feeds, which then share what they have in common. */
export function createPredictor({ scenario: asked, costs, seed = asked.world.seed }: Question): Predictor {
  const scenario = { ...asked, world: { ...asked.world, seed } }
  const drawn = new Map<number, PaperFeed[][]>()
  const lines = new Map<string, Promise<Line>>()

  const feedsOf = (count: number) => {
    const feeds = drawn.get(count) ?? drawFeeds(scenario, count)
    drawn.set(count, feeds)
    return feeds
  }
  const simulateAll = async (strategy: Strategy, limits: Limits, count: number) => {
    const runs: Simulated[] = []
    for (const feeds of feedsOf(count))
      runs.push(await simulate(paperRunOf(scenario, { strategy, limits, costs, feeds })))
    return runs
  }
  const lineOf = async (strategy: Strategy, limits: Limits): Promise<Line> => {
    const [lower] = await simulateAll(strategy, limits, LOWER_SIZE)
    const [upper] = await simulateAll(strategy, limits, MOST_SIMULATED)
    const leastMs = Math.max(
      upper!.busiestMs / MOST_SIMULATED,
      meanWaitMs(feedsOf(MOST_SIMULATED)[0]!) / limits.concurrency,
      lookupMsOf(scenario) / LOOKUP_PLACES,
    )
    const isCrowded = upper!.peakFetches > CROWD * MOST_SIMULATED && scenario.world.slackRate === undefined
    const seenMs = (upper!.makespanMs - lower!.makespanMs) / (MOST_SIMULATED - LOWER_SIZE)
    return { from: upper!, leastMs, slopeMs: isCrowded ? leastMs : seenMs }
  }

  return async (strategy, askedLimits, count = scenario.world.feeds.count) => {
    const limits = resolveLimits(strategy, askedLimits)
    if (count <= MOST_SIMULATED) return summaryOf(await simulateAll(strategy, limits, count), false)
    const name = JSON.stringify([strategy.name, limits])
    const line = lines.get(name) ?? lineOf(strategy, limits)
    lines.set(name, line)
    return summaryOf([goOn(await line, limits, count)], true)
  }
}

/** Where a makespan goes on from the largest simulated size. */
interface Line {
  readonly from: Simulated
  /** For each further feed. */
  readonly slopeMs: number
  /** Each feed of all takes this at least. */
  readonly leastMs: number
}

function goOn({ from, slopeMs, leastMs }: Line, { concurrency }: Limits, count: number): Simulated {
  const isUnbounded = from.peakFetches === MOST_SIMULATED
  return {
    ...from,
    makespanMs: Math.max(from.makespanMs + slopeMs * (count - MOST_SIMULATED), leastMs * count),
    peakFetches: isUnbounded ? Math.min(count, concurrency) : from.peakFetches,
  }
}

/** The feeds of rounds 1, 2, ... of fork 1, as a race has them: fewer rounds of more feeds, one of the largest. */
function drawFeeds(scenario: Scenario, count: number): PaperFeed[][] {
  const { world } = scenario
  const rounds = Math.min(MOST_DRAWS, Math.max(1, Math.floor(FEEDS_IN_ALL / count)))
  const feedsOf = paperFeedsOf({ ...scenario, world: { ...world, feeds: { ...world.feeds, count } } })
  return Array.from({ length: rounds }, (_, index) => feedsOf(1, index + 1))
}

/** As `createSlowLookups` has it, with the pool that the launcher sets. */
const LOOKUP_PLACES = 32

function paperRunOf({ world }: Scenario, run: Pick<PaperRun, 'strategy' | 'limits' | 'costs' | 'feeds'>): PaperRun {
  const isOneHost = world.hosts === 'one'
  const lookups = isOneHost ? undefined : { delayMs: world.dnsDelayMs, places: LOOKUP_PLACES }
  return { ...run, slackRate: world.slackRate, isOneHost, lookups }
}

function lookupMsOf({ world }: Scenario): number {
  return world.hosts === 'one' ? 0 : world.dnsDelayMs
}

function meanWaitMs(feeds: readonly PaperFeed[]): number {
  return feeds.flatMap(({ answersMs }) => answersMs).reduce((sum, ms) => sum + ms, 0) / feeds.length
}

function summaryOf(runs: readonly Simulated[], isExtrapolated: boolean): Prediction {
  const makespansMs = runs.map(({ makespanMs }) => makespanMs)
  const firstsMs = runs.flatMap(({ firstNotificationMs }) => firstNotificationMs ?? [])
  return {
    makespanMs: median(makespansMs),
    drawsMs: [Math.min(...makespansMs), Math.max(...makespansMs)],
    ...(firstsMs.length > 0 && { firstNotificationMs: median(firstsMs) }),
    peakFetches: Math.max(...runs.map(({ peakFetches }) => peakFetches)),
    isExtrapolated,
  }
}
