import type { Job, Work } from '../../../strategies/job.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'
import { type LoadedJob, loadOwnJob, type OwnWorkOptions, ownWork } from '../../../strategies/own-work.ts'
import type { WorkSource } from '../../../strategies/run.ts'
import { helpToFindModules } from './find-modules.ts'
import { keepToWorld, type WorldReach } from './keep-to-world.ts'
import type { OwnSetup } from './messages.ts'

/** The address of this module, for threads. */
const OWN_WORK_MODULE = moduleBeside('./own-work', import.meta.url).href

interface BenchOwnWorkOptions extends OwnWorkOptions {
  readonly reach: WorldReach
}

const NO_PORT = -1

/** Loads the job of a user's own; while it is loaded it has nothing of the mock world to reach for yet. */
export function loadKept({ module, allowNet }: OwnSetup): Promise<LoadedJob> {
  return loadIn({ port: NO_PORT, allowNet }, module)
}

/** The world is set before: as it is loaded a job may reach for the network, or keep the resolver as it is. */
async function loadIn(reach: WorldReach, module: string): Promise<LoadedJob> {
  helpToFindModules()
  keepToWorld(reach)
  return loadOwnJob(module)
}

/** The work of a job that was loaded, and how its threads make the same. */
export function ownSource(
  job: Job,
  own: LoadedJob,
  { allowNet, ...setup }: OwnSetup,
  { lookups, checkCpuMs }: Pick<WorldReach, 'lookups'> & Pick<OwnWorkOptions, 'checkCpuMs'> = {},
): WorkSource<unknown, Job> {
  const reach = { port: Number(new URL(job.feeds[0]!.url).port), lookups, allowNet }
  const options: BenchOwnWorkOptions = { ...setup, checkCpuMs, reach }
  return { createWork: () => createOwnWork(job, own, options), module: OWN_WORK_MODULE, options }
}

/** The work of a job of a user's own, which finds the mock world and nothing else, whatever its client. */
function createOwnWork(job: Job, own: LoadedJob, { reach, ...options }: BenchOwnWorkOptions): Work {
  keepToWorld(reach)
  return ownWork(job, own, options)
}

/** The same for a thread, which loads the job itself. */
export async function createWork(job: Job, options: BenchOwnWorkOptions): Promise<Work> {
  return createOwnWork(job, await loadIn(options.reach, options.module), options)
}
