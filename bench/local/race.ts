import { pathToFileURL } from 'node:url'
import { addressesOf, type Place, WORLD_WINDOW } from '../../mock-server/world.ts'
import type { Job } from '../../strategies/job.ts'
import { currentLoad, describeEnvironment } from '../environment.ts'
import type { Plan } from '../plan.ts'
import type { Scenario } from '../scenario.ts'
import { type Arm, orderOf } from '../schedule.ts'
import type { Recorded } from '../timelines.ts'
import type { Trial } from '../trial.ts'
import { toTrial } from './finish.ts'
import type { ArmSetup, ChildReply, ChildRequest, MeasuredByChild } from './messages.ts'
import { type Peer, startPeer } from './process.ts'
import { startWorld, type WorldProcess } from './world.ts'

/** Told as the race goes on, between runs only: drawing is work on a core that is being measured. */
export interface RaceEvents {
  readonly warming?: (fork: number) => void
  readonly ended?: (trial: Trial) => void
  /** After `ended`; not of what was not recorded. */
  readonly recorded?: (trial: Trial, recorded: Recorded) => void
  /** After the last run of a round: what takes time is waited for. */
  readonly roundEnded?: () => Promise<void>
  /** After the forks of a look: whether to go on to the next. */
  readonly goOn: (forks: number) => boolean
}

/**
 * Runs a plan on this machine against the mock world: a fork is one fresh process per arm, run once cold and then warmed, one at a
 * time; in a round each arm runs once, alone, in a fresh order. Every run is given out as a trial the moment it ends. Ends early, with what
 * was done, once `signal` is aborted.
 */
export async function race(plan: Plan, events: RaceEvents, signal: AbortSignal): Promise<void> {
  const world = await startWorld(plan.scenario.world)
  try {
    const { firstFork = 1 } = plan
    let forks = 0
    for (const look of plan.looks) {
      for (; forks < look.forks && !signal.aborted; forks++)
        await runFork(plan, firstFork + forks, world, events, signal)
      if (signal.aborted || !events.goOn(look.forks)) return
    }
  } finally {
    await world.stop()
  }
}

async function runFork(
  plan: Plan,
  fork: number,
  world: WorldProcess,
  events: RaceEvents,
  signal: AbortSignal,
): Promise<void> {
  const { scenario, arms } = plan
  const children = new Map<string, Peer<ChildRequest, ChildReply>>()
  const environment = describeEnvironment()

  const start = async (arm: Arm) => {
    const { descriptors } = scenario.client
    const child = startPeer<ChildRequest, ChildReply>(childOf(arm), { called: arm.name, descriptors })
    children.set(arm.name, child)
    await child.ask({ is: 'open', setup: setupOf(scenario, arm) })
  }
  const ask = (arm: Arm, place: Place) =>
    children
      .get(arm.name)!
      .ask<ChildReply & { is: 'ran' }>({ is: 'run', job: jobOf(scenario, world.origin(), place), ca: world.ca() })
  // The rounds that follow a death are run warm, as those before it.
  const replace = async (arm: Arm) => {
    try {
      await start(arm)
      for (let warmUp = 0; warmUp < scenario.plan.warmUps && !signal.aborted; warmUp++) await ask(arm, `f${fork}/w0`)
    } catch {
      // The arm's next run will say that this one is dead too, and the others go on.
    }
  }
  const run = async (arm: Arm, place: Place, position: number, phase: Trial['phase']) => {
    await world.reset()
    const measured: MeasuredByChild | Error = await ask(arm, place).catch((error: Error) => error)
    const taken = await world.take()
    if (measured instanceof Error && !signal.aborted) await replace(arm)
    // A run that was cut short tells nothing.
    if (signal.aborted) return
    const round = Number(/\d+$/.exec(place)![0])
    const load = currentLoad()
    const trial = await toTrial({ plan, environment, arm, fork, round, position, phase, measured, taken, load })
    events.ended?.(trial)
    if (!(measured instanceof Error) && measured.marks) events.recorded?.(trial, { ...measured, marks: measured.marks })
  }

  const stopAll = () => Promise.all(Array.from(children.values(), (child) => child.stop()))
  signal.addEventListener('abort', stopAll, { once: true })
  try {
    await Promise.all(arms.map(start))
    events.warming?.(fork)
    const { warmUps, rounds } = scenario.plan
    for (const [position, arm] of orderOf(arms, scenario.world.seed, fork, 0).entries())
      if (!signal.aborted) await run(arm, `f${fork}/c0`, position, 'cold')
    for (const arm of arms) {
      for (let warmUp = 1; warmUp < warmUps && !signal.aborted; warmUp++)
        await run(arm, `f${fork}/w${warmUp}`, 0, 'warmup')
      // The last one meets the world as it is, as round 0.
      if (!signal.aborted) await run(arm, `f${fork}/r0`, 0, 'warmup')
    }
    for (let round = 1; round <= rounds; round++) {
      for (const [position, arm] of orderOf(arms, scenario.world.seed, fork, round).entries()) {
        if (signal.aborted) return
        await run(arm, `f${fork}/r${round}`, position, 'measured')
      }
      if (!signal.aborted) await events.roundEnded?.()
    }
  } catch (error) {
    // What an abort ends is not an error.
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', stopAll)
    await stopAll()
  }
}

/** The code of the arm's own checkout, where it has one. */
function childOf({ checkout }: Arm): URL {
  const own = new URL('./child.ts', import.meta.url)
  return checkout === undefined ? own : new URL('bench/local/child.ts', pathToFileURL(`${checkout}/`))
}

/** What a child process has to know of an arm, whatever jobs it gets. */
export function setupOf({ limits, check, client, world }: Scenario, arm: Arm): ArmSetup {
  const { strategy, module, planted, isUnrecorded } = arm
  const lookups = { dnsDelayMs: world.dnsDelayMs, manyHosts: world.hosts === 'many' }
  return { strategy, module, planted, isUnrecorded, limits, check, ...client, ...lookups }
}

/** The job of a scenario at one place of its world. */
export function jobOf({ world }: Scenario, origin: string, place: Place): Job {
  const { feeds, slack } = addressesOf(world, origin, place)
  return { feeds: feeds.map((url, index) => ({ id: `feed ${index}`, url })), window: WORLD_WINDOW, slackUrl: slack }
}
