/** One variant of a block: a fresh process that does the job on request and sends back what it took. */
import { createBudget } from '../../../strategies/budget.ts'
import { type StrategyName, strategies } from '../../../strategies/index.ts'
import type { Job, Strategy } from '../../../strategies/job.ts'
import { measureRun } from '../../../strategies/measure.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'
import { createPause } from '../../../strategies/pause.ts'
import { createRecording } from '../../../strategies/recording.ts'
import { failedItemsOf, type LoadedJob } from '../../../strategies/own-work.ts'
import { readyRun, type WorkSource } from '../../../strategies/run.ts'
import { settle } from '../../../strategies/settle.ts'
import { slowedDown } from '../../../strategies/slow-down.ts'
import { loadStrategy } from '../../plan/candidate.ts'
import { createSlowLookups } from './lookup.ts'
import type { ChildReply, ChildRequest, MeasuredByChild, VariantSetup } from './messages.ts'
import { loadKept, ownSource } from './own-work.ts'
import { createStopwatch } from './stopwatch.ts'
import { type BenchWorkOptions, createWork } from './work.ts'

const WORK_MODULE = moduleBeside('./work', import.meta.url).href

// A job of a user's own is kept from calling it.
const exit = process.exit.bind(process)

const stopwatch = createStopwatch()

interface Opened {
  readonly setup: VariantSetup
  readonly order: Strategy
  /** The job of the user's own that is done in place of the built-in one. */
  readonly own: LoadedJob | undefined
}

let opened: Opened | undefined

/** The work of a run, and how its threads make the same. */
function sourceOf(
  { setup: client, own }: Opened,
  job: Job,
  ca: string | undefined,
): WorkSource<BenchWorkOptions> | WorkSource<unknown, Job> {
  const lookups = client.manyHosts
    ? createSlowLookups(client.dnsDelayMs, Number(process.env.UV_THREADPOOL_SIZE ?? 4))
    : undefined
  if (own) return ownSource(job, own, client.own!, { lookups, checkCpuMs: client.checkCpuMs })
  const options: BenchWorkOptions = {
    pause: createPause(),
    ca,
    check: { mode: client.check },
    checkCpuMs: client.checkCpuMs,
    fetch: { headersTimeoutMs: client.headersTimeoutMs, bodyTimeoutMs: client.bodyTimeoutMs },
    budget: client.maxBytesInFlight === undefined ? undefined : createBudget(client.maxBytesInFlight),
    lookups,
  }
  return { createWork, module: WORK_MODULE, options }
}

async function run(
  opened: Opened,
  { job, ca, isFollowing = false }: Extract<ChildRequest, { is: 'run' }>,
): Promise<MeasuredByChild> {
  const { setup, order, own } = opened
  const { limits, slowedBy = 0, isUnrecorded = false, runTimeoutMs } = setup
  const recording = createRecording(job.feeds.length)
  const controller = new AbortController()
  const { signal } = controller
  const source = sourceOf(opened, job, ca) as WorkSource<unknown, Job>
  // Lets clients notice connections that the server closed after the last run, so that they do not write to one of them.
  if (own && !isFollowing) await settle()
  const ready = readyRun(order, job, source, { limits, signal, ...(!isUnrecorded && { recording }) })
  const timed = slowedBy > 0 ? slowedDown(stopwatch, slowedBy, signal) : stopwatch
  const timer = setTimeout(() => controller.abort(new Error(`not done within ${runTimeoutMs} ms`)), runTimeoutMs)
  try {
    const { outcomes, measured } = await measureRun(ready, recording, timed)
    const marks = isUnrecorded ? undefined : Float64Array.from(recording)
    return { ...measured, timedOut: signal.aborted, marks, ...(own && { failed: failedItemsOf(outcomes) }) }
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
    const own = setup.own && (await loadKept(setup.own))
    opened = { setup, order, own }
    reply({ is: 'opened' })
  } else reply({ is: 'ran', ...(await run(opened!, request)) })
})
process.on('disconnect', () => exit(0))
