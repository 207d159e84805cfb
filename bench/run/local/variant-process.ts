import { pathToFileURL } from 'node:url'
import { STEP_TIMEOUT_MS } from '../../../strategies/own-work.ts'
import type { JobCode, Variant } from '../../plan/schedule.ts'
import { digestOfModule } from '../../io/module-digest.ts'
import { UserError } from '../../io/user-error.ts'
import { refuseChangedJob } from '../../scenario/own-files.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { jobOf } from './jobs.ts'
import type {
  ChildReply,
  ChildRequest,
  OwnSetup,
  VariantProcess,
  VariantSetup,
  VariantSurroundings,
} from './messages.ts'
import { startProgramOf } from './program-process.ts'
import { COMPILES_ANEW, startPeer } from './process.ts'
import { variablesToReach } from './world.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'

/** Starts a fresh process for a variant, on the code of the variant's own checkout where it has one. */
export function startVariant(
  scenario: Scenario,
  variant: Variant,
  { world, patience, compilesAnew = false }: VariantSurroundings,
): VariantProcess {
  if (variant.program) return startProgramOf(scenario, variant, variant.program, { world, patience, compilesAnew })
  const runLimit = { withinMs: scenario.client.runTimeoutMs + patience.graceMs }
  const { descriptors } = scenario.client
  const child = startPeer<ChildRequest, ChildReply>(childOf(variant), {
    called: variant.name,
    isMeasured: true,
    descriptors,
    env: {
      ...(scenario.job !== undefined && variablesToReach(world)),
      ...(compilesAnew && COMPILES_ANEW),
    },
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
