import { pathToFileURL } from 'node:url'
import { addressesOf, type Place, WORLD_WINDOW } from '../../../mock-server/world.ts'
import type { CalendarJob } from '../../../strategies/job.ts'
import type { Variant } from '../../plan/schedule.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { ChildReply, ChildRequest, MeasuredByChild, VariantSetup } from './messages.ts'
import type { Patience } from './patience.ts'
import { type Peer, startPeer } from './process.ts'
import type { WorldProcess } from './world.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'

/** A process that does the job of a variant on request, as often as requested. */
export interface VariantProcess {
  /** Before the first run. Rejects where the process cannot be started, or ends before it is ready. */
  readonly open: () => Promise<void>
  /** One at a time; an error when the process died meanwhile, or was killed for giving no answer. */
  readonly run: (place: Place) => Promise<MeasuredByChild | Error>
  readonly stop: Peer<ChildRequest, ChildReply>['stop']
}

/** Starts a fresh process for a variant, on the code of the variant's own checkout where it has one. */
export function startVariant(
  scenario: Scenario,
  variant: Variant,
  { world, patience }: { readonly world: WorldProcess; readonly patience: Patience },
): VariantProcess {
  const runLimit = { withinMs: scenario.client.runTimeoutMs + patience.graceMs }
  const { descriptors } = scenario.client
  const child = startPeer<ChildRequest, ChildReply>(childOf(variant), { called: variant.name, descriptors })
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

function childOf({ checkout }: Variant): URL {
  const own = moduleBeside('./child', import.meta.url)
  return checkout === undefined ? own : new URL('bench/run/local/child.ts', pathToFileURL(`${checkout}/`))
}

/** What a child process has to know of a variant, whatever jobs it gets. */
export function setupOf({ limits, check, checkCpuMs, client, world }: Scenario, variant: Variant): VariantSetup {
  const { strategy, module, slowedBy, isUnrecorded } = variant
  const lookups = { dnsDelayMs: world.dnsDelayMs, manyHosts: world.hosts === 'many' }
  return { strategy, module, slowedBy, isUnrecorded, limits, check, checkCpuMs, ...client, ...lookups }
}

/** The job of a scenario at one place of its world. */
export function jobOf({ world }: Scenario, origin: string, place: Place): CalendarJob {
  const { feeds, slack } = addressesOf(world, origin, place)
  return { feeds: feeds.map((url, index) => ({ id: `feed ${index}`, url })), window: WORLD_WINDOW, slackUrl: slack }
}
