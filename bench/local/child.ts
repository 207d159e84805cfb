/** One arm of a fork: a fresh process that does the job when told to and tells what it took. */
import { strategies } from '../../strategies/index.ts'
import type { Job } from '../../strategies/job.ts'
import { measureRun } from '../../strategies/measure.ts'
import { createPause } from '../../strategies/notify.ts'
import { createRecording } from '../../strategies/recording.ts'
import { readyRun } from '../../strategies/run.ts'
import { createSlowLookups } from './lookup.ts'
import type { ArmSetup, ChildReply, ChildRequest, MeasuredByChild } from './messages.ts'
import { createStopwatch } from './stopwatch.ts'
import { type BenchWorkOptions, createWork } from './work.ts'

const WORK_MODULE = new URL('./work.ts', import.meta.url).href

const stopwatch = createStopwatch()
let setup: ArmSetup | undefined

async function run(
  { strategy, limits, ...client }: ArmSetup,
  job: Job,
  ca: string | undefined,
): Promise<MeasuredByChild> {
  const options: BenchWorkOptions = {
    pause: createPause(),
    ca,
    check: { mode: client.check },
    fetch: { headersTimeoutMs: client.headersTimeoutMs, bodyTimeoutMs: client.bodyTimeoutMs },
    lookups: client.manyHosts
      ? createSlowLookups(client.dnsDelayMs, Number(process.env.UV_THREADPOOL_SIZE ?? 4))
      : undefined,
  }
  const recording = createRecording(job.feeds.length)
  const controller = new AbortController()
  const source = { createWork, module: WORK_MODULE, options }
  const ready = readyRun(strategies[strategy], job, source, { limits, recording, signal: controller.signal })
  const timer = setTimeout(
    () => controller.abort(new Error(`not done within ${client.runTimeoutMs} ms`)),
    client.runTimeoutMs,
  )
  try {
    const { measured } = await measureRun(ready, recording, stopwatch)
    return { ...measured, timedOut: controller.signal.aborted }
  } finally {
    clearTimeout(timer)
    await ready.close()
  }
}

function reply(message: ChildReply): void {
  // Whoever asked may have gone meanwhile: that is no error, and the disconnect ends this process.
  process.send!(message, undefined, undefined, () => {})
}

process.on('message', async (request: ChildRequest) => {
  if (request.is === 'open') {
    setup = request.setup
    reply({ is: 'opened' })
  } else reply({ is: 'ran', ...(await run(setup!, request.job, request.ca)) })
})
process.on('disconnect', () => process.exit(0))
