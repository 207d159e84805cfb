import type { Trial } from '../trial/trial.ts'
import { type PredecessorEffect, predecessorEffects } from '../statistics/predecessor.ts'
import { type Steadiness, steadiness } from '../statistics/steadiness.ts'
import type { Iteration } from './iterations.ts'

/** Whether the order of the runs shows in their times, as it should not. */
export interface OrderChecks {
  /** What a variant does to whichever runs next, the largest effect first. */
  readonly predecessors: readonly PredecessorEffect[]
  /** Whether variants go on getting faster or slower after their warm-up. */
  readonly steadiness: readonly Steadiness[]
}

const ALPHA = 0.05

/** Undefined where the runs are invocations, which do not follow each other in one place, and below two blocks. */
export function orderChecksOf(
  iterations: readonly Iteration[],
  { variants, reference }: Trial['scenario'],
): OrderChecks | undefined {
  const runs = iterations.flatMap(({ trials }) =>
    trials.toSorted((a, b) => variants.indexOf(a.variant) - variants.indexOf(b.variant)),
  )
  if (runs.some(({ invocation }) => invocation) || new Set(runs.map(({ block }) => block)).size < 2) return undefined
  return { predecessors: predecessorEffects(runs, ALPHA), steadiness: steadiness(runs, reference, ALPHA) }
}
