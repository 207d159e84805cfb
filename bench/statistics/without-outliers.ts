import { type RatioEstimate, ratioOverForks } from './fork-ratio.ts'

/** One round of a fork: ln(T_candidate / T_reference), and whether either of the two stands out. */
export interface LabelledRound {
  readonly logRatio: number
  readonly isOutlier: boolean
}

/**
 * What `ratioOverForks` would say had the rounds that stand out never been run: to show beside the estimate how much hangs
 * on them, and never to take its place, since slow runs are part of what is measured. A fork that loses all its rounds
 * drops out; undefined where fewer than 2 are left. Throws RangeError for what `ratioOverForks` throws for.
 */
export function ratioWithoutOutliers(
  forks: readonly (readonly LabelledRound[])[],
  alpha: number,
): RatioEstimate | undefined {
  const kept = forks
    .map((rounds) => rounds.flatMap(({ logRatio, isOutlier }) => (isOutlier ? [] : logRatio)))
    .filter((rounds) => rounds.length > 0)
  return kept.length < 2 ? undefined : ratioOverForks(kept, alpha)
}
