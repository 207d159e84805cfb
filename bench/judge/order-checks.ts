import type { Trial } from '../trial/trial.ts'
import { type PredecessorEffect, predecessorEffects } from '../statistics/predecessor.ts'
import { type Steadiness, steadiness } from '../statistics/steadiness.ts'
import type { Round } from './rounds.ts'

/** Whether the order of the runs shows in their times, as it should not. */
export interface OrderChecks {
  /** What an arm does to whichever runs next, the largest effect first. */
  readonly predecessors: readonly PredecessorEffect[]
  /** Whether arms go on getting faster or slower after their warm-up. */
  readonly steadiness: readonly Steadiness[]
}

const ALPHA = 0.05

/** Undefined where the runs are invocations, which do not follow each other in one place, and below two forks. */
export function orderChecksOf(
  rounds: readonly Round[],
  { arms, reference }: Trial['scenario'],
): OrderChecks | undefined {
  const runs = rounds.flatMap(({ trials }) => trials.toSorted((a, b) => arms.indexOf(a.arm) - arms.indexOf(b.arm)))
  if (runs.some(({ invocation }) => invocation) || new Set(runs.map(({ fork }) => fork)).size < 2) return undefined
  return { predecessors: predecessorEffects(runs, ALPHA), steadiness: steadiness(runs, reference, ALPHA) }
}
