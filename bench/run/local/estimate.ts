import { type Delay, drawDelayMs, drawUnits } from '../../../mock-server/delay.ts'
import { dueFeeds } from '../../../mock-server/feeds.ts'
import { strategies } from '../../../strategies/index.ts'
import { resolveLimits } from '../../../strategies/limits.ts'
import type { Wait } from '../../model/virtual-clock.ts'
import { planOfBatch, plansInARow } from '../../plan/calibration-batches.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Variant } from '../../plan/schedule.ts'
import { hasOwnItems, type Scenario } from '../../scenario/scenario.ts'
import { PATIENCE } from './patience.ts'
import { createVirtualRuns } from './virtual-runs.ts'

/** Rough costs beside the waiting, measured on two quiet cores; they only serve to say beforehand how long it will take. */
const PROCESS_MS = 130
const REQUEST_MS = 0.25
const KILOBYTE_MS = 0.1
const RUN_MS = 8

/** About how long a block takes, in milliseconds. */
export async function estimateBlockMs(plan: Plan): Promise<number> {
  return (await estimateVariants(plan)).reduce((sum, { ms }) => sum + ms, 0)
}

/** About how long each variant takes in a block: drawn waits in its strategy's order, and processor time by rule of thumb. */
export async function estimateVariants({
  scenario,
  variants,
}: Plan): Promise<{ readonly variant: Variant; readonly ms: number }[]> {
  const { world, plan, limits } = scenario
  const due = dueFeeds(world)
  const profiles = Array.from({ length: world.items.count }, (_, index) => {
    // What a job of a user's own finds is not known before it was tried: a post an item.
    const untried = { fetches: 1, posts: hasOwnItems(scenario) || due.has(index) ? 1 : 0, checkMs: 0 }
    return scenario.itemProfile?.[index % scenario.itemProfile.length] ?? untried
  })
  const waits = profiles.map(({ fetches, posts, checkMs }, index): Wait => {
    const fault = world.fetchFaults
    const givenUp =
      drawUnits(world.seed, 'estimate', index)[0] < (fault.hang ?? 0) + (fault.stall ?? 0)
        ? scenario.client.headersTimeoutMs
        : 0
    const { connectDelay } = world
    const drawMs = (count: number, delay: Delay, purpose: string) =>
      Array.from({ length: count }, (_, nth) => drawDelayMs(delay, drawUnits(world.seed, purpose, index, nth))).reduce(
        (sum, ms) => sum + ms,
        0,
      )
    return {
      fetchMs:
        givenUp +
        world.dnsDelayMs +
        (connectDelay ? drawMs(fetches, connectDelay, 'estimate-connect') : 0) +
        drawMs(fetches, world.fetchDelay, 'estimate-feed'),
      checkMs: (scenario.checkCpuMs ?? 0) + checkMs,
      notifyMs: drawMs(posts, world.notifyDelay, 'estimate-slack'),
    }
  })
  const { events = 0, bytes = events * (world.items.descriptionBytes + 260) } = world.items
  const kilobytes = (typeof bytes === 'number' ? bytes : meanOf(bytes.quantilesBytes)) / 1000
  const secured = world.https ? 2 : 0
  const checksMs = waits.reduce((sum, { checkMs = 0 }) => sum + checkMs, 0)
  const postsInAll = profiles.reduce((sum, { posts }) => sum + posts, 0)
  const requests = profiles.reduce((sum, { fetches }) => sum + fetches, postsInAll)
  const cpuMs = RUN_MS + requests * REQUEST_MS + world.items.count * (secured + kilobytes * KILOBYTE_MS)
  const { notifyRate } = world
  // Retry-After is in whole seconds.
  const throttledMs = notifyRate
    ? Math.ceil(Math.max(0, postsInAll - notifyRate.burst) / notifyRate.perSecond) * 1000
    : 0
  const virtualRuns = createVirtualRuns({ withinMs: PATIENCE.startMs })
  const times: { readonly variant: Variant; readonly ms: number }[] = []
  try {
    for (const variant of variants) {
      const { strategy, module, slowedBy = 0 } = variant
      // The order of a program is its own: taken here for one that most have.
      const order = variant.order ?? strategies.pipelined
      // One that hangs will fail, as the report then says.
      const waitMs = await virtualRuns
        .idealMs({ strategy, order, module }, resolveLimits(order, limits), waits)
        .catch(() => 0)
      const measuredMs = (Math.max(waitMs + throttledMs, cpuMs) + Math.min(waitMs, cpuMs) / 2) * (1 + slowedBy)
      // The cold run, the last warm-up and the iterations meet the world as it is.
      times.push({
        variant,
        ms: PROCESS_MS + (plan.warmUps - 1) * (cpuMs + checksMs) + (plan.iterations + 2) * measuredMs,
      })
    }
    return times
  } finally {
    await virtualRuns.stop()
  }
}

/** Of values at even steps. */
function meanOf(quantiles: readonly number[]): number {
  const inner = quantiles.slice(1, -1).reduce((sum, one) => sum + one, 0)
  return (inner + (quantiles[0]! + quantiles.at(-1)!) / 2) / (quantiles.length - 1)
}

/** Rough cost of the start of a benchmark's mock server, some twice that of a child process: the copies in a row have one each. */
const WORLD_MS = 300

/** About how long a batch takes, in milliseconds, in both orders. */
export async function estimateBatchMs(scenario: Scenario): Promise<number> {
  const batch = planOfBatch(scenario, 1)
  const plans = [batch, ...plansInARow(batch)]
  const plansMs = await Promise.all(
    plans.map(async (plan) => WORLD_MS + (await estimateBlockMs(plan)) * plan.looks[0]!.blocks),
  )
  return plansMs.reduce((sum, ms) => sum + ms, 0)
}
