/**
 * A program that does the job of a scenario again and again, as one on a schedule does: what `utakata record` is to record. Arguments: the
 * scenario, the origin of the server of its world, the number of the first run, how many runs. One item at a time, so that an answer waits for nothing but its server.
 */
import { createPause } from '../../../strategies/pause.ts'
import { readyRun } from '../../../strategies/run.ts'
import { sequential } from '../../../strategies/sequential.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'
import { calendarJobOf } from '../../run/local/jobs.ts'
import { createSlowLookups } from '../../run/local/lookup.ts'
import { createWork } from '../../run/local/work.ts'
import { readScenario } from '../../scenario/file.ts'

const [file, origin, first, runs] = process.argv.slice(2) as [string, string, string, string]
const scenario = readScenario(file)
const module = moduleBeside('../../run/local/work', import.meta.url).href
for (let run = Number(first); run < Number(first) + Number(runs); run++) {
  const job = calendarJobOf(scenario, origin, `f0/r${run}`)
  const options = { pause: createPause(), lookups: createSlowLookups(0, 4) }
  const ready = readyRun(sequential, job, { createWork, module, options })
  await ready.start()
  await ready.close()
}
