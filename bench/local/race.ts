import { addressesOf, type Place, WORLD_WINDOW } from '../../mock-server/world.ts'
import type { MockReply, MockRequest, Taken } from '../../mock-server/main.ts'
import type { Job } from '../../strategies/job.ts'
import { currentLoad, describeEnvironment } from '../environment.ts'
import type { Plan } from '../plan.ts'
import type { Scenario } from '../scenario.ts'
import { type Arm, orderOf } from '../schedule.ts'
import type { Trial } from '../trial.ts'
import { toTrial } from './finish.ts'
import type { ArmSetup, ChildReply, ChildRequest, Measured } from './messages.ts'
import { type Peer, startPeer } from './process.ts'

type Mock = Peer<MockRequest, MockReply>
type Child = Peer<ChildRequest, ChildReply>

/** Told as the race goes on, between runs only: drawing is work on a core that is being measured. */
export interface RaceEvents {
  readonly warming?: (fork: number) => void
  readonly ended?: (trial: Trial) => void
  /** After the forks of a look: whether to go on to the next. */
  readonly goOn: (forks: number) => boolean
}

/**
 * Runs a plan on this machine against the mock world: a fork is one fresh process per arm, warmed one at a time; in a round
 * each arm runs once, alone, in a fresh order. Every run is given out as a trial the moment it ends. Ends early, with what
 * was done, once `signal` is aborted.
 */
export async function race(plan: Plan, events: RaceEvents, signal: AbortSignal): Promise<void> {
  const context = { plan, environment: describeEnvironment() }
  const mock: Mock = startPeer(new URL('../../mock-server/main.ts', import.meta.url), 'the mock server')
  try {
    const { scenario } = plan
    const world = await mock.ask<MockReply & { is: 'opened' }>({ is: 'open', world: scenario.world })
    for (const look of plan.looks) {
      for (let fork = 1 + (plan.looks[plan.looks.indexOf(look) - 1]?.forks ?? 0); fork <= look.forks; fork++) {
        if (signal.aborted) return
        await runFork(fork, mock, world)
      }
      if (!events.goOn(look.forks)) return
    }
  } finally {
    await mock.stop()
  }

  async function runFork(fork: number, mock: Mock, world: { origin: string; ca?: string }): Promise<void> {
    const { scenario, arms } = plan
    const children = new Map<string, Child>()
    const start = async (arm: Arm) => {
      const child: Child = startPeer(new URL('./child.ts', import.meta.url), arm.name)
      await child.ask({ is: 'open', setup: setupOf(scenario, arm, world.ca) })
      children.set(arm.name, child)
    }
    const run = async (arm: Arm, place: Place, position: number, phase: Trial['phase']) => {
      const trial = await runOnce(arm, place, position, phase)
      events.ended?.(trial)
    }
    const runOnce = async (arm: Arm, place: Place, position: number, phase: Trial['phase']): Promise<Trial> => {
      await mock.ask({ is: 'reset' })
      let measured: Measured | Error
      try {
        measured = await children
          .get(arm.name)!
          .ask<ChildReply & { is: 'ran' }>({ is: 'run', job: jobOf(scenario, world.origin, place) })
      } catch (error) {
        measured = error as Error
        await start(arm)
      }
      const taken: Taken = await mock.ask<MockReply & { is: 'taken' }>({ is: 'take' })
      const round = Number(/\d+$/.exec(place)![0])
      return toTrial({ ...context, arm, fork, round, position, phase, measured, taken, load: currentLoad() })
    }

    try {
      await Promise.all(arms.map(start))
      events.warming?.(fork)
      const { warmUps, rounds } = scenario.plan
      for (const arm of arms) {
        // The last warm-up meets the world as it is, as round 0.
        for (let w = 1; w <= warmUps && !signal.aborted; w++)
          await run(arm, w < warmUps ? `f${fork}/w${w}` : `f${fork}/r0`, 0, 'warmup')
      }
      for (let round = 1; round <= rounds; round++) {
        for (const [position, arm] of orderOf(arms, scenario.world.seed, fork, round).entries()) {
          if (signal.aborted) return
          await run(arm, `f${fork}/r${round}`, position, 'measured')
        }
      }
    } finally {
      await Promise.all(Array.from(children.values(), (child) => child.stop()))
    }
  }
}

function setupOf({ limits, check, client, world }: Scenario, { strategy }: Arm, ca: string | undefined): ArmSetup {
  return { strategy, limits, ca, check, ...client, dnsDelayMs: world.dnsDelayMs, manyHosts: world.hosts === 'many' }
}

function jobOf({ world }: Scenario, origin: string, place: Place): Job {
  const { feeds, slack } = addressesOf(world, origin, place)
  return { feeds: feeds.map((url, index) => ({ id: `feed ${index}`, url })), window: WORLD_WINDOW, slackUrl: slack }
}
