import type { RatioEstimate } from './statistics/fork-ratio.ts'
import { studentQuantile } from './statistics/student.ts'

/** What may be said of an arm against the reference, or of what keeps anything from being said. */
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
  /** Of `undecided`: about how many more forks would decide, where that can be told. */
  readonly moreForks?: number
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
  if (low >= lower && high <= upper) return { word: 'equivalent' }
  if (lastLook && high < 1) return { word: 'faster, size unsure' }
  if (lastLook && low > 1) return { word: 'slower, size unsure' }
  const moreForks = forksMissing(estimate, Math.log(upper))
  return { word: 'undecided', ...(moreForks !== undefined && { moreForks }) }
}

/** A forecast of more than this is no forecast. */
const MOST_FORKS = 200

/**
 * How many forks are missing until an interval of the same level lies on one side of the nearest bound: it narrows with the root of
 * the forks, and with Student's t of as many.
 */
function forksMissing({ ratio, low, high, forks, alpha }: RatioEstimate, margin: number): number | undefined {
  const roomToBound = Math.abs(Math.abs(Math.log(ratio)) - margin)
  const reach = (count: number) => -studentQuantile(alpha / 2, count - 1) / Math.sqrt(count)
  const spread = Math.log(high / low) / 2 / reach(forks)
  for (let more = 1; more <= MOST_FORKS; more++) if (spread * reach(forks + more) <= roomToBound) return more
  return undefined
}

/** What is left to say where the A/A guard failed: the machine is not fit for this margin, so nearness proves nothing. */
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

/** Whether it settles something: a run goes on to its next look while an arm's word does not. */
export function isDecided(verdict: Verdict): boolean {
  return (
    !isComparison(verdict) || verdict.word === 'faster' || verdict.word === 'slower' || verdict.word === 'equivalent'
  )
}
