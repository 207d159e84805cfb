import type { RatioEstimate } from '../statistics/fork-ratio.ts'
import { studentQuantile } from '../statistics/student.ts'
import { type Change, sideOf } from './limit.ts'

/** A forecast of more than this is no forecast. */
const MOST_FORKS = 200

/** An estimate as it would be over so many forks, at least 2, that differ as much as its own do. Source: as of `ratioOverForks`. */
export function withForks(estimate: RatioEstimate, forks: number): RatioEstimate {
  const { ratio, low, high, alpha } = estimate
  const reachOf = (count: number) => -studentQuantile(alpha / 2, count - 1) / Math.sqrt(count)
  const reach = ((Math.log(high / low) / 2) * reachOf(forks)) / reachOf(estimate.forks)
  return { ...estimate, forks, low: ratio * Math.exp(-reach), high: ratio * Math.exp(reach) }
}

/** About how many more forks it takes until a change lies on one side of its limit; undefined where that is beyond any forecast. */
export function forksMissing(
  { forks }: Pick<Change, 'forks'>,
  limit: number,
  changeWith: (forks: number) => Pick<Change, 'low' | 'high'>,
): number | undefined {
  for (let more = 1; more <= MOST_FORKS; more++) if (sideOf(changeWith(forks + more), limit) !== 'open') return more
  return undefined
}
