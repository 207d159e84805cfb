import type { RatioEstimate } from '../statistics/block-ratio.ts'
import type { Interval } from '../statistics/interval.ts'
import { blocksMissing, withBlocks } from '../statistics/with-blocks.ts'

/** What may be said of a variant against the reference, or of what keeps anything from being said. */
export type Word =
  | 'faster'
  | 'slower'
  | 'equivalent'
  | 'faster, size unsure'
  | 'slower, size unsure'
  | 'undecided'
  | 'wrong output'
  | 'unreliable'
  | 'server-bound'
  | 'untraced'

export interface Verdict {
  readonly word: Word
  /** Of `undecided`: about how many more blocks would decide, where that can be told. */
  readonly moreBlocks?: number
  /** About how long these would take. */
  readonly moreMs?: number
  /** Of `unreliable` and `wrong output`: what was seen. */
  readonly because?: string
}

/**
 * The word for a ratio of times (candidate over reference) from its interval and a margin: beyond the margin as a whole,
 * within it as a whole, or neither. `size unsure` (1 excluded, the margin crossed) is only for the last look.
 */
export function judgeRatio(estimate: RatioEstimate, margin: number, lastLook: boolean): Verdict {
  const { low, high } = estimate
  const upper = 1 + margin
  const lower = 1 / upper
  if (high < lower) return { word: 'faster' }
  if (low > upper) return { word: 'slower' }
  if (isAlike(estimate, margin)) return { word: 'equivalent' }
  if (lastLook && high < 1) return { word: 'faster, size unsure' }
  if (lastLook && low > 1) return { word: 'slower, size unsure' }
  const isOpen = (one: Interval) => !(one.high < lower || one.low > upper || isAlike(one, margin))
  const moreBlocks = blocksMissing(estimate.blocks, (blocks) => isOpen(withBlocks(estimate, blocks)))
  return { word: 'undecided', ...(moreBlocks !== undefined && { moreBlocks }) }
}

/** Whether an interval lies within the margin as a whole. */
export function isAlike({ low, high }: Interval, margin: number): boolean {
  return low >= 1 / (1 + margin) && high <= 1 + margin
}

/** Whether an interval shows at all that it is of something slower. */
export function isSeenSlower({ low }: Interval): boolean {
  return low > 1
}

/** What is left to say where the A/A check failed: the machine is not fit for this margin, so nearness proves nothing. */
export function withheld(verdict: Verdict): Verdict {
  return verdict.word === 'faster' || verdict.word === 'slower'
    ? verdict
    : isComparison(verdict)
      ? { word: 'undecided' }
      : verdict
}

/** Whether the word speaks of speed at all. */
export function isComparison({ word }: Verdict): boolean {
  return word !== 'wrong output' && word !== 'unreliable' && word !== 'server-bound' && word !== 'untraced'
}

/** Whether something keeps its speed from being spoken of, which pictures draw hollow; not where there is no word yet. */
export function isUnspoken(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && !isComparison(verdict)
}

/** Whether it settles something: a run goes on to its next look while a variant's word does not. */
export function isDecided(verdict: Verdict): boolean {
  return (
    !isComparison(verdict) || verdict.word === 'faster' || verdict.word === 'slower' || verdict.word === 'equivalent'
  )
}
