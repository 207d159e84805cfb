import type { Job, Work } from '../../../strategies/job.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'
import { type LoadedJob, loadOwnJob, type OwnWorkOptions, ownWork } from '../../../strategies/own-work.ts'
import { keepToWorld, type WorldReach } from './keep-to-world.ts'

/** The address of this module, for threads. */
export const OWN_WORK_MODULE = moduleBeside('./own-work', import.meta.url).href

export interface BenchOwnWorkOptions extends OwnWorkOptions {
  readonly reach: WorldReach
}

/** The work of a job of a user's own, which finds the mock world and nothing else, whatever its client. */
export function createOwnWork(job: Job, own: LoadedJob, { reach, ...options }: BenchOwnWorkOptions): Work {
  keepToWorld(reach)
  return ownWork(job, own, options)
}

/** The same for a thread, which loads the job itself. */
export async function createWork(job: Job, options: BenchOwnWorkOptions): Promise<Work> {
  // Before it is loaded: it may reach for the network, or keep the resolver, as it is.
  keepToWorld(options.reach)
  return createOwnWork(job, await loadOwnJob(options.module), options)
}
