/** Tries a job of a user's own, in a process that may hang or die without harm. */
import { setTimeout as sleep } from 'node:timers/promises'
import { strategies } from '../../../strategies/index.ts'
import { StepError } from '../../../strategies/failure.ts'
import type { Job, Observe, Outcome, StepName } from '../../../strategies/job.ts'
import { failedItemsOf, type LoadedJob, NotAJob, placeOf } from '../../../strategies/own-work.ts'
import { readyRun } from '../../../strategies/run.ts'
import type { Leftover } from '../../io/contract-breach.ts'
import type { JobBreach } from '../../io/job-breach.ts'
import { foreignTargets } from '../local/keep-to-world.ts'
import type { OwnSetup } from '../local/messages.ts'
import { loadKept, ownSource } from '../local/own-work.ts'
import { failureKey } from '../../trial/failure-key.ts'
import { type Leftovers, watchLeftovers, watchOpenings } from './leftovers.ts'

export type JobRequest =
  | { readonly is: 'open'; readonly own: OwnSetup }
  | { readonly is: 'run'; readonly job: Job }
  /** Cancels a run once a step is under way, which the server holds for longer. */
  | { readonly is: 'cancel'; readonly job: Job; readonly step: StepName }
  /** Once the server has ended the connections that nobody uses. */
  | { readonly is: 'look' }

export type JobReply =
  | { readonly is: 'opened'; readonly breach?: JobBreach }
  | ({ readonly is: 'ran' } & Tried)
  | ({ readonly is: 'cancelled' } & Cancelled)
  | { readonly is: 'looked'; readonly leftovers: readonly Leftover[]; readonly line?: number }

/** What a run came to. */
export interface Tried {
  readonly sent: number
  /** By item, such as `17 fetch thrown`. */
  readonly failed: readonly string[]
  readonly firstFailure?: { readonly step: string; readonly message: string }
  readonly foreign: readonly string[]
  /** How long the check of each item took, in milliseconds; 0 where it came to none. */
  readonly checkMs: readonly number[]
  /** The step that did not end in time, in so many items that no more were tried. */
  readonly late?: { readonly step: StepName; readonly items: number }
}

interface Cancelled {
  /** Whether a connection was still open, some time after. */
  readonly isOpen: boolean
  /** Whether the run had ended before it was cancelled. */
  readonly isEarly: boolean
}

const exit = process.exit.bind(process)
let opened: Opened | undefined

interface Opened {
  readonly own: LoadedJob
  readonly setup: OwnSetup
  readonly leftovers: Leftovers
  readonly openedAt: ReturnType<typeof watchOpenings>
}

async function open(setup: OwnSetup): Promise<JobReply> {
  // Opened at first use: a job may well print.
  void [process.stdout, process.stderr]
  const leftovers = watchLeftovers()
  const openedAt = watchOpenings(setup.module)
  try {
    opened = { own: await loadKept(setup), setup, leftovers, openedAt }
    return { is: 'opened' }
  } catch (error) {
    if (error instanceof NotAJob) {
      const { missing, exported } = error
      return { is: 'opened', breach: { code: 'no-job', missing, exported } }
    }
    const message = `${error instanceof Error ? error.message : String(error)}${placeOf(error, setup.module)}`
    return { is: 'opened', breach: { code: 'unloadable', message } }
  }
}

/** Each waits for as long as a step may take. */
const MAX_LATE = 3

async function run(job: Job): Promise<Tried> {
  const { own, setup } = opened!
  const controller = new AbortController()
  let items = 0
  let late: Tried['late']
  const checkMs = job.feeds.map(() => 0)
  const observe: Observe = async (step, feedIndex, work) => {
    const beganMs = performance.now()
    try {
      return await work()
    } catch (error) {
      if (error instanceof StepError && OF_LATE.has(error.kind) && ++items === MAX_LATE) {
        late = { step, items }
        controller.abort(error)
      }
      throw error
    } finally {
      if (step === 'check') checkMs[feedIndex] = performance.now() - beganMs
    }
  }
  const options = { signal: controller.signal, observe }
  const run = readyRun(strategies.sequential, job, ownSource(job, own, setup), options)
  const outcomes = await run.start()
  await run.close()
  const failures = failedItemsOf(outcomes)
  const [first] = failures
  return {
    sent: sentIn(outcomes),
    failed: failures.map(failureKey),
    ...(first && { firstFailure: { step: first.step, message: first.message } }),
    foreign: foreignTargets(),
    checkMs,
    ...(late && { late }),
  }
}

/** Of a step that was given up; nothing else of a job of a user's own fails in these ways. */
const OF_LATE: ReadonlySet<string> = new Set(['timeout', 'unknown'])

function sentIn(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((sum, { sent }) => sum + sent.length, 0)
}

/** Enough for requests to be under way, and for their end to be heard of. */
const UNDER_WAY_MS = 300

async function cancel(job: Job, step: StepName): Promise<Cancelled> {
  const { own, setup } = opened!
  const controller = new AbortController()
  const begun = Promise.withResolvers<void>()
  const observe: Observe = (one, _feedIndex, work) => {
    if (one === step) begun.resolve()
    return work()
  }
  const options = { signal: controller.signal, observe }
  const run = readyRun(strategies['promise-all'], job, ownSource(job, own, setup), options)
  let isEarly = false
  const ending = run.start().finally(() => (isEarly = !controller.signal.aborted))
  await Promise.race([begun.promise, ending])
  await sleep(UNDER_WAY_MS)
  controller.abort(new Error('tried out'))
  await ending
  await run.close()
  await sleep(UNDER_WAY_MS)
  const isOpen = process.getActiveResourcesInfo().some((name) => /^T(?:CPSocket|LS)Wrap$/.test(name))
  return { isOpen, isEarly }
}

function look({ leftovers, openedAt }: Opened) {
  const found = leftovers.found()
  const [line] = found.flatMap((one) => openedAt(one) ?? [])
  return { leftovers: found, ...(line !== undefined && { line }) }
}

async function answer(request: JobRequest): Promise<JobReply> {
  switch (request.is) {
    case 'open':
      return open(request.own)
    case 'run':
      return { is: 'ran', ...(await run(request.job)) }
    case 'cancel':
      return { is: 'cancelled', ...(await cancel(request.job, request.step)) }
    case 'look':
      await sleep(UNDER_WAY_MS)
      return { is: 'looked', ...look(opened!) }
  }
}

process.on('message', async (request: JobRequest) => {
  process.send!(await answer(request), undefined, undefined, () => {})
})
process.on('disconnect', () => exit(0))
