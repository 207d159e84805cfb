import { ONE_VCPU_MB } from '../../model/cost.ts'
import type { AbPlan } from './ab-plan.ts'
import { invocationsPerFork, mostRepeats, spareForks } from './ab-plan.ts'
import type { AbArm } from './arms.ts'
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
  const { arms, environments, concurrency, warm, pauseMs } = plan
  // Less memory is less processor.
  const coldMs = (memoryMb: number) => COLD_MS * Math.max(1, ONE_VCPU_MB / memoryMb)
  const eachMs = ({ planted = 0 }: AbArm) => invocationMs * (1 + planted)
  const usdOf = (arm: AbArm, containers: number, invocations: number) => {
    const { memoryMb } = arm
    return tracedUsd({
      billedMs: Math.ceil(containers * coldMs(memoryMb) + invocations * eachMs(arm)),
      memoryMb,
      invocations,
      architecture,
    })
  }
  const forks = environments + spareForks(plan)
  const containers = forks * concurrency
  const plannedUsd = arms.reduce((sum, arm) => sum + usdOf(arm, containers, containers * (1 + warm)), 0)
  // Whatever is asked for again is so since it met another container, and may all be of the dearest arm.
  const repeats = mostRepeats(plan)
  const repeatsUsd = Math.max(...arms.map((arm) => usdOf(arm, repeats, repeats)))
  const forkMs = arms.reduce(
    (sum, arm) => sum + (arm.isResized ? 2 : 1) * RENEW_MS + coldMs(arm.memoryMb) + (1 + warm) * eachMs(arm),
    0,
  )
  return {
    invocations: environments * invocationsPerFork(plan),
    mostInvocations: forks * invocationsPerFork(plan) + repeats,
    elapsedMs: environments * forkMs + (environments - 1) * pauseMs,
    mostUsd: plannedUsd + repeatsUsd,
    architecture,
  }
}
