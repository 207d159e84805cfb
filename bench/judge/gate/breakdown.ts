import type { StepName } from '../../../strategies/job.ts'
import { comparePhases, type PhaseComparison } from '../../statistics/phases.ts'
import type { Iteration } from '../comparison/iterations.ts'
import { blocksOf, recordedIn } from '../comparison/time-breakdowns.ts'

/** Where the time of a strategy went as it was and as it is: of the phases, the reference is the older code and the candidate this one. */
export interface Breakdown {
  readonly strategy: string
  readonly comparison: PhaseComparison
  /** How many steps a run waited for, one after another, means. */
  readonly steps: Readonly<Record<StepName, { readonly before: number; readonly now: number }>>
}

/** Undefined where not every run of both was recorded. */
export function breakdownOf(
  strategy: string,
  was: string,
  { iterations, alpha }: { readonly iterations: readonly Iteration[]; readonly alpha: number },
): Breakdown | undefined {
  const [before, now] = [was, strategy].map((name) =>
    recordedIn(iterations.flatMap(({ trials }) => trials.filter(({ variant }) => variant === name))),
  )
  if (!before || !now) return undefined
  const waitedFor = (step: StepName) => {
    const meanOf = (runs: typeof now) => runs.reduce((sum, { path }) => sum + path[step], 0) / runs.length
    return { before: meanOf(before), now: meanOf(now) }
  }
  return {
    strategy,
    comparison: comparePhases(blocksOf(before), blocksOf(now), alpha),
    steps: { fetch: waitedFor('fetch'), check: waitedFor('check'), notify: waitedFor('notify') },
  }
}
