import type { RatioEstimate } from '../../statistics/block-ratio.ts'

/** How many times as much as before, with its interval. */
export type Change = Pick<RatioEstimate, 'ratio' | 'low' | 'high' | 'blocks'>

/** Where the interval of a change lies, seen from the limit of its growth (0.1 being a tenth): wholly beyond it, wholly within it, or neither. */
export function sideOf({ low, high }: Pick<Change, 'low' | 'high'>, limit: number): 'beyond' | 'within' | 'open' {
  if (low > 1 + limit) return 'beyond'
  return high <= 1 + limit ? 'within' : 'open'
}
