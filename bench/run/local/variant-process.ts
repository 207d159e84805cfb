import { pathToFileURL } from 'node:url'
import { addressesOf, HOST_SUFFIX, ownItemsOf, type Place, WORLD_WINDOW } from '../../../mock-server/world.ts'
import type { CalendarJob, Job } from '../../../strategies/job.ts'
import { STEP_TIMEOUT_MS } from '../../../strategies/own-work.ts'
import type { JobCode, Variant } from '../../plan/schedule.ts'
import { digestOfModule } from '../../io/module-digest.ts'
import { UserError } from '../../io/user-error.ts'
import { refuseChangedJob } from '../../scenario/own-files.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { ChildReply, ChildRequest, MeasuredByChild, OwnSetup, VariantSetup } from './messages.ts'
import type { Patience } from './patience.ts'
import { type Peer, startPeer } from './process.ts'
import type { WorldProcess } from './world.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'

/** A process that does the job of a variant on request, as often as requested. */
export interface VariantProcess {
  /** Before the first run. Rejects where the process cannot be started, or ends before it is ready. */
  readonly open: () => Promise<void>
  /** One at a time; an error when the process died meanwhile, or was killed for giving no answer. */
  readonly run: (place: Place, options?: RunOptions) => Promise<MeasuredByChild | Error>
  readonly stop: Peer<ChildRequest, ChildReply>['stop']
}

interface RunOptions {
  /** Whether the world is as the run before has left it. */
  readonly isFollowing?: boolean
}

/** Starts a fresh process for a variant, on the code of the variant's own checkout where it has one. */
export function startVariant(
  scenario: Scenario,
  variant: Variant,
  { world, patience }: { readonly world: WorldProcess; readonly patience: Patience },
): VariantProcess {
  const runLimit = { withinMs: scenario.client.runTimeoutMs + patience.graceMs }
  const { descriptors } = scenario.client
  const child = startPeer<ChildRequest, ChildReply>(childOf(variant), {
    called: variant.name,
    descriptors,
    ...(scenario.job !== undefined && { env: variablesToReach(world) }),
  })
  return {
    async open() {
      refuseChangedJob(scenario)
      if (variant.job) refuseChanged(variant.job)
      await child.ask({ is: 'open', setup: setupOf(scenario, variant) }, { withinMs: patience.startMs })
    },
    run: (place, options) =>
      child
        .ask<ChildReply & { is: 'ran' }>(
          { is: 'run', job: jobOf(scenario, world.origin(), place), ca: world.ca(), ...options },
          runLimit,
        )
        .catch((error: Error) => error),
    stop: child.stop,
  }
}

/** With these whatever client a job of a user's own brings along trusts the mock server, and asks no proxy for it; Node reads them as it starts. */
export function variablesToReach(world: WorldProcess): Readonly<Record<string, string>> {
  const { NO_PROXY, no_proxy = NO_PROXY } = process.env
  const direct = [no_proxy, '127.0.0.1', 'localhost', HOST_SUFFIX].filter(Boolean).join(',')
  const caFile = world.caFile()
  return { NO_PROXY: direct, no_proxy: direct, ...(caFile !== undefined && { NODE_EXTRA_CA_CERTS: caFile }) }
}

function refuseChanged({ file, digest }: JobCode): void {
  if (digestOfModule(pathToFileURL(file).href) !== digest) throw new UserError('job-changed', { file })
}

function childOf({ checkout }: Variant): URL {
  const own = moduleBeside('./child', import.meta.url)
  return checkout === undefined ? own : new URL('bench/run/local/child.ts', pathToFileURL(`${checkout}/`))
}

/** What a child process has to know of a variant, whatever jobs it gets. */
export function setupOf(scenario: Scenario, variant: Variant): VariantSetup {
  const { limits, check, checkCpuMs, client, world } = scenario
  const { strategy, module, slowedBy, isUnrecorded } = variant
  const { stepTimeoutMs: _stepTimeoutMs, allowNet: _allowNet, ...ofAll } = client
  const lookups = { dnsDelayMs: world.dnsDelayMs, manyHosts: world.hosts === 'many' }
  const own = ownSetupOf(variant.job ? { ...scenario, job: variant.job.file } : scenario)
  return { strategy, module, slowedBy, isUnrecorded, limits, check, checkCpuMs, ...ofAll, ...lookups, own }
}

/** The job of the user's own that a scenario names, for the process that does it. */
export function ownSetupOf({ job, client }: Scenario): OwnSetup | undefined {
  if (job === undefined) return undefined
  const { stepTimeoutMs = STEP_TIMEOUT_MS, allowNet = false } = client
  return { module: pathToFileURL(job).href, stepTimeoutMs, allowNet }
}

/** The job of a scenario at one place of its world: the built-in one, unless it has one of a user's own. */
export function jobOf(scenario: Scenario, origin: string, place: Place): Job {
  const { job, world } = scenario
  if (job === undefined) return calendarJobOf(scenario, origin, place)
  return { feeds: ownItemsOf(world, origin, place) }
}

/** The built-in job of a scenario at one place of its world. */
export function calendarJobOf({ world }: Scenario, origin: string, place: Place): CalendarJob {
  const { feeds, slack } = addressesOf(world, origin, place)
  return { feeds: feeds.map((url, index) => ({ id: `feed ${index}`, url })), window: WORLD_WINDOW, slackUrl: slack }
}
