import { toLoopback } from '../../bench/run/contract/loopback-work.ts'
import type { CalendarJob, Work } from '../../strategies/job.ts'
import { createWork as createRealWork, type WorkOptions } from '../../strategies/work.ts'

/** The real work, in which the lookup of a name that begins with `lost` never answers. */
export function createWork(job: CalendarJob, options: WorkOptions): Work {
  return createRealWork(job, options, (host, how, callback) => {
    if (!host.startsWith('lost')) toLoopback(host, how, callback)
  })
}
