import type { CalendarJob, Work } from '../../../strategies/job.ts'
import { createWork as createRealWork, type WorkOptions } from '../../../strategies/work.ts'
import { lookUpSlowly, type SlowLookups } from './lookup.ts'

export interface BenchWorkOptions extends WorkOptions {
  /** Given where the world has many host names. */
  readonly lookups?: SlowLookups | undefined
}

/** The real work, with hosts found on loopback where the world has many. */
export function createWork(job: CalendarJob, { lookups, ...options }: BenchWorkOptions): Work {
  return createRealWork(job, options, lookups && lookUpSlowly(lookups))
}
