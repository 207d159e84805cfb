import type { RatioEstimate } from '../statistics/fork-ratio.ts'

/** How many times as much as before, with its interval. */
export type Change = Pick<RatioEstimate, 'ratio' | 'low' | 'high' | 'forks'>

/** Where the interval of a change lies, seen from the limit of its growth (0.1 being a tenth): wholly beyond it, wholly within it, or neither. */
export function sideOf({ low, high }: Pick<Change, 'low' | 'high'>, limit: number): 'beyond' | 'within' | 'open' {
  if (low > 1 + limit) return 'beyond'
  return high <= 1 + limit ? 'within' : 'open'
}

/** A forecast of more than this is no forecast. */
const MOST_FORKS = 200

/**
 * About how many more forks it takes until the interval lies on one side of the limit, since its reach shrinks with the root of
 * the forks. `fixed`: the part of the reach, as a logarithm, that more forks leave as it is. Undefined where that alone is too
 * much, and beyond any forecast.
 */
export function forksMissing({ ratio, low, high, forks }: Change, limit: number, fixed = 0): number | undefined {
  const room = Math.abs(Math.log(ratio) - Math.log1p(limit))
  const reach = Math.log(high / low) / 2
  const [roomLeft, reachLeft] = [room ** 2 - fixed ** 2, reach ** 2 - fixed ** 2]
  if (roomLeft <= 0) return undefined
  const needed = Math.ceil((forks * reachLeft) / roomLeft)
  return needed <= MOST_FORKS ? Math.max(1, needed - forks) : undefined
}
