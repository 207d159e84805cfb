import { claimFirst } from '../../../strategies/claim.ts'
import type { CalendarJob, Work } from '../../../strategies/job.ts'
import { createWork as createRealWork, type WorkOptions } from '../../../strategies/work.ts'
import { openClaims } from './claims-file.ts'

export interface RunWorkOptions extends WorkOptions {
  /** The file that remembers what was sent, prepared; without one nothing is remembered. */
  readonly once?: string | undefined
}

/** The real work of `utakata notify`. */
export function createWork(job: CalendarJob, { once, ...options }: RunWorkOptions): Work {
  const work = createRealWork(job, options)
  return once === undefined ? work : claimFirst(work, job, openClaims(once, { lookOnly: options.dryRun === true }))
}

export const NOTIFY_WORK_MODULE = import.meta.url
