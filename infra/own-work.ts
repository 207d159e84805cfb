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
  trust(ca)
  return ownWork(job, dryRun ? { ...own, notify() {} } : own, options)
}

/** The same for a thread, which loads the job itself. */
export async function createWork(job: Job, options: FunctionOwnWorkOptions): Promise<Work> {
  return createOwnWork(job, await loadOwnJob(options.module), options)
}

/** Those that Node trusts by itself. */
let usual: readonly string[] | undefined
let trusted: string | undefined

/**
 * Has whatever client a job uses, that of Node or one that it brings along, trust a mock world as long as that is what it works in. A variable of
 * the environment would be read at the start alone. Throws where it is no certificate.
 */
function trust(ca: string | undefined): void {
  if (ca === trusted) return
  usual ??= tls.getCACertificates()
  tls.setDefaultCACertificates(ca === undefined ? usual : [...usual, ca])
  trusted = ca
}
