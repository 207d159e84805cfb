/**
 * Does the job of a world again and again, as a program on a schedule does, for what it exchanges to be recorded. One item at a time, so that an
 * answer waits for nothing but its server. Argument: a RepeatedJob as JSON.
 */
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

const { world, origin, firstRun, runs } = JSON.parse(process.argv[2]!) as RepeatedJob
const module = moduleBeside('./work', import.meta.url).href
for (let run = firstRun; run < firstRun + runs; run++) {
  const job = calendarJobOf({ world }, origin, `f0/r${run}`)
  const options = {
    pause: createPause(),
    ...(world.hosts === 'many' && { lookups: createSlowLookups(world.dnsDelayMs, 4) }),
  }
  const ready = readyRun(sequential, job, { createWork, module, options })
  await ready.start()
  await ready.close()
}
