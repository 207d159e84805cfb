import { pathToFileURL } from 'node:url'
import { addressesOf, type Place, WORLD_WINDOW } from '../../../mock-server/world.ts'
import type { Job } from '../../../strategies/job.ts'
import { currentLoad, describeEnvironment } from '../../trial/environment.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { type Arm, orderOf } from '../../plan/schedule.ts'
import type { Recorded } from '../../trial/timelines.ts'
import type { Trial } from '../../trial/trial.ts'
import { toTrial } from './finish.ts'
import type { ArmSetup, ChildReply, ChildRequest, MeasuredByChild } from './messages.ts'
import { countKills, type Kills } from './kills.ts'
import { PATIENCE, type Patience } from './patience.ts'
import { type Peer, PeerTimeout, startPeer } from './process.ts'
import { createVirtualRuns, type VirtualRuns } from './virtual-runs.ts'
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
 * time; in a round each arm runs once, alone, in a fresh order. Every run is given out as a trial the moment it ends. A process that
 * gives no answer in time is killed, which costs its arm the run; an arm that keeps hanging is not run any more, and its runs that
 * are left fail at once. Ends early, with what was done, once `signal` is aborted.
 */
export async function race(
  plan: Plan,
  events: RaceEvents,
  signal: AbortSignal,
  patience: Patience = PATIENCE,
): Promise<void> {
  if (signal.aborted) return
  const { firstFork = 1, scenario, budgetMs } = plan
  const beganMs = performance.now()
  const kills = countKills(() => performance.now() - beganMs > budgetMs)
  const virtualRuns = createVirtualRuns({ withinMs: patience.startMs, signal })
  let world: WorldProcess | undefined
  try {
    world = await startWorld(scenario.world, { signal, patience })
    let forks = 0
    for (const look of plan.looks) {
      for (; forks < look.forks && !signal.aborted; forks++)
        await runFork({ plan, fork: firstFork + forks, world, events, signal, patience, kills, virtualRuns })
      if (signal.aborted || !events.goOn(look.forks)) return
    }
  } catch (error) {
    // What an abort ends is not an error.
    if (!signal.aborted) throw error
  } finally {
    await Promise.all([world?.stop(), virtualRuns.stop()])
  }
}

interface ForkRun {
  readonly plan: Plan
  readonly fork: number
  readonly world: WorldProcess
  readonly events: RaceEvents
  readonly signal: AbortSignal
  readonly patience: Patience
  readonly kills: Kills
  readonly virtualRuns: VirtualRuns
}

async function runFork(run: ForkRun): Promise<void> {
  const { plan, fork, world, events, signal, patience, kills, virtualRuns } = run
  const { scenario, arms } = plan
  const children = new Map<string, Peer<ChildRequest, ChildReply>>()
  const environment = describeEnvironment()
  const runLimit = { withinMs: scenario.client.runTimeoutMs + patience.graceMs }

  const start = async (arm: Arm) => {
    const { descriptors } = scenario.client
    const child = startPeer<ChildRequest, ChildReply>(childOf(arm), { called: arm.name, descriptors })
    children.set(arm.name, child)
    await child.ask({ is: 'open', setup: setupOf(scenario, arm) }, { withinMs: patience.startMs })
  }
  const ask = (arm: Arm, place: Place) =>
    children
      .get(arm.name)!
      .ask<ChildReply & { is: 'ran' }>(
        { is: 'run', job: jobOf(scenario, world.origin(), place), ca: world.ca() },
        runLimit,
      )
  // The rounds that follow a death are run warm, as those before it.
  const replace = async (arm: Arm) => {
    // It may have closed its channel and go on.
    await children.get(arm.name)?.stop(0)
    if (signal.aborted) return
    try {
      await start(arm)
      for (let warmUp = 0; warmUp < scenario.plan.warmUps && !signal.aborted; warmUp++) await ask(arm, `f${fork}/w0`)
    } catch (error) {
      // The arm's next run will say that this one is dead too, and the others go on.
      kills.note(arm, error)
    }
  }
  const runOnce = async (arm: Arm, place: Place, position: number, phase: Trial['phase']) => {
    await world.reset()
    const measured: MeasuredByChild | Error = kills.why(arm) ?? (await ask(arm, place).catch((error: Error) => error))
    const taken = await world.take()
    // A mock server that hung may have held up the run.
    if (!(taken instanceof Error)) kills.note(arm, measured)
    if (measured instanceof Error && !signal.aborted && !kills.why(arm)) await replace(arm)
    // A run that was cut short tells nothing.
    if (signal.aborted) return
    const round = Number(/\d+$/.exec(place)![0])
    const load = currentLoad()
    const ended = { plan, environment, arm, fork, round, position, phase, measured, taken, load }
    const trial = await toTrial({ ...ended, virtualRuns })
    if (signal.aborted) return
    events.ended?.(trial)
    if (!(measured instanceof Error) && measured.marks) events.recorded?.(trial, { ...measured, marks: measured.marks })
  }

  const stopAll = (patienceMs?: number) => Promise.all(Array.from(children.values(), (child) => child.stop(patienceMs)))
  const stopAtOnce = () => void stopAll(0)
  signal.addEventListener('abort', stopAtOnce, { once: true })
  try {
    await startAll(
      arms.filter((arm) => !kills.why(arm)),
      start,
      kills,
    )
    events.warming?.(fork)
    const { warmUps, rounds } = scenario.plan
    for (const [position, arm] of orderOf(arms, scenario.world.seed, fork, 0).entries())
      if (!signal.aborted) await runOnce(arm, `f${fork}/c0`, position, 'cold')
    for (const arm of arms) {
      for (let warmUp = 1; warmUp < warmUps && !signal.aborted; warmUp++)
        await runOnce(arm, `f${fork}/w${warmUp}`, 0, 'warmup')
      // The last one meets the world as it is, as round 0.
      if (!signal.aborted) await runOnce(arm, `f${fork}/r0`, 0, 'warmup')
    }
    for (let round = 1; round <= rounds; round++) {
      for (const [position, arm] of orderOf(arms, scenario.world.seed, fork, round).entries()) {
        if (signal.aborted) return
        await runOnce(arm, `f${fork}/r${round}`, position, 'measured')
      }
      if (!signal.aborted) await events.roundEnded?.()
    }
  } finally {
    signal.removeEventListener('abort', stopAtOnce)
    await stopAll()
  }
}

/** Rejects where an arm cannot be started, unless it hung: then its next run says so, and the others go on. */
async function startAll(arms: readonly Arm[], start: (arm: Arm) => Promise<void>, kills: Kills): Promise<void> {
  await Promise.all(
    arms.map((arm) =>
      start(arm).catch((error: Error) => {
        if (!(error instanceof PeerTimeout)) throw error
        kills.note(arm, error)
      }),
    ),
  )
}

/** The code of the arm's own checkout, where it has one. */
function childOf({ checkout }: Arm): URL {
  const own = new URL('./child.ts', import.meta.url)
  return checkout === undefined ? own : new URL('bench/run/local/child.ts', pathToFileURL(`${checkout}/`))
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
