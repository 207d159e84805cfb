import { claimFirst } from '../../../strategies/claim.ts'
import type { CalendarJob, Work } from '../../../strategies/job.ts'
import { createWork as createRealWork, type WorkOptions } from '../../../strategies/work.ts'
import { recordExchanges } from '../../recorder/exchanges.cjs'
import { openClaims } from './claims-file.ts'

export interface RunWorkOptions extends WorkOptions {
  /** The file that remembers what was sent, prepared; without one nothing is remembered. */
  readonly once?: string | undefined
  /** A recording, prepared, that each exchange with a server is appended to. */
  readonly record?: string | undefined
}

/** The real work of `utakata notify`. */
export function createWork(job: CalendarJob, { once, record, ...options }: RunWorkOptions): Work {
  const recorder = record === undefined ? undefined : recordExchanges(record)
  const real = createRealWork(job, options)
  const work =
    once === undefined ? real : claimFirst(real, job, openClaims(once, { lookOnly: options.dryRun === true }))
  return {
    ...work,
    async close() {
      // Before its sockets are closed: what is under way was not ended by a server.
      recorder?.stop()
      await work.close()
    },
  }
}

export const NOTIFY_WORK_MODULE = import.meta.url
