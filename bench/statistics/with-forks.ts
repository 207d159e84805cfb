import type { RatioEstimate } from './fork-ratio.ts'
import { studentQuantile } from './student.ts'

/** An estimate as it would be over so many forks, at least 2, that differ as much as its own do. Source: as of `ratioOverForks`. */
export function withForks<Estimate extends Pick<RatioEstimate, 'ratio' | 'low' | 'high' | 'forks' | 'alpha'>>(
  estimate: Estimate,
  forks: number,
): Estimate {
  const { ratio, low, high, alpha } = estimate
  const reachOf = (count: number) => -studentQuantile(alpha / 2, count - 1) / Math.sqrt(count)
  const reach = ((Math.log(high / low) / 2) * reachOf(forks)) / reachOf(estimate.forks)
  return { ...estimate, forks, low: ratio * Math.exp(-reach), high: ratio * Math.exp(reach) }
}

/** A forecast of more than this is no forecast. */
const MAX_FORKS = 200

/** About how many more forks it takes until something is no longer open; undefined where that is beyond any forecast. */
export function forksMissing(forks: number, isOpenWith: (forks: number) => boolean): number | undefined {
  for (let more = 1; more <= MAX_FORKS; more++) if (!isOpenWith(forks + more)) return more
  return undefined
}
