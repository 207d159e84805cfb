import { createHash } from 'node:crypto'
import { MIN_ENVIRONMENTS, type Look } from '../../plan/schedule.ts'
import type { Trial } from '../../trial/trial.ts'
import type { AbVariant } from './variants.ts'

/** A comparison of functions, decided before anything is invoked. */
export interface AbPlan {
  /** By which its traces are found. */
  readonly run: string
  /** Of all variants together; `scenarioOf` has that of a variant. */
  readonly scenario: Trial['scenario']
  readonly variants: readonly AbVariant[]
  readonly seed: number
  /** New containers of each variant; each is a block. */
  readonly environments: number
  /** Warm invocations of each container, after its cold one. */
  readonly warm: number
  /** Invocations of a function at the same time, which takes as many containers. */
  readonly concurrency: number
  readonly pauseMs: number
  /** Whether all variants of a block are invoked at the same time, each as a version of its own. */
  readonly isParallel?: boolean
  /** Failed invocations, beyond which it is given up. */
  readonly allowedErrors: number
  /** US dollars, beyond which it is given up; without a bound where absent. */
  readonly maxUsd?: number | undefined
}

/** What a variant's trials are judged by: where strategies are compared at several sizes, the variants of its own size alone. */
export function scenarioOf({ scenario, variants }: AbPlan, { group }: AbVariant): Trial['scenario'] {
  if (group === undefined) return scenario
  const own = variants.filter((variant) => variant.group === group)
  return {
    ...scenario,
    digest: digestOfAll(scenario.digest, group),
    reference: own[0]!.label,
    variants: own.map(({ label }) => label),
    memoryMb: group,
  }
}

/** A block that is not whole shows nothing of pairs: so many more are run in the place of such, by share of the plan's. */
const MAX_SPARE = 1 / 6

/** Blocks that may be run beyond the plan's. */
export function spareBlocks({ environments }: AbPlan): number {
  return Math.ceil(environments * MAX_SPARE)
}

/** Invocations of one block, of all variants, where none has to be repeated. */
export function invocationsPerBlock({ variants, concurrency, warm }: AbPlan): number {
  return variants.length * concurrency * (1 + warm)
}

/** Invocations that may be repeated, in all blocks together: as many as the spare blocks have, lest there be no end of them. */
export function mostRepeats(plan: AbPlan): number {
  return spareBlocks(plan) * invocationsPerBlock(plan)
}

/** One look, when all containers are done. */
export function looksOf(environments: number): Look[] {
  return environments >= MIN_ENVIRONMENTS ? [{ blocks: environments, alpha: 0.05 }] : []
}

/** A short digest of what decides what is measured. */
export function digestOfAll(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)
}
