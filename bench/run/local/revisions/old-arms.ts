import type { Plan } from '../../../plan/plan.ts'
import { type Arm, isContestant, oldName } from '../../../plan/schedule.ts'
import type { Uncompared } from '../../../judge/gate/gate.ts'

/** The code of another revision, checked out beside this one. */
export interface OldCode {
  /** Short, as it stands in the names of its arms. */
  readonly revision: string
  /** The root of its checkout; this one's own code where there is none. */
  readonly checkout?: string
  /** The names of the strategies that it has. */
  readonly strategies: readonly string[]
}

/** The race with one more arm after each that races for itself, which runs the same strategy as it was; but for those that are uncompared. */
export function withOldArms(plan: Plan, code: OldCode): Plan {
  const { revision, checkout } = code
  const arms = plan.arms.flatMap((arm): Arm[] => {
    const { name, strategy, order, role } = arm
    if (!isContestant(role) || whyWithoutOld(arm, code) !== undefined) return [arm]
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

/** What of a race has no old arm, and why. */
export function uncomparedIn({ arms }: Plan, code: OldCode): Uncompared[] {
  return arms.flatMap((arm) => {
    const because = isContestant(arm.role) ? whyWithoutOld(arm, code) : undefined
    return because === undefined ? [] : [{ strategy: arm.name, because }]
  })
}

function whyWithoutOld({ strategy, module }: Arm, { revision, strategies }: OldCode): string | undefined {
  // Where its file lies, and whether there is an older one, only its owner knows.
  if (module !== undefined) return 'a --strategy-file is not raced at another revision'
  return strategies.includes(strategy) ? undefined : `${revision} does not have it`
}
