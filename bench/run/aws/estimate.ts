import { type Architecture, ONE_VCPU_MB } from '../../model/cost.ts'
import type { AbPlan } from './ab-plan.ts'
import { invocationsPerBlock, mostRepeats, spareBlocks } from './ab-plan.ts'
import type { AbVariant } from './variants.ts'
import { tracedUsd } from './invocation-cost.ts'

export interface Estimate {
  /** Where no container has to be replaced, and no invocation asked for again. */
  readonly invocations: number
  readonly mostInvocations: number
  /** As `invocations`. */
  readonly elapsedMs: number
  /** Of `mostInvocations`, as long as none takes longer than it is thought to; absent where the price of a function is unknown. */
  readonly mostUsd?: number
  /** By whose prices. */
  readonly architectures: readonly Architecture[]
  /** Functions whose architecture nobody knows, and so their price. */
  readonly unpriced: readonly string[]
}

/** Rough: what a new container takes to be had, and what a change of a function takes to be done. */
const COLD_MS = 700
const RENEW_MS = 4000

/**
 * What a comparison will take, and cost at most, given how long one invocation is thought to take, and new containers to be had, as far as that was
 * measured; traces are recorded and retrieved once.
 */
export function estimateAb(plan: AbPlan, invocationMs: number, renewMs = RENEW_MS): Estimate {
  const { variants, environments, concurrency, warm, pauseMs } = plan
  // Less memory is less processor.
  const coldMs = (memoryMb: number) => COLD_MS * Math.max(1, ONE_VCPU_MB / memoryMb)
  const eachMs = ({ slowedBy = 0 }: AbVariant) => invocationMs * (1 + slowedBy)
  const usdOf = (variant: AbVariant, containers: number, invocations: number) => {
    const { memoryMb, architecture } = variant
    if (architecture === undefined) return Number.NaN
    return tracedUsd({
      billedMs: Math.ceil(containers * coldMs(memoryMb) + invocations * eachMs(variant)),
      memoryMb,
      invocations,
      architecture,
    })
  }
  const blocks = environments + spareBlocks(plan)
  const containers = blocks * concurrency
  const plannedUsd = variants.reduce((sum, variant) => sum + usdOf(variant, containers, containers * (1 + warm)), 0)
  // Whatever is asked for again is so since it met another container, and may all be of the dearest variant.
  const repeats = mostRepeats(plan)
  const repeatsUsd = Math.max(...variants.map((variant) => usdOf(variant, repeats, repeats)))
  const invokedMs = variants.map((variant) => coldMs(variant.memoryMb) + (1 + warm) * eachMs(variant))
  const together = plan.isParallel ? Math.max(...invokedMs) : invokedMs.reduce((sum, one) => sum + one, 0)
  const blockMs = variants.length * renewMs + together
  const unpriced = new Set(variants.flatMap((one) => (one.architecture === undefined ? one.function : [])))
  return {
    invocations: environments * invocationsPerBlock(plan),
    mostInvocations: blocks * invocationsPerBlock(plan) + repeats,
    elapsedMs: environments * blockMs + (environments - 1) * pauseMs,
    ...(unpriced.size === 0 && { mostUsd: plannedUsd + repeatsUsd }),
    architectures: [...new Set(variants.flatMap(({ architecture }) => architecture ?? []))],
    unpriced: [...unpriced],
  }
}
