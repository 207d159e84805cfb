/** Tries a job of a user's own, in a process that may hang or die without harm. */
import { setTimeout as sleep } from 'node:timers/promises'
import { strategies } from '../../../strategies/index.ts'
import type { Job, Outcome } from '../../../strategies/job.ts'
import { failedItemsOf, type LoadedJob, NotAJob, placeOf } from '../../../strategies/own-work.ts'
import { readyRun } from '../../../strategies/run.ts'
import type { Leftover } from '../../io/contract-breach.ts'
import type { JobBreach } from '../../io/job-breach.ts'
import { foreignTargets } from '../local/keep-to-world.ts'
import type { OwnSetup } from '../local/messages.ts'
import { loadKept, ownSource } from '../local/own-work.ts'
import { type Leftovers, watchLeftovers, watchOpenings } from './leftovers.ts'

export type JobRequest =
  | { readonly is: 'open'; readonly own: OwnSetup }
  | { readonly is: 'run'; readonly job: Job }
  /** Cancels a run of what the server holds for longer. */
  | { readonly is: 'cancel'; readonly job: Job }
  /** Once the server has ended the connections that nobody uses. */
  | { readonly is: 'look' }

export type JobReply =
  | { readonly is: 'opened'; readonly breach?: JobBreach }
  | ({ readonly is: 'ran' } & Tried)
  /** Whether a connection was still open, some time after. */
  | { readonly is: 'cancelled'; readonly isOpen: boolean }
  | { readonly is: 'looked'; readonly leftovers: readonly Leftover[]; readonly line?: number }

/** What a run came to. */
export interface Tried {
  readonly sent: number
  /** By item, such as `17 fetch thrown`. */
  readonly failed: readonly string[]
  readonly firstFailure?: { readonly step: string; readonly message: string }
  readonly foreign: readonly string[]
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

function ready(name: 'sequential' | 'promise-all', job: Job, signal: AbortSignal) {
  const { own, setup } = opened!
  return readyRun(strategies[name], job, ownSource(job, own, setup), { signal })
}

async function run(job: Job): Promise<Tried> {
  const run = ready('sequential', job, new AbortController().signal)
  const outcomes = await run.start()
  await run.close()
  const failures = failedItemsOf(outcomes)
  const [first] = failures
  return {
    sent: sentIn(outcomes),
    failed: failures.map(({ item, step, kind }) => `${item} ${step} ${kind}`),
    ...(first && { firstFailure: { step: first.step, message: first.message } }),
    foreign: foreignTargets(),
  }
}

function sentIn(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((sum, { sent }) => sum + sent.length, 0)
}

/** Enough for requests to be under way, and for their end to be heard of. */
const UNDER_WAY_MS = 300

async function cancel(job: Job): Promise<boolean> {
  const controller = new AbortController()
  const run = ready('promise-all', job, controller.signal)
  const ending = run.start()
  await sleep(UNDER_WAY_MS)
  controller.abort(new Error('tried out'))
  await ending
  await run.close()
  await sleep(UNDER_WAY_MS)
  return process.getActiveResourcesInfo().some((name) => /^T(?:CPSocket|LS)Wrap$/.test(name))
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
      return { is: 'cancelled', isOpen: await cancel(request.job) }
    case 'look':
      await sleep(UNDER_WAY_MS)
      return { is: 'looked', ...look(opened!) }
  }
}

process.on('message', async (request: JobRequest) => {
  process.send!(await answer(request), undefined, undefined, () => {})
})
process.on('disconnect', () => exit(0))
