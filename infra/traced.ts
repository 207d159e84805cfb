/**
 * A run as a function does it, requested and answered over IPC: what a benchmark of tracing starts as a child process. `TRACE` in its environment is
 * a mode of tracing, or `none`: measured, but without even a recording.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { strategies, type StrategyName } from '../strategies/index.ts'
import type { CalendarJob } from '../strategies/job.ts'
import { measureRun } from '../strategies/measure.ts'
import { createPause } from '../strategies/pause.ts'
import { createRecording } from '../strategies/recording.ts'
import { readyRun } from '../strategies/run.ts'
import { createWork, WORK_MODULE } from '../strategies/work.ts'
import { perform } from './perform.ts'
import { chooseTrace } from './trace-backend.ts'
import { NOTHING_SENT, TRACE_MODES, type TraceReport } from './trace.ts'

export interface TracedRequest {
  readonly strategy: StrategyName
  readonly job: CalendarJob
}

export interface TracedReply {
  readonly makespanMs: number
  /** Of the process, until the trace was sent and all sockets had ended. */
  readonly cpuMs: number
  readonly trace: TraceReport & { readonly traceBuildMs: number }
}

const container = { id: 'benchmark', isCold: false, invocation: 1, initMs: 0, initialization: 'local', memoryMb: 1769 }
const { signal } = new AbortController()
const TAIL_MS = 20
const mode = TRACE_MODES.find((one) => one === process.env.TRACE)

async function run({ strategy, job }: TracedRequest): Promise<Omit<TracedReply, 'cpuMs'>> {
  const source = { createWork, module: WORK_MODULE, options: { pause: createPause() } }
  if (mode) {
    const beginTrace = await chooseTrace(mode, process.env._X_AMZN_TRACE_ID)
    const { measured, trace } = await perform({ strategy, job, source, container, signal, beginTrace })
    return { makespanMs: measured.makespanMs, trace }
  }
  // Measured as the others are, so that recording and tracing alone make the difference.
  const ready = readyRun(strategies[strategy], job, source, { signal })
  const { measured } = await measureRun(ready, createRecording(job.feeds.length)).finally(ready.close)
  return { makespanMs: measured.makespanMs, trace: { ...NOTHING_SENT, traceBuildMs: 0 } }
}

process.on('message', async (request: TracedRequest) => {
  const cpu = process.cpuUsage()
  const answer = await run(request)
  // Hundreds of closed sockets still have their callbacks: a mode that waits for its datagrams must not pay for them alone.
  await sleep(TAIL_MS)
  const { user, system } = process.cpuUsage(cpu)
  process.send!({ ...answer, cpuMs: (user + system) / 1000 } satisfies TracedReply)
})
process.on('disconnect', () => process.exit(0))
