import type { Plan } from '../../../plan/plan.ts'
import { type JobCode, type Variant, isSelectable, oldName } from '../../../plan/schedule.ts'

/** Why there is no older code of a strategy. */
export type NoOlderCode =
  | { readonly code: 'own-strategy' | 'program' }
  | { readonly code: 'not-in-revision'; readonly revision: string }

/** A strategy of which no change can be measured. */
export interface Uncompared {
  readonly strategy: string
  readonly reason: NoOlderCode
}

/** The code of another revision, checked out beside this one, or an earlier job of the user's own. */
export interface OldCode {
  /** Short, as it stands in the names of its variants. */
  readonly revision: string
  /** The root of its checkout; this one's own code where there is none. */
  readonly checkout?: string
  /** Done by every strategy of today, the user's own among them. */
  readonly job?: JobCode
  /** The names of the strategies that it has. */
  readonly strategies: readonly string[]
}

/** The plan with one more variant after each that is measured for itself, which runs the same strategy as it was; but for those that are uncompared. */
export function withOldVariants(plan: Plan, code: OldCode): Plan {
  const { revision, checkout, job } = code
  const variants = plan.variants.flatMap((variant): Variant[] => {
    const { name, strategy, order, role, module } = variant
    if (!isSelectable(role) || !order || whyWithoutOld(variant, code) !== undefined) return [variant]
    // Its ideal time is by today's order, which the mock server's delays are held against for both.
    const old: Variant = {
      name: oldName(name, revision),
      strategy,
      order,
      role: 'baseline',
      ...(checkout !== undefined && { checkout }),
      ...(job && { job, ...(module !== undefined && { module }) }),
    }
    return [variant, old]
  })
  return { ...plan, variants }
}

/** What of a plan has no old variant, and why. */
export function uncomparedIn({ variants }: Plan, code: OldCode): Uncompared[] {
  return variants.flatMap((variant) => {
    const reason = isSelectable(variant.role) ? whyWithoutOld(variant, code) : undefined
    return reason ? [{ strategy: variant.name, reason }] : []
  })
}

function whyWithoutOld(
  { strategy, module, program }: Variant,
  { revision, strategies, job }: OldCode,
): NoOlderCode | undefined {
  if (program) return { code: 'program' }
  if (job) return undefined
  // Where its file lies, and whether there is an older one, only its owner knows.
  if (module !== undefined) return { code: 'own-strategy' }
  return strategies.includes(strategy) ? undefined : { code: 'not-in-revision', revision }
}
