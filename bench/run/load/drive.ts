import type { Place } from '../../../mock-server/world.ts'
import { currentLoad, describeEnvironment } from '../../trial/environment.ts'
import { toTrial } from '../local/finish.ts'
import { countKills, type Kills } from '../local/kills.ts'
import { PATIENCE, type Patience } from '../local/patience.ts'
import { PeerTimeout } from '../local/process.ts'
import { createVirtualRuns, type VirtualRuns } from '../local/virtual-runs.ts'
import { startWorld, type WorldProcess } from '../local/world.ts'
import { type Arm, orderOf } from '../../plan/schedule.ts'
import type { Trial } from '../../trial/trial.ts'
import { type ArmProcess, startArm } from './arm-process.ts'
import { processClock, skippingClock } from './clock.ts'
import type { RatePlan } from '../../plan/rate-plan.ts'
import { onSchedule, seriesTrials } from '../../trial/rate-trial.ts'
import { runSeries } from '../../plan/series.ts'

/** Told as it goes on, never while a series is under way. */
export interface RateEvents {
  readonly starting?: (fork: number, arm: string) => void
  /** A cold run, a warm-up, or all jobs of a series. */
  readonly ended: (trials: readonly Trial[]) => void
  /** After all jobs of an arm in a fork: what takes time is waited for. */
  readonly armEnded?: () => Promise<void>
}

/**
 * Runs a plan on this machine against the mock world: in each fork every arm, in a fresh order, gets a fresh process, alone on
 * the machine, which is run once cold, warmed, and then given the jobs of the schedule. A series is given out when its last job
 * has ended: the mock server is not asked in between, which would be work among what is measured, and would refill the webhook's
 * bucket; only after a job that hung, whether it still answers. One that is cut short tells nothing. Ends early, with what was done,
 * once `signal` is aborted.
 */
export async function runRate(
  rate: RatePlan,
  events: RateEvents,
  signal: AbortSignal,
  patience: Patience = PATIENCE,
): Promise<void> {
  const { scenario, arms } = rate.plan
  const kills = countKills()
  const virtualRuns = createVirtualRuns({ withinMs: patience.startMs, signal })
  let world: WorldProcess | undefined
  try {
    world = await startWorld(scenario.world, { signal, patience })
    for (let fork = 1; fork <= rate.forks; fork++) {
      const environment = describeEnvironment()
      for (const [position, arm] of orderOf(arms, scenario.world.seed, fork, 0).entries()) {
        if (signal.aborted) return
        await runArm({ rate, environment, arm, fork, position, world, events, signal, patience, kills, virtualRuns })
        if (!signal.aborted) await events.armEnded?.()
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
  readonly rate: RatePlan
  readonly environment: ReturnType<typeof describeEnvironment>
  readonly arm: Arm
  readonly fork: number
  readonly position: number
  readonly world: WorldProcess
  readonly events: RateEvents
  readonly signal: AbortSignal
  readonly patience: Patience
  readonly kills: Kills
  readonly virtualRuns: VirtualRuns
}

async function runArm(turn: Turn): Promise<void> {
  const { rate, environment, arm, fork, position, world, events, signal, patience, kills, virtualRuns } = turn
  const { plan } = rate
  const { warmUps } = plan.scenario.plan
  events.starting?.(fork, arm.name)
  let running: ArmProcess | undefined
  const stop = async (patienceMs?: number) => await running?.stop(patienceMs)
  const stopAtOnce = () => void stop(0)
  const open = async () => {
    running = startArm(plan.scenario, arm, { world, patience })
    await running.open()
  }
  // The jobs that follow a death are done warm, as those before it.
  const replace = async () => {
    await stop(0)
    if (signal.aborted) return
    try {
      await open()
    } catch (error) {
      // The next job will say that this one is dead too.
      return kills.note(arm, error)
    }
    for (let warmUp = 0; warmUp < warmUps && !signal.aborted && !kills.why(arm); warmUp++)
      kills.note(arm, await running!.run(`f${fork}/w0`))
  }
  const run = async (place: Place) => {
    const askedMs = performance.now()
    const measured = kills.why(arm) ?? (await running!.run(place))
    kills.note(arm, measured)
    // Of one that died it is only known when.
    const busyMs = measured instanceof Error ? performance.now() - askedMs : measured.makespanMs
    if (measured instanceof Error && !signal.aborted && !kills.why(arm)) await replace()
    return { measured, busyMs, load: currentLoad() }
  }
  const runAlone = async (place: Place, phase: Trial['phase']) => {
    await world.reset()
    const { measured, load } = await run(place)
    const taken = await world.take()
    if (signal.aborted) return
    const round = Number(/\d+$/.exec(place)![0])
    const ended = { plan, environment, arm, fork, round, position, phase, measured, taken, load }
    const trial = await toTrial({ ...ended, virtualRuns })
    if (signal.aborted) return
    events.ended([onSchedule(trial, rate)])
  }
  // One that hangs when it is started fails in its next run, and the others go on.
  const survive = (error: unknown) => {
    if (!(error instanceof PeerTimeout)) throw error
    kills.note(arm, error)
  }
  signal.addEventListener('abort', stopAtOnce, { once: true })
  try {
    if (!kills.why(arm)) await open().catch(survive)
    if (!signal.aborted) await runAlone(`f${fork}/c0`, 'cold')
    for (let warmUp = 1; warmUp < warmUps && !signal.aborted; warmUp++) await runAlone(`f${fork}/w${warmUp}`, 'warmup')
    // The last one meets the world as it is, as round 0.
    if (!signal.aborted) await runAlone(`f${fork}/r0`, 'warmup')
    if (signal.aborted) return
    await world.reset()
    let died: Error | undefined
    const runJob = async (job: number) => {
      if (died) return { measured: died, busyMs: 0, load: currentLoad() }
      const ran = await run(`f${fork}/r${job + 1}`)
      // A job that hung may have met a server that hangs, as would all jobs that are left.
      if (!signal.aborted && (ran.measured instanceof Error || ran.measured.timedOut)) died = await world.check()
      return ran
    }
    const clock = skippingClock(processClock, () => died !== undefined || kills.why(arm) !== undefined)
    const jobs = await runSeries(rate, runJob, clock, signal)
    const taken = died ?? (await world.take())
    if (signal.aborted) return
    const series = await seriesTrials({ rate, environment, arm, fork, position, jobs, taken, virtualRuns })
    if (!signal.aborted) events.ended(series)
  } finally {
    signal.removeEventListener('abort', stopAtOnce)
    await stop()
  }
}
