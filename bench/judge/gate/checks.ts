import type { Checks, FailedCheck } from '../../io/controls.ts'
import type { Plan } from '../../plan/plan.ts'
import { AA_CHECK, SLOWED_BY, slowdownIn, slowedName } from '../../plan/schedule.ts'
import { ratioOverBlocks } from '../../statistics/block-ratio.ts'
import { aaCheckOf } from '../comparison/controls.ts'
import type { Iteration } from '../comparison/iterations.ts'
import type { Result } from '../comparison/judgement.ts'
import { blockLogs } from './block-logs.ts'
import type { Condition } from './condition.ts'

/** Both checks of the measurement, for one condition. */
export interface ConditionChecks extends Checks {
  readonly condition: Pick<Condition, 'metric' | 'limit'>
}

/** A check that has failed, the limit it was held to, and by which share the sensitivity check was slower. */
export interface UnfitFor {
  readonly check: FailedCheck
  readonly margin: number
  readonly slowdown: number
}

/** What is slower still is seen as well. */
const MAX_SLOWDOWN = 1

/**
 * By which share the sensitivity check of a gate is made slower: by the smallest limit on time, since a measurement that misses such a
 * slowdown may miss a regression; as in every benchmark where no condition is on time.
 */
export function slowdownFor(conditions: readonly Pick<Condition, 'metric' | 'limit'>[]): number {
  const limits = conditions.flatMap(({ metric, limit }) => (metric === 'time' ? limit : []))
  return limits.length === 0 ? SLOWED_BY : Math.min(MAX_SLOWDOWN, ...limits)
}

/** The plan with its sensitivity check made slower by what these conditions have to see. */
export function planFor(plan: Plan, conditions: readonly Condition[]): Plan {
  const slowedBy = slowdownFor(conditions)
  const variants = plan.variants.map((variant) =>
    variant.role === 'sensitivity-check' ? { ...variant, name: slowedName(slowedBy), slowedBy } : variant,
  )
  return { ...plan, variants }
}

/**
 * The checks by which a condition stands or falls, each held to its limit. The A/A check is of the condition's own metric: two copies of the
 * reference, whose interval has to lie wholly within the limit. The sensitivity check is of time alone, since a copy that waits longer takes
 * no more CPU or memory: a copy slowed by the smallest limit on time, whose interval has to exclude 1.
 */
export function checksOf(
  { metric, limit }: Pick<Condition, 'metric' | 'limit'>,
  { result, iterations }: { readonly result: Result; readonly iterations: readonly Iteration[] },
): ConditionChecks {
  const { scenario, variants, look } = result
  const copies = variants.flatMap(({ ratio: _ofTime, ...copy }) => {
    if (copy.role !== 'aa-check' || !look) return []
    const logs = blockLogs(iterations, [AA_CHECK, scenario.reference], metric)
    return { ...copy, ...(logs && { ratio: ratioOverBlocks(logs, look.alpha) }) }
  })
  return {
    condition: { metric, limit },
    aaCheck: aaCheckOf({
      variants: copies,
      scenario: { ...scenario, margin: limit },
      isJudged: look !== undefined,
    }),
    sensitivityCheck: metric === 'time' ? result.sensitivityCheck : { code: 'absent' },
  }
}

/** Which of a condition's checks has failed, and what it was held to. */
export function unfitFor(
  { condition, aaCheck, sensitivityCheck }: ConditionChecks,
  { scenario }: Pick<Result, 'scenario'>,
): UnfitFor {
  return {
    check: aaCheck.code === 'passed' ? { sensitivityCheck } : { aaCheck },
    margin: condition.limit,
    slowdown: slowdownIn(scenario.variants) ?? SLOWED_BY,
  }
}
