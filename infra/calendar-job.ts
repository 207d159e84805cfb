import { outcomesAsJson } from '../strategies/outcomes-json.ts'
import { createPause } from '../strategies/pause.ts'
import { createWork, WORK_MODULE } from '../strategies/work.ts'
import { readEvent } from './event.ts'
import { type FunctionJob, readyWork } from './function-job.ts'
import { readyJob } from './job-source.ts'
import { traceHeaders } from './trace-header.ts'

/** The built-in job: calendars, of which what is due is posted to Slack. */
export const CALENDARS: FunctionJob = {
  asJson: outcomesAsJson,
  read(event) {
    const request = readEvent(event)
    return {
      request,
      async ready(environment, { header, signal }) {
        const { job, ca, headers } = await readyJob(request, environment, Date.now(), signal)
        const { check: mode, checkCpuMs, zone, dryRun, traceHosts } = request
        const options = {
          pause: createPause(),
          dryRun,
          ca,
          headers: traceHeaders(traceHosts, header, headers),
          check: { ...(mode && { mode }), ...(zone !== undefined && { zone }) },
          checkCpuMs,
        }
        return readyWork(job, { createWork, module: WORK_MODULE, options })
      },
    }
  },
}
