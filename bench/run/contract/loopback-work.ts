import type { LookupFunction } from 'node:net'
import type { CalendarJob, Work } from '../../../strategies/job.ts'
import { createWork as createRealWork, type WorkOptions } from '../../../strategies/work.ts'

/** Every name lies on this machine: what the field's DNS is to worlds of many hosts. */
export const toLoopback: LookupFunction = (_host, options, callback) => {
  if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }])
  else callback(null, '127.0.0.1', 4)
}

/** The real work, for main thread and threads alike, in a world whose every host name lies on loopback. */
export function createWork(job: CalendarJob, options: WorkOptions): Work {
  return createRealWork(job, options, toLoopback)
}
