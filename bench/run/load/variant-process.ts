import type { Place } from '../../../mock-server/world.ts'
import type { ChildReply, ChildRequest, MeasuredByChild } from '../local/messages.ts'
import type { Patience } from '../local/patience.ts'
import { type Peer, startPeer } from '../local/process.ts'
import { jobOf, setupOf } from '../local/race.ts'
import type { WorldProcess } from '../local/world.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { Variant } from '../../plan/schedule.ts'

/** A process that does the job of a variant on request, as often as requested. */
export interface VariantProcess {
  /** Before the first run. Rejects where the process cannot be started, or ends before it is ready. */
  readonly open: () => Promise<void>
  /** One at a time; an error when the process died meanwhile, or was killed for giving no answer. */
  readonly run: (place: Place) => Promise<MeasuredByChild | Error>
  readonly stop: Peer<ChildRequest, ChildReply>['stop']
}

/** Starts a fresh process for a variant. */
export function startVariant(
  scenario: Scenario,
  variant: Variant,
  { world, patience }: { readonly world: WorldProcess; readonly patience: Patience },
): VariantProcess {
  const runLimit = { withinMs: scenario.client.runTimeoutMs + patience.graceMs }
  const child: Peer<ChildRequest, ChildReply> = startPeer(new URL('../local/child.ts', import.meta.url), {
    called: variant.name,
    descriptors: scenario.client.descriptors,
  })
  return {
    async open() {
      await child.ask({ is: 'open', setup: setupOf(scenario, variant) }, { withinMs: patience.startMs })
    },
    run: (place) =>
      child
        .ask<ChildReply & { is: 'ran' }>(
          { is: 'run', job: jobOf(scenario, world.origin(), place), ca: world.ca() },
          runLimit,
        )
        .catch((error: Error) => error),
    stop: child.stop,
  }
}
