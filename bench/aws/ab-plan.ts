import { createHash, randomUUID } from 'node:crypto'
import { drawUnits } from '../../mock-server/delay.ts'
import { lambdaUsd, PRICES } from '../cost.ts'
import { GUARD, LEAST_ENVIRONMENTS, type Look } from '../schedule.ts'
import type { Trial } from '../trial.ts'
import type { DeployedFunction } from './deployed.ts'

/** A function in a comparison, at one size of memory. */
export interface AbArm {
  readonly name: string
  /** Of a function that is not ours, its name. */
  readonly strategy: string
  readonly role: Trial['role']
  readonly function: string
  readonly memoryMb: number
  /** Whether its size is set before each of its containers, as of a function that was deployed with another one. */
  readonly isResized: boolean
}

/** What one invocation is asked, of several that are drawn by their weights. */
export interface WeightedPayload {
  readonly weight: number
  readonly event: unknown
}

/** A comparison of functions, decided before anything is invoked. */
export interface AbPlan {
  /** By which its traces are found. */
  readonly run: string
  readonly scenario: Trial['scenario']
  readonly arms: readonly AbArm[]
  readonly seed: number
  /** New containers of each arm; each is a fork. */
  readonly environments: number
  /** Warm invocations of each container, after its cold one. */
  readonly warm: number
  /** Invocations of a function at the same time, which takes as many containers. */
  readonly concurrency: number
  readonly pauseMs: number
  /** Failed invocations, beyond which it is given up. */
  readonly allowedErrors: number
}

/** One look, when all containers are done. */
export function looksOf(environments: number): Look[] {
  return environments >= LEAST_ENVIRONMENTS ? [{ forks: environments, alpha: 0.05 }] : []
}

export interface ArmsAsked {
  readonly functions: readonly DeployedFunction[]
  /** As they are deployed, where none are given. */
  readonly memoryMb?: readonly number[] | undefined
  readonly strategies?: readonly string[] | undefined
  readonly reference: string
}

/**
 * The reference first, the guard last: it is the same function, whose containers are split between the two at random. With several
 * sizes each is an arm of its own, named `STRATEGY@SIZE`. A size that no function was deployed with is set on one that was.
 */
export function abArmsOf({ functions, memoryMb, strategies, reference }: ArmsAsked): AbArm[] {
  const wanted = strategies ?? [...new Set(functions.map(({ strategy }) => strategy))]
  const sizes = memoryMb ?? [...new Set(functions.map((one) => one.memoryMb))]
  const sized = (strategy: string) => sizes.map((size) => ({ strategy, size }))
  const order = [reference, ...wanted.filter((name) => name !== reference)]
  const chosen = order.flatMap(sized).map(({ strategy, size }) => {
    const own = functions.filter((one) => one.strategy === strategy)
    return { strategy, size, deployed: own.find((one) => one.memoryMb === size) ?? own[0]! }
  })
  // One that is to have other memory for a while has to be given each of its sizes, its own too.
  const resized = new Set(chosen.flatMap(({ size, deployed }) => (deployed.memoryMb === size ? [] : deployed.name)))
  const [first, ...others] = chosen.map(({ strategy, size, deployed }, index): AbArm => ({
    name: sizes.length > 1 ? `${strategy}@${size}` : strategy,
    strategy,
    role: index === 0 ? 'reference' : 'candidate',
    function: deployed.name,
    memoryMb: size,
    isResized: resized.has(deployed.name),
  }))
  return [first!, ...others, { ...first!, name: GUARD, role: 'guard' }]
}

export function newRunId(): string {
  return `ab-${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}-${randomUUID().slice(0, 8)}`
}

/** Which of several payloads an invocation is given: decided by place, never by arm, so that all arms are asked the same. */
export function drawPayload(payloads: readonly WeightedPayload[], seed: number, fork: number, round: number): unknown {
  const total = payloads.reduce((sum, { weight }) => sum + weight, 0)
  let left = drawUnits(seed, 'payload', fork, round)[0] * total
  return (payloads.find(({ weight }) => (left -= weight) < 0) ?? payloads.at(-1)!).event
}

/** A short digest of what decides what is measured. */
export function digestOfAll(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)
}

export interface Estimate {
  readonly invocations: number
  readonly elapsedMs: number
  readonly usd: number
}

/** Rough: what a new container takes to be had, and what a change of a function takes to be done. */
const COLD_MS = 700
const RENEW_MS = 4000

/** What a comparison will take and cost at most, given how long one invocation is thought to take; traces are recorded and retrieved once. */
export function estimateAb(plan: AbPlan, invocationMs: number, architecture: 'arm64' | 'x86_64' = 'arm64'): Estimate {
  const perContainer = 1 + plan.warm
  let usd = 0
  let elapsedMs = 0
  for (const { memoryMb } of plan.arms) {
    const containers = plan.environments * plan.concurrency
    const invocations = containers * perContainer
    // Less memory is less processor.
    const slowness = Math.max(1, ONE_VCPU_MB / memoryMb)
    const billedMs = Math.ceil(containers * (COLD_MS * slowness + perContainer * invocationMs))
    usd += lambdaUsd({ billedMs, memoryMb, invocations, architecture })
    usd += (invocations / 1e6) * (PRICES.xrayUsdPerMillionRecorded + PRICES.xrayUsdPerMillionRetrieved)
    elapsedMs += plan.environments * (RENEW_MS + COLD_MS * slowness + perContainer * invocationMs)
  }
  return {
    invocations: plan.arms.length * plan.environments * plan.concurrency * perContainer,
    elapsedMs: elapsedMs + plan.environments * plan.pauseMs,
    usd,
  }
}

const ONE_VCPU_MB = 1769
