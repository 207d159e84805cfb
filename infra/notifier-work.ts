import { claimFirst } from '../strategies/claim.ts'
import type { CalendarJob, Work } from '../strategies/job.ts'
import { moduleBeside } from '../strategies/module-beside.ts'
import { createWork as createRealWork, type WorkOptions } from '../strategies/work.ts'
import { createTableClaims } from './claims-table.ts'

export interface NotifierWorkOptions extends WorkOptions {
  readonly claimsTable: string
}

/** The address of this module, for threads; where all is bundled it is an entry beside the rest. */
export const NOTIFIER_WORK_MODULE = moduleBeside('./notifier-work', import.meta.url).href

/** The real work, which claims each occurrence in a table before it is posted. Each thread has a client of its own. */
export function createWork(job: CalendarJob, { claimsTable, ...options }: NotifierWorkOptions): Work {
  return claimFirst(createRealWork(job, options), job, createTableClaims(claimsTable))
}
