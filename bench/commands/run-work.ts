import { type Claims, claimFirst } from '../../strategies/claim.ts'
import type { Job, Work } from '../../strategies/job.ts'
import { createWork as createRealWork, type WorkOptions } from '../../strategies/work.ts'
import { openClaims } from './claims-file.ts'

export interface RunWorkOptions extends WorkOptions {
  /** The file that remembers what people were told of; without one nothing is remembered. */
  readonly once?: string | undefined
}

/** The real work of `utakata run`. */
export function createWork(job: Job, { once, ...options }: RunWorkOptions): Work {
  const work = createRealWork(job, options)
  return once === undefined ? work : claimFirst(work, job, lazyClaims(once, options.dryRun === true))
}

export const RUN_WORK_MODULE = import.meta.url

/** Each thread opens the file for itself, when it first claims something: some never do. */
function lazyClaims(file: string, lookOnly: boolean): Claims {
  let opened: Claims | undefined
  const claims = () => (opened ??= openClaims(file, { lookOnly }))
  return {
    take: async (key, untilMs, signal) => claims().take(key, untilMs, signal),
    release: async (key, signal) => claims().release(key, signal),
    close: async () => opened?.close(),
  }
}
