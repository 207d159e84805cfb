import type { Plan } from '../../../plan/plan.ts'
import { type Variant, isSelectable, oldName } from '../../../plan/schedule.ts'
import type { Uncompared } from '../../../judge/gate/gate.ts'

/** The code of another revision, checked out beside this one. */
export interface OldCode {
  /** Short, as it stands in the names of its variants. */
  readonly revision: string
  /** The root of its checkout; this one's own code where there is none. */
  readonly checkout?: string
  /** The names of the strategies that it has. */
  readonly strategies: readonly string[]
}

/** The race with one more variant after each that races for itself, which runs the same strategy as it was; but for those that are uncompared. */
export function withOldVariants(plan: Plan, code: OldCode): Plan {
  const { revision, checkout } = code
  const variants = plan.variants.flatMap((variant): Variant[] => {
    const { name, strategy, order, role } = variant
    if (!isSelectable(role) || whyWithoutOld(variant, code) !== undefined) return [variant]
    // Its structural time is by today's order, which the mock server's delays are held against for both.
    const old: Variant = {
      name: oldName(name, revision),
      strategy,
      order,
      role: 'baseline',
      ...(checkout !== undefined && { checkout }),
    }
    return [variant, old]
  })
  return { ...plan, variants }
}

/** What of a race has no old variant, and why. */
export function uncomparedIn({ variants }: Plan, code: OldCode): Uncompared[] {
  return variants.flatMap((variant) => {
    const because = isSelectable(variant.role) ? whyWithoutOld(variant, code) : undefined
    return because === undefined ? [] : [{ strategy: variant.name, because }]
  })
}

function whyWithoutOld({ strategy, module }: Variant, { revision, strategies }: OldCode): string | undefined {
  // Where its file lies, and whether there is an older one, only its owner knows.
  if (module !== undefined) return 'a --strategy-file is not raced at another revision'
  return strategies.includes(strategy) ? undefined : `${revision} does not have it`
}
