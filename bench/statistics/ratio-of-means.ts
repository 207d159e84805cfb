import { type RatioEstimate, ratioOverBlocks } from './block-ratio.ts'

/** What the iterations of one block cost, in any one unit: the same iterations of both variants. */
export interface BlockCosts {
  readonly candidate: readonly number[]
  readonly reference: readonly number[]
}

/**
 * How many times as much the candidate costs in the long run: money follows the mean with all its slow runs, where
 * `ratioOverBlocks` is of the typical run. The mean of the blocks' means of one variant over that of the other. Slow runs so rare
 * that hardly any was seen are in neither the ratio nor its interval.
 * At least 2 blocks of at least 1 iteration each; `alpha` as `ratioOverBlocks` takes it. A block is one observation: its share in the
 * logarithm of the ratio to first order, joined by Student's t. The mean of the blocks' own log ratios would be simpler, but falls
 * short of the truth by half of what slow runs add to its variance: with 24 blocks and one candidate run in ten up to 4 times as
 * slow, 11 in 100 such intervals of 95% miss, and 7 of these.
 * Throws RangeError for anything else, for costs that are not positive and finite, and where the two variants of a block do not have
 * equally many iterations.
 * Source: Cochran, Sampling Techniques (1977), ch. 6, for the variance of a ratio of means.
 */
export function ratioOfMeans(blocks: readonly BlockCosts[], alpha: number): RatioEstimate {
  for (const block of blocks) checkCosts(block)
  const candidates = blocks.map(({ candidate }) => meanOf(candidate))
  const references = blocks.map(({ reference }) => meanOf(reference))
  const [candidate, reference] = [meanOf(candidates), meanOf(references)]
  const log = Math.log(candidate / reference)
  // Their mean is `log` itself, since deviations from a mean add up to nothing.
  const shares = blocks.map((_, block) => [log + candidates[block]! / candidate - references[block]! / reference])
  const iterations = blocks.reduce((sum, block) => sum + block.reference.length, 0)
  return { ...ratioOverBlocks(shares, alpha), iterations }
}

function checkCosts({ candidate, reference }: BlockCosts): void {
  if (candidate.length !== reference.length || candidate.length === 0)
    throw new RangeError(
      `ratioOfMeans: expected equally many iterations of both variants, at least 1, given ${candidate.length} and ${reference.length}`,
    )
  const stray = [...candidate, ...reference].find((cost) => !(cost > 0 && cost < Infinity))
  if (stray !== undefined) throw new RangeError(`ratioOfMeans: expected positive and finite costs, given ${stray}`)
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
