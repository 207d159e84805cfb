import type { Place } from '../../mock-server/world.ts'
import type { ChildReply, ChildRequest, MeasuredByChild } from '../local/messages.ts'
import { type Peer, startPeer } from '../local/process.ts'
import { jobOf, setupOf } from '../local/race.ts'
import type { WorldProcess } from '../local/world.ts'
import type { Scenario } from '../scenario.ts'
import type { Arm } from '../schedule.ts'

/** A process that does the job of an arm as often as it is told to. */
export interface ArmProcess {
  /** One at a time; an error when the process died meanwhile. */
  readonly run: (place: Place) => Promise<MeasuredByChild | Error>
  readonly stop: () => Promise<void>
}

/** Starts a fresh process for an arm. Rejects where it cannot be started, or ends before it is ready. */
export async function openArm(scenario: Scenario, arm: Arm, world: WorldProcess): Promise<ArmProcess> {
  const child: Peer<ChildRequest, ChildReply> = startPeer(new URL('../local/child.ts', import.meta.url), {
    called: arm.name,
    descriptors: scenario.client.descriptors,
  })
  try {
    await child.ask({ is: 'open', setup: setupOf(scenario, arm) })
  } catch (error) {
    await child.stop()
    throw error
  }
  return {
    run: (place) =>
      child
        .ask<ChildReply & { is: 'ran' }>({ is: 'run', job: jobOf(scenario, world.origin(), place), ca: world.ca() })
        .catch((error: Error) => error),
    stop: child.stop,
  }
}
