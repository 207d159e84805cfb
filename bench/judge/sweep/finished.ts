import { hasWholeIteration } from '../comparison/iterations.ts'
import { summarize } from '../comparison/summarize.ts'
import type { Trial } from '../../trial/trial.ts'

/** Whether a cell came to its last look, or to one at which it may end as `isSettled` has it. */
export function isFinished(
  trials: readonly Trial[] | undefined,
  isSettled: (trials: readonly Trial[]) => boolean,
): boolean {
  if (!trials || !hasLook(trials)) return false
  return summarize(trials).look!.last || isSettled(trials)
}

/** Whether a cell came so far that it can be judged. */
export function hasLook(trials: readonly Trial[] | undefined): boolean {
  return trials !== undefined && hasWholeIteration(trials) && summarize(trials).look !== undefined
}

/** Whether a cell that was measured again is worth more than before: it is finished where that was not, or else came to a later look. */
export function isMore(
  trials: readonly Trial[],
  before: readonly Trial[] | undefined,
  isSettled: (trials: readonly Trial[]) => boolean,
): boolean {
  const [now, then] = [trials, before].map((own) => isFinished(own, isSettled))
  return now === then ? blocksOf(trials) > blocksOf(before) : now!
}

function blocksOf(trials: readonly Trial[] | undefined): number {
  return trials && hasLook(trials) ? summarize(trials).look!.blocks : 0
}
