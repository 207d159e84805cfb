import tls from 'node:tls'
import type { Job, Work } from '../strategies/job.ts'
import { moduleBeside } from '../strategies/module-beside.ts'
import { type LoadedJob, loadOwnJob, type OwnWorkOptions, ownWork } from '../strategies/own-work.ts'

export interface FunctionOwnWorkOptions extends OwnWorkOptions {
  /** The certificate authority of a mock world as PEM. */
  readonly ca?: string | undefined
  /** Nothing is sent; every finding counts as accepted. */
  readonly dryRun?: boolean | undefined
}

/** The address of this module, for threads; where all is bundled it is an entry beside the rest. */
export const OWN_WORK_MODULE = moduleBeside('./own-work', import.meta.url).href

/** The work of a job of a user's own, whose clients trust the mock world of the event, if there is one. */
export function createOwnWork(job: Job, own: LoadedJob, { ca, dryRun, ...options }: FunctionOwnWorkOptions): Work {
  if (ca !== undefined) trust(ca)
  const work = ownWork(job, own, options)
  return dryRun ? { ...work, notify: async () => 'accepted' } : work
}

/** The same for a thread, which loads the job itself. */
export async function createWork(job: Job, options: FunctionOwnWorkOptions): Promise<Work> {
  return createOwnWork(job, await loadOwnJob(options.module), options)
}

const trusted = new Set<string>()

/** Whatever client a job uses: that of Node, or one that it brings along. A variable of the environment would be read at the start alone. */
function trust(ca: string): void {
  if (trusted.has(ca)) return
  trusted.add(ca)
  tls.setDefaultCACertificates([...tls.getCACertificates(), ca])
}
