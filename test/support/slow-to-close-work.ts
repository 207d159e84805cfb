import { setTimeout as sleep } from 'node:timers/promises'
import type { CalendarJob, Work } from '../../strategies/job.ts'
import { createWork as createRealWork, type WorkOptions } from '../../strategies/work.ts'

/** How many works were made, and how many have been closed, over all threads. */
export type Doors = Int32Array<SharedArrayBuffer>

export function createDoors(): Doors {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
}

/** The real work, which takes a while to let go of what it holds. */
export function createWork(job: CalendarJob, { doors, ...options }: WorkOptions & { readonly doors: Doors }): Work {
  const work = createRealWork(job, options)
  Atomics.add(doors, 0, 1)
  return {
    ...work,
    async close() {
      await work.close()
      await sleep(30)
      Atomics.add(doors, 1, 1)
    },
  }
}
