import type { RatioEstimate } from './block-ratio.ts'
import { studentQuantile } from './student.ts'

/** An estimate as it would be over so many blocks, at least 2, that differ as much as its own do. Source: as of `ratioOverBlocks`. */
export function withBlocks<Estimate extends Pick<RatioEstimate, 'ratio' | 'low' | 'high' | 'blocks' | 'alpha'>>(
  estimate: Estimate,
  blocks: number,
): Estimate {
  const { ratio, low, high, alpha } = estimate
  const reachOf = (count: number) => -studentQuantile(alpha / 2, count - 1) / Math.sqrt(count)
  const reach = ((Math.log(high / low) / 2) * reachOf(blocks)) / reachOf(estimate.blocks)
  return { ...estimate, blocks, low: ratio * Math.exp(-reach), high: ratio * Math.exp(reach) }
}

/** A forecast of more than this is no forecast. */
const MAX_BLOCKS = 200

/** About how many more blocks it takes until something is no longer open; undefined where that is beyond any forecast. */
export function blocksMissing(blocks: number, isOpenWith: (blocks: number) => boolean): number | undefined {
  for (let more = 1; more <= MAX_BLOCKS; more++) if (!isOpenWith(blocks + more)) return more
  return undefined
}
