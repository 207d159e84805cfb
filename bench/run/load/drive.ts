import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { Place } from '../../../mock-server/world.ts'
import { currentLoad, describeEnvironment } from '../../trial/environment.ts'
import { toTrial } from '../local/finish.ts'
import { countKills, type Kills } from '../local/kills.ts'
import { PATIENCE, type Patience } from '../local/patience.ts'
import { UserError } from '../../io/user-error.ts'
import { PeerError } from '../peer-error.ts'
import { PeerTimeout } from '../local/process.ts'
import { createVirtualRuns, type VirtualRuns } from '../local/virtual-runs.ts'
import { startWorld, type WorldProcess } from '../local/world.ts'
import { type Variant, orderOf } from '../../plan/schedule.ts'
import type { Trial } from '../../trial/trial.ts'
import type { LoadPlan } from '../../plan/load-plan.ts'
import { onSchedule, seriesTrials } from './load-trial.ts'
import { runSeries, type SeriesClock } from '../../plan/series.ts'
import type { VariantProcess } from '../local/messages.ts'
import { startVariant } from '../local/variant-process.ts'

/** Called as it goes on, never while a series is under way. */
export interface LoadEvents {
  readonly starting?: (block: number, variant: string) => void
  /** A cold run, a warm-up, or all jobs of a series. */
  readonly ended: (trials: readonly Trial[]) => void
  /** After all jobs of a variant in a block: what takes time is waited for. */
  readonly variantEnded?: () => Promise<void>
}

/**
 * Runs a plan on this machine against the mock world: in each block every variant, in a fresh order, gets a fresh process, alone on
 * the machine, which is run once cold, warmed, and then given the jobs of the schedule. A series is given out when its last job
 * has ended: the mock server gets no request in between, which would be work among what is measured, and would refill the webhook's
 * bucket; only after a job that hung, whether it still answers. One that is cut short shows nothing. Ends early, with what was done,
 * once `signal` is aborted.
 */
export async function runLoad(
  loadPlan: LoadPlan,
  events: LoadEvents,
  signal: AbortSignal,
  patience: Patience = PATIENCE,
): Promise<void> {
  const { scenario, variants } = loadPlan.plan
  const kills = countKills()
  const virtualRuns = createVirtualRuns({ withinMs: patience.startMs, signal })
  let world: WorldProcess | undefined
  try {
    world = await startWorld(scenario.world, { signal, patience, compares: scenario.deliveries })
    for (let block = 1; block <= loadPlan.blocks; block++) {
      const environment = describeEnvironment()
      for (const [position, variant] of orderOf(variants, scenario.world.seed, block, 0).entries()) {
        if (signal.aborted) return
        await runVariant({
          loadPlan,
          environment,
          variant,
          block,
          position,
          world,
          events,
          signal,
          patience,
          kills,
          virtualRuns,
        })
        if (!signal.aborted) await events.variantEnded?.()
      }
    }
  } catch (error) {
    // What an abort ends is not an error.
    if (!signal.aborted) throw error
  } finally {
    await Promise.all([world?.stop(), virtualRuns.stop()])
  }
}

interface Turn {
  readonly loadPlan: LoadPlan
  readonly environment: ReturnType<typeof describeEnvironment>
  readonly variant: Variant
  readonly block: number
  readonly position: number
  readonly world: WorldProcess
  readonly events: LoadEvents
  readonly signal: AbortSignal
  readonly patience: Patience
  readonly kills: Kills
  readonly virtualRuns: VirtualRuns
}

