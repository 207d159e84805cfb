import { type Plan, planOf } from './plan.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Schedule } from './series.ts'

/** What will be run, decided before anything is: every arm of `plan` does the whole schedule in each fork. */
export interface RatePlan extends Schedule {
  readonly forks: number
  readonly plan: Plan
}

/** The share of words that may be wrong: there is one look, after the last fork. */
const ALPHA = 0.05

export function ratePlanOf(
  scenario: Scenario,
  { jobs, everyMs, forks }: Schedule & { readonly forks: number },
): RatePlan {
  // A job is a round: with its number the mock world draws the same delays for every arm.
  const onSchedule = { ...scenario, plan: { ...scenario.plan, rounds: jobs } }
  const plan = { ...planOf(onSchedule, { quick: false }), looks: [{ forks, alpha: ALPHA }] }
  return { jobs, everyMs, forks, plan }
}
