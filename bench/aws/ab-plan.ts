import { createHash, randomUUID } from 'node:crypto'
import { drawUnits } from '../../mock-server/delay.ts'
import { lambdaUsd, PRICES } from '../cost.ts'
import { GUARD, LEAST_ENVIRONMENTS, type Look } from '../schedule.ts'
import type { Trial } from '../trial.ts'
import { UsageError } from '../usage-error.ts'
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
 * sizes each is an arm of its own, named `STRATEGY@SIZE`. A size that is asked for and that no function was deployed with is set
 * on one that was. Throws a UsageError for a strategy without a function, and for two functions that no name would tell apart.
 */
export function abArmsOf({ functions, memoryMb, strategies, reference }: ArmsAsked): AbArm[] {
  const wanted = strategies ?? functions.map(({ strategy }) => strategy)
  const chosen = [...new Set([reference, ...wanted])].flatMap((strategy) => {
    const own = functions.filter((one) => one.strategy === strategy)
    const sizes = new Set(memoryMb ?? own.map((one) => one.memoryMb))
    checkOwn(strategy, own)
    return [...sizes].map((size) => ({
      strategy,
      size,
      deployed: own.find((one) => one.memoryMb === size) ?? own[0]!,
    }))
  })
  const hasSizes = new Set(chosen.map(({ size }) => size)).size > 1
  // One that is to have other memory for a while has to be given each of its sizes, its own too.
  const resized = new Set(chosen.flatMap(({ size, deployed }) => (deployed.memoryMb === size ? [] : deployed.name)))
  const [first, ...others] = chosen.map(({ strategy, size, deployed }, index): AbArm => ({
    name: hasSizes ? `${strategy}@${size}` : strategy,
    strategy,
    role: index === 0 ? 'reference' : 'candidate',
    function: deployed.name,
    memoryMb: size,
    isResized: resized.has(deployed.name),
  }))
  return [first!, ...others, { ...first!, name: GUARD, role: 'guard' }]
}

function checkOwn(strategy: string, own: readonly DeployedFunction[]): void {
  if (own.length === 0) throw new UsageError(`expected a function of ${strategy}, found none`)
  const bySize = Map.groupBy(own, ({ memoryMb }) => memoryMb)
  for (const [size, same] of bySize) {
    const names = [...new Set(same.map(({ name }) => name))]
    if (names.length > 1)
      throw new UsageError(
        `expected one function of ${strategy} with ${size} MB, got ${names.join(' and ')}; leave all but one out`,
      )
  }
}

/** A name for a run that begins now, by which its traces are found. */
export function newRunId(): string {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
  return `ab-${stamp}-${randomUUID().slice(0, 8)}`
}

/** When a run of that name began, in epoch milliseconds; undefined for a name that we have not made. */
export function beginOfRun(run: string): number | undefined {
  const [, date, time] = /^ab-(\d{8})-(\d{6})-[\da-f]{8}$/.exec(run) ?? []
  if (date === undefined || time === undefined) return undefined
  const ms = Date.parse(
    `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`,
  )
  return Number.isNaN(ms) ? undefined : ms
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
    elapsedMs: elapsedMs + (plan.environments - 1) * plan.pauseMs,
    usd,
  }
}

const ONE_VCPU_MB = 1769
