import type { Trial } from '../../trial/trial.ts'
import { predecessorEffects } from '../../statistics/predecessor.ts'
import { steadiness } from '../../statistics/steadiness.ts'
import type { Iteration } from './iterations.ts'
import type { Result } from './judgement.ts'

const ALPHA = 0.05

/** Undefined where the runs are invocations, which do not follow each other in one place, and below two blocks. */
export function orderChecksOf(
  iterations: readonly Iteration[],
  { variants, reference }: Trial['scenario'],
): Result['order'] {
  const runs = iterations.flatMap(({ trials }) =>
    trials.toSorted((a, b) => variants.indexOf(a.variant) - variants.indexOf(b.variant)),
  )
  if (runs.some(({ invocation }) => invocation) || new Set(runs.map(({ block }) => block)).size < 2) return undefined
  return { predecessors: predecessorEffects(runs, ALPHA), steadiness: steadiness(runs, reference, ALPHA) }
}
