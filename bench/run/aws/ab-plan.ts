import { createHash } from 'node:crypto'
import { MIN_ENVIRONMENTS, type Look } from '../../plan/schedule.ts'
import type { Trial } from '../../trial/trial.ts'
import type { AbArm } from './arms.ts'

/** A comparison of functions, decided before anything is invoked. */
export interface AbPlan {
  /** By which its traces are found. */
  readonly run: string
  /** Of all arms together; `scenarioOf` has that of an arm. */
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
  /** US dollars, beyond which it is given up; without a bound where absent. */
  readonly maxUsd?: number | undefined
}

/** What an arm's trials are judged by: where strategies are compared at several sizes, the arms of its own size alone. */
export function scenarioOf({ scenario, arms }: AbPlan, { group }: AbArm): Trial['scenario'] {
  if (group === undefined) return scenario
  const own = arms.filter((arm) => arm.group === group)
  return {
    ...scenario,
    digest: digestOfAll(scenario.digest, group),
    reference: own[0]!.label,
    arms: own.map(({ label }) => label),
    memoryMb: group,
  }
}

/** A fork that is not whole tells nothing of pairs: so many more are run in the place of such, by share of the plan's. */
const MAX_SPARE = 1 / 6

/** Forks that may be run beyond the plan's. */
export function spareForks({ environments }: AbPlan): number {
  return Math.ceil(environments * MAX_SPARE)
}

/** Invocations of one fork, of all arms, where none has to be asked for again. */
export function invocationsPerFork({ arms, concurrency, warm }: AbPlan): number {
  return arms.length * concurrency * (1 + warm)
}

/** Invocations that may be asked for again, in all forks together: as many as the spare forks have, lest there be no end of them. */
export function mostRepeats(plan: AbPlan): number {
  return spareForks(plan) * invocationsPerFork(plan)
}

/** One look, when all containers are done. */
export function looksOf(environments: number): Look[] {
  return environments >= MIN_ENVIRONMENTS ? [{ forks: environments, alpha: 0.05 }] : []
}

/** A short digest of what decides what is measured. */
export function digestOfAll(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)
}
