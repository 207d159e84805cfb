import type { Place } from '../../mock-server/world.ts'
import { currentLoad, describeEnvironment } from '../environment.ts'
import { toTrial } from '../local/finish.ts'
import { startWorld, type WorldProcess } from '../local/world.ts'
import { type Arm, orderOf } from '../schedule.ts'
import type { Trial } from '../trial.ts'
import { type ArmProcess, openArm } from './arm-process.ts'
import { processClock } from './clock.ts'
import type { RatePlan } from './rate-plan.ts'
import { onSchedule, seriesTrials } from './rate-trial.ts'
import { runSeries } from './series.ts'

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
 * bucket. One that is cut short tells nothing. Ends early, with what was done, once `signal` is aborted.
 */
export async function runRate(rate: RatePlan, events: RateEvents, signal: AbortSignal): Promise<void> {
  const { scenario, arms } = rate.plan
  const world = await startWorld(scenario.world)
  try {
    for (let fork = 1; fork <= rate.forks; fork++) {
      const environment = describeEnvironment()
      for (const [position, arm] of orderOf(arms, scenario.world.seed, fork, 0).entries()) {
        if (signal.aborted) return
        await runArm({ rate, environment, arm, fork, position, world, events, signal })
        if (!signal.aborted) await events.armEnded?.()
      }
    }
  } finally {
    await world.stop()
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
}

async function runArm({ rate, environment, arm, fork, position, world, events, signal }: Turn): Promise<void> {
  const { plan } = rate
  const { warmUps } = plan.scenario.plan
  events.starting?.(fork, arm.name)
  let running: ArmProcess | undefined
  const stop = () => running?.stop()
  const open = async () => {
    running = await openArm(plan.scenario, arm, world)
    if (signal.aborted) await stop()
  }
  // The jobs that follow a death are done warm, as those before it.
  const replace = async () => {
    try {
      await open()
      for (let warmUp = 0; warmUp < warmUps && !signal.aborted; warmUp++) await running!.run(`f${fork}/w0`)
    } catch {
      // The next job will say that this one is dead too.
    }
  }
  const run = async (place: Place) => {
    const askedMs = performance.now()
    const measured = await running!.run(place)
    // Of one that died it is only known when.
    const busyMs = measured instanceof Error ? performance.now() - askedMs : measured.makespanMs
    if (measured instanceof Error && !signal.aborted) await replace()
    return { measured, busyMs, load: currentLoad() }
  }
  const runAlone = async (place: Place, phase: Trial['phase']) => {
    await world.reset()
    const { measured, load } = await run(place)
    const taken = await world.take()
    if (signal.aborted) return
    const round = Number(/\d+$/.exec(place)![0])
    const trial = await toTrial({ plan, environment, arm, fork, round, position, phase, measured, taken, load })
    events.ended([onSchedule(trial, rate)])
  }
  signal.addEventListener('abort', stop, { once: true })
  try {
    await open()
    if (!signal.aborted) await runAlone(`f${fork}/c0`, 'cold')
    for (let warmUp = 1; warmUp < warmUps && !signal.aborted; warmUp++) await runAlone(`f${fork}/w${warmUp}`, 'warmup')
    // The last one meets the world as it is, as round 0.
    if (!signal.aborted) await runAlone(`f${fork}/r0`, 'warmup')
    if (signal.aborted) return
    await world.reset()
    const jobs = await runSeries(rate, (job) => run(`f${fork}/r${job + 1}`), processClock, signal)
    const taken = await world.take()
    if (!signal.aborted) events.ended(await seriesTrials({ rate, environment, arm, fork, position, jobs, taken }))
  } catch (error) {
    // What an abort ends is not an error.
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', stop)
    await stop()
  }
}
