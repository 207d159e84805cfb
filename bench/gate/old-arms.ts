import type { Plan } from '../plan.ts'
import { type Arm, isContestant, oldName } from '../schedule.ts'

/** The code of another revision, checked out beside this one. */
export interface OldCode {
  /** Short, as it stands in the names of its arms. */
  readonly revision: string
  /** The root of its checkout; this one's own code where there is none. */
  readonly checkout?: string
  /** The names of the strategies that it has. */
  readonly strategies: readonly string[]
}

/** The race with one more arm after each that races for itself, which runs the same strategy as it was; but for those it did not have. */
export function withOldArms(plan: Plan, { revision, checkout, strategies }: OldCode): Plan {
  const arms = plan.arms.flatMap((arm): Arm[] => {
    const { name, strategy, order, role, module } = arm
    if (!isContestant(role) || module !== undefined || !strategies.includes(strategy)) return [arm]
    // Its structural time is by today's order, which the mock server's delays are held against for both.
    const old: Arm = {
      name: oldName(name, revision),
      strategy,
      order,
      role: 'baseline',
      ...(checkout !== undefined && { checkout }),
    }
    return [arm, old]
  })
  return { ...plan, arms }
}
