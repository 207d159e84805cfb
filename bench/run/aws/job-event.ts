import { drawUnits } from '../../../mock-server/delay.ts'
import { WORLD_WINDOW } from '../../../mock-server/world.ts'
import { type StrategyName, strategies } from '../../../strategies/index.ts'
import type { Limits, Strategy } from '../../../strategies/job.ts'
import type { AbPlan } from './ab-plan.ts'
import type { Turn } from './drive.ts'

/** A mock world as functions can reach it. */
export interface ReachableWorld {
  readonly origin: string
  readonly ca?: string | undefined
  readonly token?: string | undefined
}

export interface JobSettings {
  readonly limits?: Partial<Limits>
  readonly check?: 'full' | 'prefilter'
  readonly checkCpuMs?: number | undefined
  /** Of a job of the user's own. */
  readonly stepTimeoutMs?: number | undefined
}

/** Asks a function of ours for a job of a mock world, whose delays depend on block and iteration alone (infra/event.ts). */
export function worldEvent(
  world: ReachableWorld,
  { limits = {}, check, checkCpuMs, stepTimeoutMs }: JobSettings,
  { run }: AbPlan,
  { variant, block, iteration }: Turn,
): object {
  const strategy: Strategy | undefined = strategies[variant.strategy as StrategyName]
  const own = Object.keys(strategy?.limits ?? {})
  const applying = Object.fromEntries(Object.entries(limits).filter(([name]) => own.includes(name)))
  return {
    world: worldOf(world, { block, iteration, isOwnJob: variant.isOwnJob }),
    ...(Object.keys(applying).length > 0 && { limits: applying }),
    // How calendars are read.
    ...(check && !variant.isOwnJob && { check }),
    // Which items failed, and how, is compared.
    ...(variant.isOwnJob && { outcomes: true }),
    ...(stepTimeoutMs !== undefined && { stepTimeoutMs }),
    ...(checkCpuMs !== undefined && { checkCpuMs }),
    ...namesOf(run, block, iteration),
    ...slownessOf(variant),
  }
}

interface WorldPlace {
  readonly block: number
  readonly iteration: number
  /** Whether it is for a job of the user's own. */
  readonly isOwnJob?: boolean | undefined
}

/** What an event says of its world. */
export function worldOf({ origin, ca, token }: ReachableWorld, { block, iteration, isOwnJob }: WorldPlace): object {
  const base = `${origin.replace(/\/+$/, '')}/f${block}/r${iteration}`
  const calendars = { feedsUrl: `${base}/feeds.txt`, slackUrl: `${base}/slack`, window: WORLD_WINDOW }
  return {
    ...(isOwnJob ? { itemsUrl: `${base}/items.json` } : calendars),
    ...(ca !== undefined && { ca }),
    ...(token !== undefined && { token }),
  }
}

/** What a function of ours is sent so that its trace can be found and its notices compared; an event that says so itself is kept. */
export function namedEvent(event: unknown, { run }: AbPlan, { variant, block, iteration }: Turn): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return event
  return { outcomes: true, ...namesOf(run, block, iteration), ...event, ...slownessOf(variant) }
}

function slownessOf({ slowedBy }: Turn['variant']): object {
  return slowedBy === undefined ? {} : { slowedBy }
}

/** Iterations of a trace count from 1. */
function namesOf(run: string, block: number, iteration: number): object {
  return { trial: { run, block, iteration: iteration + 1 } }
}

/** What one invocation is invoked with, of several that are drawn by their weights. */
export interface WeightedPayload {
  readonly weight: number
  readonly event: unknown
}

/** Which of several payloads an invocation is given: decided by place, never by variant, so that all variants are invoked with the same. */
export function drawPayload(
  payloads: readonly WeightedPayload[],
  seed: number,
  block: number,
  iteration: number,
): unknown {
  const total = payloads.reduce((sum, { weight }) => sum + weight, 0)
  let left = drawUnits(seed, 'payload', block, iteration)[0] * total
  return (payloads.find(({ weight }) => (left -= weight) < 0) ?? payloads.at(-1)!).event
}
