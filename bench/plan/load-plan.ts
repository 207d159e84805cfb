import { type Plan, planOf } from './plan.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Schedule } from './series.ts'

/** What will be run, decided before anything is: every variant of `plan` does the whole schedule in each block. */
export interface LoadPlan extends Schedule {
  readonly blocks: number
  readonly plan: Plan
}

export function loadPlanOf(
  scenario: Scenario,
  { jobs, everyMs, blocks }: Schedule & { readonly blocks: number },
): LoadPlan {
  // A job is an iteration: with its number the mock world draws the same delays for every variant.
  const onSchedule = { ...scenario, plan: { ...scenario.plan, iterations: jobs } }
  const plan = planOf(onSchedule, { quick: false, processes: blocks })
  return { jobs, everyMs, blocks, plan }
}
