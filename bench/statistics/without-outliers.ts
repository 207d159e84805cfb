import { type RatioEstimate, ratioOverBlocks } from './block-ratio.ts'

/** One iteration of a block: ln(T_candidate / T_reference), and whether either of the two stands out. */
export interface LabelledIteration {
  readonly logRatio: number
  readonly isOutlier: boolean
}

/**
 * What `ratioOverBlocks` would say had the iterations that stand out never been run: to show beside the estimate how much hangs
 * on them, and never to take its place, since slow runs are part of what is measured. A block that loses all its iterations
 * drops out; undefined where fewer than 2 are left. Throws RangeError for what `ratioOverBlocks` throws for.
 */
export function ratioWithoutOutliers(
  blocks: readonly (readonly LabelledIteration[])[],
  alpha: number,
): RatioEstimate | undefined {
  const kept = blocks
    .map((iterations) => iterations.flatMap(({ logRatio, isOutlier }) => (isOutlier ? [] : logRatio)))
    .filter((iterations) => iterations.length > 0)
  return kept.length < 2 ? undefined : ratioOverBlocks(kept, alpha)
}