async function runVariant(turn: Turn): Promise<void> {
  const { loadPlan, environment, variant, block, position, world, events, signal, patience, kills, virtualRuns } = turn
  const { plan } = loadPlan
  const { warmUps } = plan.scenario.plan
  events.starting?.(block, variant.name)
  let running: VariantProcess | undefined
  const stop = async (patienceMs?: number) => await running?.stop(patienceMs)
  const stopAtOnce = () => void stop(0)
  const open = async () => {
    running = startVariant(plan.scenario, variant, { world, patience })
    await running.open()
  }
  // The jobs that follow a death are done warm, as those before it.
  const replace = async () => {
    await stop(0)
    if (signal.aborted) return
    try {
      await open()
    } catch (error) {
      if (error instanceof UserError) throw error
      // The next job will say that this one is dead too.
      return kills.note(variant, error)
    }
    for (let warmUp = 0; warmUp < warmUps && !signal.aborted && !kills.why(variant); warmUp++)
      kills.note(variant, await running!.run(`f${block}/w0`))
  }
  const run = async (place: Place, options?: { readonly isFollowing: boolean }) => {
    const askedMs = performance.now()
    const measured = kills.why(variant) ?? (await running!.run(place, options))
    kills.note(variant, measured)
    // Of one that died it is only known when.
    const busyMs = measured instanceof Error ? performance.now() - askedMs : measured.makespanMs
    if (measured instanceof Error && !signal.aborted && !kills.why(variant)) await replace()
    return { measured, busyMs, load: currentLoad() }
  }
  const runAlone = async (place: Place, phase: Trial['phase']) => {
    await world.reset()
    const { measured, load } = await run(place)
    const taken = await world.take()
    if (signal.aborted) return
    const iteration = Number(/\d+$/.exec(place)![0])
    const ended = { plan, environment, variant, block, iteration, position, phase, measured, taken, load }
    const trial = await toTrial({ ...ended, virtualRuns })
    if (signal.aborted) return
    events.ended([onSchedule(trial, loadPlan)])
  }
  // One that hangs when it is started fails in its next run, and the others go on.
  const survive = (error: unknown) => {
    if (!(error instanceof PeerTimeout) && !(variant.program && error instanceof PeerError)) throw error
    kills.note(variant, error)
  }
  signal.addEventListener('abort', stopAtOnce, { once: true })
  try {
    if (!kills.why(variant)) await open().catch(survive)
    if (!signal.aborted) await runAlone(`f${block}/c0`, 'cold')
    for (let warmUp = 1; warmUp < warmUps && !signal.aborted; warmUp++) await runAlone(`f${block}/w${warmUp}`, 'warmup')
    // The last one meets the world as it is, as iteration 0.
    if (!signal.aborted) await runAlone(`f${block}/r0`, 'warmup')
    if (signal.aborted) return
    await world.reset()
    let died: Error | undefined
    const runJob = async (job: number) => {
      if (died) return { measured: died, busyMs: 0, load: currentLoad() }
      const ran = await run(`f${block}/r${job + 1}`, { isFollowing: job > 0 })
      // A job that hung may have met a server that hangs, as would all jobs that are left.
      if (!signal.aborted && (ran.measured instanceof Error || ran.measured.timedOut)) died = await world.check()
      return ran
    }
    const clock = skippingClock(processClock, () => died !== undefined || kills.why(variant) !== undefined)
    const jobs = await runSeries(loadPlan, runJob, clock, signal)
    const taken = died ?? (await world.take())
    if (signal.aborted) return
    const series = await seriesTrials({ loadPlan, environment, variant, block, position, jobs, taken, virtualRuns })
    if (!signal.aborted) events.ended(series)
  } finally {
    signal.removeEventListener('abort', stopAtOnce)
    await stop()
  }
}

/** A timer may be late by about so much; the rest is waited for turn by turn. Nothing is measured meanwhile, and it is short. */
const TIMER_ERROR_MS = 2

/** The clock of this process, to within some hundredths of a millisecond. */
export const processClock: SeriesClock = {
  nowMs: () => performance.now(),
  async waitUntil(instantMs, signal) {
    for (let leftMs = instantMs - performance.now(); leftMs > 0 && !signal.aborted;) {
      // Only the abort rejects it, and that ends the loop.
      if (leftMs > TIMER_ERROR_MS + 1)
        await sleep(Math.floor(leftMs - TIMER_ERROR_MS), undefined, { signal }).catch(() => {})
      else await nextTurn()
      leftMs = instantMs - performance.now()
    }
  },
}

/** A clock that jumps to the instants that are waited for while `isSkipping`: nobody has to wait for what is not run any more. */
function skippingClock(clock: SeriesClock, isSkipping: () => boolean): SeriesClock {
  let skippedMs = 0
  return {
    nowMs: () => clock.nowMs() + skippedMs,
    async waitUntil(instantMs, signal) {
      if (isSkipping()) skippedMs += Math.max(0, instantMs - skippedMs - clock.nowMs())
      else await clock.waitUntil(instantMs - skippedMs, signal)
    },
  }
}
