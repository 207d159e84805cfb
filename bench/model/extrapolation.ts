import { NO_COSTS } from './costs.ts'
import { type SimulatedRun, simulate, type Simulated } from './simulation.ts'
import { MAX_TO_SLACK } from './timed-steps.ts'

/** Up to here every feed is simulated. */
export const MAX_SIMULATED = 3000

/** The size that gives the line beyond its slope, together with the largest. */
const LOWER_SIZE = 1000

/** A share of the largest simulated size: with more fetches in flight than this, two sizes differ by their longest delays rather than by their steady pace. */
const CROWD = 1 / 4

/** A strategy over as many feeds, more than are simulated. */
export type Beyond = (count: number) => Pick<Simulated, 'makespanMs' | 'peakFetches'>

/**
 * With limits that stay the same each further feed takes as long as the one before: the straight line through two simulated sizes,
 * but never below what bounds the strategy in the end. Where these sizes are still crowded, they show what comes on top of that.
 * `runAt`: the run of so many feeds.
 */
export async function lineBeyond(runAt: (count: number) => SimulatedRun): Promise<Beyond> {
  const run = runAt(MAX_SIMULATED)
  const upper = await simulate(run)
  // A webhook that has begun to refuse posts sets a steady pace, whatever is crowded before it.
  const isCrowded = upper.peakFetches > CROWD * MAX_SIMULATED && upper.refused === 0
  const seenMs = isCrowded ? undefined : steadyMs(await simulate(runAt(LOWER_SIZE)), upper)
  const least = boundOf(run, upper, await lanesMs(run))
  const isUnbounded = upper.peakFetches === MAX_SIMULATED
  return (count) => ({
    makespanMs:
      seenMs === undefined
        ? upper.makespanMs + least(count) - least(MAX_SIMULATED)
        : Math.max(upper.makespanMs + seenMs * (count - MAX_SIMULATED), least(count)),
    peakFetches: isUnbounded ? Math.min(count, run.limits.concurrency) : upper.peakFetches,
  })
}

/** For each further feed. */
function steadyMs(lower: Simulated, upper: Simulated): number {
  return (upper.makespanMs - lower.makespanMs) / (MAX_SIMULATED - LOWER_SIZE)
}

/** What so many feeds take at least: by processors, lanes, lookups, connections to Slack and its rate. */
function boundOf(
  { feeds, notifyRate, lookups, isOwn }: SimulatedRun,
  { busiestMs, senders, peakFetches }: Simulated,
  laneMs: number,
): (count: number) => number {
  const allPostsMs = feeds.flatMap(({ postsMs }) => postsMs)
  const answersMs = feeds.flatMap((feed) => feed.answersMs)
  const feedMs = Math.max(
    busiestMs / feeds.length,
    laneMs,
    // Lanes that no limit gives.
    peakFetches < feeds.length ? sum(answersMs) / feeds.length / peakFetches : 0,
    lookups ? lookups.delayMs / lookups.places : 0,
    senders > 0 && !isOwn ? sum(allPostsMs) / feeds.length / (senders * MAX_TO_SLACK) : 0,
  )
  const postShare = allPostsMs.length / feeds.length
  return (count) =>
    Math.max(count * feedMs, notifyRate ? ((count * postShare - notifyRate.burst) / notifyRate.perSecond) * 1000 : 0)
}

/** What a feed keeps its lane waiting, whatever the lane holds meanwhile: seen with one, and shared by all. 0 where nothing bounds them. */
async function lanesMs({ strategy, limits, feeds, isOneHost, isOwn }: SimulatedRun): Promise<number> {
  const { concurrency } = limits
  if (!Number.isFinite(concurrency)) return 0
  const alone = { ...limits, concurrency: 1 }
  const { makespanMs } = await simulate({ strategy, limits: alone, feeds, isOneHost, isOwn, costs: NO_COSTS })
  return makespanMs / feeds.length / concurrency
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
