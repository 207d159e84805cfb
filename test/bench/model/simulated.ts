import { type Costs, NO_COSTS as FREE } from '../../../bench/model/costs.ts'
import type { SimulatedFeed } from '../../../bench/model/simulated-feed.ts'
import { type SimulatedRun, simulate, type Simulated } from '../../../bench/model/simulation.ts'
import { drawUnits } from '../../../mock-server/delay.ts'
import { strategies, type StrategyName } from '../../../strategies/index.ts'
import type { Limits } from '../../../strategies/job.ts'
import { resolveLimits } from '../../../strategies/limits.ts'

export { FREE }

/** Costs such as a machine has. */
export const REAL: Costs = {
  fetch: { hotMs: 0.2, coldMs: 0.9, perKilobyteMs: 0.002 },
  check: { hotMs: 0.07, coldMs: 0.2, perKilobyteMs: 0.001 },
  notify: { hotMs: 0.18, coldMs: 0.7, perKilobyteMs: 0 },
  connection: { hotMs: 0.23, coldMs: 0.28, perKilobyteMs: 0 },
  fetchConnects: false,
  clientShare: 0.6,
  lateMs: 0.05,
  cores: 2,
}

/** A step that costs so much, whatever was before it. */
export function costing(hotMs: number, perKilobyteMs = 0): Costs['fetch'] {
  return { hotMs, coldMs: 0, perKilobyteMs }
}

export function feedOf(fetchMs: number, postMs?: number, kilobytes = 0): SimulatedFeed {
  return {
    answersMs: [fetchMs],
    kilobytes,
    isRead: true,
    isGivenUp: false,
    isPostGivenUp: false,
    postsMs: postMs === undefined ? [] : [postMs],
  }
}

/** Feeds whose delays are drawn, every other of them with something due. */
export function someFeeds(count: number, seed: number): SimulatedFeed[] {
  return Array.from({ length: count }, (_, index) => {
    const [u, v] = drawUnits(seed, 'feed', index)
    return feedOf(1 + 19 * u, index % 2 === 0 ? 1 + 9 * v : undefined)
  })
}

/** A strategy under its name over simulated feeds, all on one host by default. */
export function run(
  name: StrategyName,
  feeds: readonly SimulatedFeed[],
  costs: Costs,
  { limits, ...options }: { readonly limits?: Partial<Limits> } & Partial<Omit<SimulatedRun, 'limits'>> = {},
): Promise<Simulated> {
  const strategy = strategies[name]
  return simulate({
    strategy,
    limits: resolveLimits(strategy, limits),
    feeds,
    costs,
    isOneHost: true,
    isOwn: false,
    ...options,
  })
}
