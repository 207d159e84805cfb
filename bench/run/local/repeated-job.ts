import { createPause } from '../../../strategies/pause.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'
import { readyRun } from '../../../strategies/run.ts'
import { sequential } from '../../../strategies/sequential.ts'
import type { ScenarioWorld } from '../../scenario/scenario.ts'
import { calendarJobOf } from './jobs.ts'
import { createSlowLookups } from './lookup.ts'
import { createWork } from './work.ts'

export interface RepeatedJob {
  readonly world: ScenarioWorld
  /** Of the mock server. */
  readonly origin: string
  readonly firstRun: number
  readonly runs: number
}

/** Does the job of a world again and again, as a program on a schedule does: one item at a time, so that an answer waits for nothing but its server. */
export async function repeatJob({ world, origin, firstRun, runs }: RepeatedJob): Promise<void> {
  const module = moduleBeside('./work', import.meta.url).href
  for (let run = firstRun; run < firstRun + runs; run++) {
    const job = calendarJobOf({ world }, origin, `f0/r${run}`)
    const lookups = world.hosts === 'many' ? createSlowLookups(world.dnsDelayMs, 4) : undefined
    const ready = readyRun(sequential, job, { createWork, module, options: { pause: createPause(), lookups } })
    await ready.start()
    await ready.close()
  }
}
