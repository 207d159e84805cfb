/** One variant of a block: a fresh process that does the job on request and sends back what it took. */
import { createBudget } from '../../../strategies/budget.ts'
import { type StrategyName, strategies } from '../../../strategies/index.ts'
import type { CalendarJob, Strategy } from '../../../strategies/job.ts'
import { measureRun } from '../../../strategies/measure.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'
import { createPause } from '../../../strategies/pause.ts'
import { createRecording } from '../../../strategies/recording.ts'
import { readyRun } from '../../../strategies/run.ts'
import { slowedDown } from '../../../strategies/slow-down.ts'
import { loadStrategy } from '../../plan/candidate.ts'
import { createSlowLookups } from './lookup.ts'
import type { VariantSetup, ChildReply, ChildRequest, MeasuredByChild } from './messages.ts'
import { createStopwatch } from './stopwatch.ts'
import { type BenchWorkOptions, createWork } from './work.ts'

const WORK_MODULE = moduleBeside('./work', import.meta.url).href

const stopwatch = createStopwatch()
let opened: { readonly setup: VariantSetup; readonly order: Strategy } | undefined

async function run(
  { setup: { limits, slowedBy = 0, isUnrecorded = false, ...client }, order }: NonNullable<typeof opened>,
  job: CalendarJob,
  ca: string | undefined,
): Promise<MeasuredByChild> {
  const options: BenchWorkOptions = {
    pause: createPause(),
    ca,
    check: { mode: client.check },
    checkCpuMs: client.checkCpuMs,
    fetch: { headersTimeoutMs: client.headersTimeoutMs, bodyTimeoutMs: client.bodyTimeoutMs },
    budget: client.maxBytesInFlight === undefined ? undefined : createBudget(client.maxBytesInFlight),
    lookups: client.manyHosts
      ? createSlowLookups(client.dnsDelayMs, Number(process.env.UV_THREADPOOL_SIZE ?? 4))
      : undefined,
  }
  const recording = createRecording(job.feeds.length)
  const controller = new AbortController()
  const source = { createWork, module: WORK_MODULE, options }
  const { signal } = controller
  const ready = readyRun(order, job, source, { limits, signal, ...(!isUnrecorded && { recording }) })
  const timed = slowedBy > 0 ? slowedDown(stopwatch, slowedBy, signal) : stopwatch
  const timer = setTimeout(
    () => controller.abort(new Error(`not done within ${client.runTimeoutMs} ms`)),
    client.runTimeoutMs,
  )
  try {
    const { measured } = await measureRun(ready, recording, timed)
    const marks = isUnrecorded ? undefined : Float64Array.from(recording)
    return { ...measured, timedOut: signal.aborted, marks }
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
    const { setup } = request
    const order =
      setup.module === undefined ? strategies[setup.strategy as StrategyName] : await loadStrategy(setup.module)
    opened = { setup, order }
    reply({ is: 'opened' })
  } else reply({ is: 'ran', ...(await run(opened!, request.job, request.ca)) })
})
process.on('disconnect', () => process.exit(0))
