import { discardedOf } from '../comparison/iterations.ts'
import { type RatioEstimate, ratioOverBlocks } from '../../statistics/block-ratio.ts'
import type { Interval } from '../../statistics/interval.ts'
import { welchRatio } from '../../statistics/welch.ts'
import type { Trial } from '../../trial/trial.ts'
import type { CopyPair } from '../../plan/calibration-variants.ts'
import { UserError } from '../../io/user-error.ts'

/** What one batch of copies came to. */
export interface BatchOutcome {
  /** Equal copies, and such that were made slower, in both orders. */
  readonly compared: readonly (Pick<CopyPair, 'one' | 'other' | 'slowedBy'> & {
    readonly shuffled: RatioEstimate
    /** All runs of the one were made in a row, then all runs of the other. */
    readonly blocked: Interval
  })[]
  /** How many times as long a run takes with nothing recorded, in shuffled iterations. */
  readonly unrecorded: readonly RatioEstimate[]
}

/** Of one comparison alone. */
const ALPHA = 0.05

type Copies = Pick<CopyPair, 'one' | 'other'>

/** The trials that count: none of an iteration that was discarded for a fault of the harness. Throws where a run failed: then nothing can be said of the machine. */
export function countedOf(trials: readonly Trial[]): Trial[] {
  const broken = trials.find(({ faults, discarded }) => faults.length > 0 && discarded === undefined)
  if (broken) throw new UserError('run-failed', { fault: broken.faults[0]! })
  const discarded = discardedOf(trials)
  return trials.filter(({ block, iteration }) => !discarded.has(`${block} ${iteration}`))
}

/**
 * How many times as long the second copy takes as the first, from shuffled iterations of at least 2 blocks, judged as in every report: paired
 * by iteration, each block one observation.
 */
export function shuffledEstimate(trials: readonly Trial[], { one, other }: Copies): RatioEstimate {
  const own = trials.filter(({ phase, variant }) => phase === 'measured' && (variant === one || variant === other))
  const blocks = Array.from(Map.groupBy(own, ({ block }) => block).values(), (members) =>
    Array.from(Map.groupBy(members, ({ iteration }) => iteration).values(), (pair) => {
      const timeOf = (name: string) => pair.find(({ variant }) => variant === name)!.makespanMs
      return Math.log(timeOf(other) / timeOf(one))
    }),
  )
  return ratioOverBlocks(blocks, ALPHA)
}

/** The same from at least 2 runs of each, made and judged in the usual way: all of the one and all of the other, by Welch. */
export function blockedInterval(trials: readonly Trial[], { one, other }: Copies): Interval {
  const timesOf = (name: string) =>
    trials.flatMap(({ phase, variant, makespanMs }) => (phase === 'measured' && variant === name ? makespanMs : []))
  return welchRatio(timesOf(one), timesOf(other), ALPHA)
}
