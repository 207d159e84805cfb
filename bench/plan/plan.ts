import { drawDelayMs, drawUnits } from '../../mock-server/delay.ts'
import { dueFeeds } from '../../mock-server/feeds.ts'
import { resolveLimits } from '../../strategies/limits.ts'
import { PATIENCE } from '../run/local/patience.ts'
import { createVirtualRuns } from '../run/local/virtual-runs.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type Arm, armsOf, type Contestant, type Look, LOOKS, QUICK_LOOKS } from './schedule.ts'
import type { Wait } from '../model/virtual-clock.ts'

/** What will be run, decided before anything is. */
export interface Plan {
  readonly scenario: Scenario
  readonly quick: boolean
  readonly looks: readonly Look[]
  readonly arms: readonly Arm[]
  /** A run ends at the first look after this. */
  readonly budgetMs: number
  /** The number of the first fork, 1 unless given: another one meets other delays in the same world. */
  readonly firstFork?: number
}

export interface PlanOptions {
  readonly quick: boolean
  readonly budgetMs?: number
  readonly own?: readonly Contestant[]
}

export function planOf(scenario: Scenario, { quick, budgetMs = Infinity, own = [] }: PlanOptions): Plan {
  return { scenario, quick, looks: quick ? QUICK_LOOKS : LOOKS, arms: armsOf(scenario, own), budgetMs }
}

/** Rough costs beside the waiting, measured on two quiet cores; they only serve to say beforehand how long it will take. */
const PROCESS_MS = 130
const FEED_MS = 0.25
const KILOBYTE_MS = 0.1
const RUN_MS = 8

/** About how long a fork takes, in milliseconds: drawn waits in each strategy's order, and processor time by rule of thumb. */
export async function estimateForkMs({ scenario, arms }: Plan): Promise<number> {
  const { world, plan, limits } = scenario
  const due = dueFeeds(world)
  const waits = Array.from({ length: world.feeds.count }, (_, index): Wait => {
    const fault = world.feedFaults
    const givenUp =
      drawUnits(world.seed, 'estimate', index)[0] < (fault.hang ?? 0) + (fault.stall ?? 0)
        ? scenario.client.headersTimeoutMs
        : 0
    return {
      fetchMs: givenUp + world.dnsDelayMs + drawDelayMs(world.feedDelay, drawUnits(world.seed, 'estimate-feed', index)),
      notifyMs: due.has(index) ? drawDelayMs(world.slackDelay, drawUnits(world.seed, 'estimate-slack', index)) : 0,
    }
  })
  const kilobytes = (world.feeds.events * (world.feeds.descriptionBytes + 260)) / 1000
  const secured = world.https ? 2 : 0
  const cpuMs = RUN_MS + world.feeds.count * (FEED_MS + secured + kilobytes * KILOBYTE_MS)
  const { slackRate } = world
  // Retry-After is in whole seconds.
  const throttledMs = slackRate ? Math.ceil(Math.max(0, due.size - slackRate.burst) / slackRate.perSecond) * 1000 : 0
  const virtualRuns = createVirtualRuns({ withinMs: PATIENCE.startMs })
  let forkMs = 0
  try {
    for (const arm of arms) {
      const { order, planted = 0 } = arm
      // One that hangs will fail, as the report then says.
      const waitMs = await virtualRuns.structuralMs(arm, resolveLimits(order, limits), waits).catch(() => 0)
      const measuredMs = (Math.max(waitMs + throttledMs, cpuMs) + Math.min(waitMs, cpuMs) / 2) * (1 + planted)
      // The cold run, the last warm-up and the rounds meet the world as it is.
      forkMs += PROCESS_MS + (plan.warmUps - 1) * cpuMs + (plan.rounds + 2) * measuredMs
    }
    return forkMs
  } finally {
    await virtualRuns.stop()
  }
}
