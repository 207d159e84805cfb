import { ONE_VCPU_MB } from '../../model/cost.ts'
import type { AbPlan } from './ab-plan.ts'
import { invocationsPerBlock, mostRepeats, spareBlocks } from './ab-plan.ts'
import type { AbVariant } from './variants.ts'
import { tracedUsd } from './invocation-cost.ts'

export interface Estimate {
  /** Where no container has to be made up for, and no invocation asked for again. */
  readonly invocations: number
  readonly mostInvocations: number
  /** As `invocations`. */
  readonly elapsedMs: number
  /** Of `mostInvocations`, as long as none takes longer than it is thought to. */
  readonly mostUsd: number
  /** By whose prices. */
  readonly architecture: 'arm64' | 'x86_64'
}

/** Rough: what a new container takes to be had, and what a change of a function takes to be done. */
const COLD_MS = 700
const RENEW_MS = 4000

/** What a comparison will take, and cost at most, given how long one invocation is thought to take; traces are recorded and retrieved once. */
export function estimateAb(plan: AbPlan, invocationMs: number, architecture: 'arm64' | 'x86_64' = 'arm64'): Estimate {
  const { variants, environments, concurrency, warm, pauseMs } = plan
  // Less memory is less processor.
  const coldMs = (memoryMb: number) => COLD_MS * Math.max(1, ONE_VCPU_MB / memoryMb)
  const eachMs = ({ slowedBy = 0 }: AbVariant) => invocationMs * (1 + slowedBy)
  const usdOf = (variant: AbVariant, containers: number, invocations: number) => {
    const { memoryMb } = variant
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
  const blockMs = variants.reduce(
    (sum, variant) =>
      sum + (variant.isResized ? 2 : 1) * RENEW_MS + coldMs(variant.memoryMb) + (1 + warm) * eachMs(variant),
    0,
  )
  return {
    invocations: environments * invocationsPerBlock(plan),
    mostInvocations: blocks * invocationsPerBlock(plan) + repeats,
    elapsedMs: environments * blockMs + (environments - 1) * pauseMs,
    mostUsd: plannedUsd + repeatsUsd,
    architecture,
  }
}
