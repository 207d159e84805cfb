/** One arm of a fork: a fresh process that does the job when told to and tells what it took. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { strategies } from '../../strategies/index.ts'
import type { Job, Outcome } from '../../strategies/job.ts'
import { createPause } from '../../strategies/notify.ts'
import { clockMs, createRecording, summarizeRun } from '../../strategies/recording.ts'
import { readyRun } from '../../strategies/run.ts'
import { createSlowLookups } from './lookup.ts'
import type { ArmSetup, ChildReply, ChildRequest, Measured } from './messages.ts'
import { peakRssBytes, resetPeakRss } from './peak-memory.ts'
import { createStopwatch } from './stopwatch.ts'
import { type BenchWorkOptions, createWork } from './work.ts'

const STALL_RESOLUTION_MS = 5
const WORK_MODULE = new URL('./work.ts', import.meta.url).href

const stopwatch = createStopwatch()
const stalls = monitorEventLoopDelay({ resolution: STALL_RESOLUTION_MS })
let setup: ArmSetup | undefined

async function run({ strategy, limits, ...client }: ArmSetup, job: Job, ca: string | undefined): Promise<Measured> {
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
  let outcomes: Outcome[] = []
  stalls.reset()
  stalls.enable()
  resetPeakRss()
  const cpu = process.cpuUsage()
  const beganMs = clockMs()
  try {
    const makespanMs = await stopwatch(async () => {
      outcomes = await ready.start()
    })
    const { user, system } = process.cpuUsage(cpu)
    stalls.disable()
    return {
      beganMs,
      makespanMs,
      limits: ready.limits,
      figures: summarizeRun(recording, outcomes, beganMs),
      cpuMs: (user + system) / 1000,
      stallMs: Math.max(0, stalls.max / 1e6 - STALL_RESOLUTION_MS),
      peakRssBytes: peakRssBytes(),
      timedOut: controller.signal.aborted,
      examples: examplesOf(outcomes),
    }
  } finally {
    clearTimeout(timer)
    await ready.close()
  }
}

function examplesOf(outcomes: readonly Outcome[]): Measured['examples'] {
  const all = outcomes.flatMap(({ failures }) => failures)
  return Map.groupBy(all, ({ step, kind }) => `${step} ${kind}`)
    .values()
    .map(([first]) => first!)
    .toArray()
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
