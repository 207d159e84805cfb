import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { burnCpu } from './burn-cpu.ts'
import { hideAddresses, StepError } from './failure.ts'
import { ioClockMs, stopIoClock } from './io-clock.ts'
import type { Failure, Feed, Findings, Job, Outcome, StepName, Work } from './job.ts'
import type { Item, OwnJob, Reach } from './own-job.ts'

/** Of one fetch, one check, or the sending of one finding, unless another is given. */
export const STEP_TIMEOUT_MS = 20_000

/** Plain data, since it crosses threads. */
export interface OwnWorkOptions {
  /** Address of the module whose default export is the job. */
  readonly module: string
  /** How long one fetch, one check, or the sending of one finding, may take. */
  readonly stepTimeoutMs: number
  /** As of the built-in job. */
  readonly checkCpuMs?: number | undefined
}

/** A job as it was loaded: what its steps give is known to nobody but itself. */
export type LoadedJob = OwnJob<unknown, unknown>

/** Why a module holds no job: what it exports instead, or which steps of the job are no functions. */
export class NotAJob extends Error {
  readonly missing: readonly StepName[]
  readonly exported: readonly string[]

  constructor(missing: readonly StepName[], exported: readonly string[]) {
    super(`expected a job, with the functions fetch, check and notify, as the default export`)
    this.missing = missing
    this.exported = exported
  }
}

const STEPS: readonly StepName[] = ['fetch', 'check', 'notify']

/** The job that a module exports; rejects with a NotAJob where there is none, and with whatever the module throws. */
export async function loadOwnJob(module: string): Promise<LoadedJob> {
  const exported = (await import(module)) as { readonly default?: Partial<LoadedJob> | null }
  const missing = STEPS.filter((step) => typeof exported.default?.[step] !== 'function')
  if (missing.length > 0) throw new NotAJob(missing, Object.keys(exported))
  // It would end the process, or the thread, with all that the other items have under way.
  process.exit = (code) => {
    throw new StepError('thrown', `it called process.exit(${code ?? ''})${placeOf(new Error('called here'), module)}`)
  }
  return exported.default as LoadedJob
}

/** Every failure of a run, item by item. */
export function failedItemsOf(outcomes: readonly Outcome[]): (Failure & { readonly item: number })[] {
  return outcomes.flatMap(({ failures }, item) => failures.map((failure) => ({ item, ...failure })))
}

/** One finding on its way through a strategy, which knows no more of it than that it is one. */
interface OwnFinding {
  /** How a failure names it. */
  readonly summary: string
  readonly item: Item
  readonly url: string
  /** Dropped once sent: it may be large, or impossible to clone to another thread. */
  found?: unknown
}

/** The work of a job that was loaded. Its sockets are the user's. */
export function ownWork(
  { feeds }: Job,
  own: LoadedJob,
  { module, stepTimeoutMs, checkCpuMs = 0 }: OwnWorkOptions,
): Work {
  const endings = new Set<(reason: unknown) => void>()
  const limits = { module, stepTimeoutMs, endings }
  // A listener for each step would make thousands at a time cost the square of their number.
  let listened: AbortSignal | undefined
  const listenTo = (signal: AbortSignal) => {
    if (signal === listened) return
    listened = signal
    signal.addEventListener('abort', () => endings.forEach((end) => end(signal.reason)), { once: true })
  }
  const sinks = new Map(feeds.map(({ id, sinkUrl = '' }) => [id, sinkUrl]))
  const work = {
    async fetch(feed: Feed, signal: AbortSignal): Promise<unknown> {
      listenTo(signal)
      const fetch = (stepSignal: AbortSignal) => own.fetch(itemOf(feed), reachOf(feed.url, stepSignal))
      const body = await inTime(fetch, { ...limits, lateAs: 'timeout' })
      if (body === undefined) throw new StepError('thrown', 'fetch returned nothing; it has to return what check takes')
      return body
    },
    async check(body: unknown, feed: Feed, signal: AbortSignal): Promise<OwnFindings> {
      listenTo(signal)
      const item = itemOf(feed)
      const check = (stepSignal: AbortSignal) =>
        stopIoClock(() => {
          burnCpu(checkCpuMs)
          return own.check(body, item, Object.freeze({ signal: stepSignal }))
        })
      // A check of the user's own may wait, and for ever.
      const found = await inTime(check, { ...limits, lateAs: 'timeout' })
      if (!Array.isArray(found))
        throw new StepError('thrown', `check returned ${kindOf(found)}; it has to return an array of what it found`)
      const url = sinks.get(feed.id)!
      const due = found.map((one: unknown, index): OwnFinding => {
        return { summary: `finding ${index + 1} of ${found.length}`, item, url, found: one }
      })
      return { due, problems: [] }
    },
    async notify(finding: OwnFinding, signal: AbortSignal): Promise<'accepted'> {
      listenTo(signal)
      const { found, item, url } = finding
      const notify = async (stepSignal: AbortSignal) => own.notify(found, reachOf(url, stepSignal), item)
      await inTime(notify, { ...limits, lateAs: 'unknown' })
      finding.found = undefined
      return 'accepted'
    },
    close: async () => {},
  }
  // What a user's steps hand each other is opaque to steps and strategies, which only hand it on.
  return work as unknown as Work
}

interface OwnFindings extends Omit<Findings, 'due'> {
  readonly due: readonly OwnFinding[]
}

/** Made anew for each step, and frozen: what a job does to it is its own mistake alone. */
function itemOf({ id }: Feed): Item {
  return Object.freeze({ id })
}

function reachOf(url: string, signal: AbortSignal): Reach {
  return Object.freeze({ url, signal })
}

interface InTime extends Pick<OwnWorkOptions, 'module' | 'stepTimeoutMs'> {
  /** Called when the run is cancelled, each once; one listener on the signal of the run for all of them. */
  readonly endings: Set<(reason: unknown) => void>
  /** What it is called when it was given up. */
  readonly lateAs: 'timeout' | 'unknown'
}

/** Ends in time whether the job listens to its signal or not; after that its result is ignored. */
async function inTime(
  begin: (signal: AbortSignal) => unknown,
  { module, endings, stepTimeoutMs, lateAs }: InTime,
): Promise<unknown> {
  const controller = new AbortController()
  const ending = Promise.withResolvers<never>()
  const end = (reason: unknown) => {
    controller.abort(reason)
    ending.reject(reason)
  }
  const untilMs = ioClockMs() + stepTimeoutMs
  const look = () => {
    // A check, of whichever item, may have kept answers from being read.
    const leftMs = untilMs - ioClockMs()
    if (leftMs > 0) timer = setTimeout(look, Math.ceil(leftMs))
    // What arrived while the thread was blocked is read only after the timers have run: one more turn before it is given up.
    else setImmediate(() => end(new StepError(lateAs, lateText(lateAs, stepTimeoutMs))))
  }
  let timer = setTimeout(look, stepTimeoutMs)
  endings.add(end)
  try {
    return await Promise.race([thrownAsFailure(async () => begin(controller.signal), module), ending.promise])
  } catch (error) {
    // Its client may have heard of the end before.
    throw controller.signal.aborted ? controller.signal.reason : error
  } finally {
    clearTimeout(timer)
    endings.delete(end)
  }
}

function lateText(lateAs: InTime['lateAs'], ms: number): string {
  const perhaps = lateAs === 'unknown' ? ': it may or may not have been sent' : ''
  return `not done within ${ms} ms${perhaps}`
}

/** What the job's own code threw is an item's failure, unlike what ours does. */
async function thrownAsFailure<T>(work: () => Promise<T>, module: string): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StepError) throw error
    throw new StepError('thrown', `${textOfThrown(error)}${placeOf(error, module)}`, { cause: error })
  }
}

/** Errors of clients often say no more than that something failed, and why in their cause. */
function textOfThrown(error: unknown, depth = 0): string {
  if (typeof error === 'string') return shownThrown(error)
  if (!(error instanceof Error)) return `${kindOf(error)} was thrown`
  const cause = error.cause === undefined || depth === MAX_CAUSES ? '' : `: ${textOfThrown(error.cause, depth + 1)}`
  return `${shownThrown(`${error.name}: ${error.message}`)}${cause}`
}

function shownThrown(text: string): string {
  return hideAddresses(text).replaceAll(TOKEN_IN_PATH, '/token/…').slice(0, MAX_THROWN_CHARACTERS)
}

/** Of a mock world, whose addresses may have one. A path by itself is no address. */
const TOKEN_IN_PATH = /\/token\/[^/\s]+/g

const MAX_CAUSES = 3
const MAX_THROWN_CHARACTERS = 300

/** Where in the job's module an error arose, such as ` (my-job.ts:12)`; nothing where its stack does not come through it. */
export function placeOf(error: unknown, module: string): string {
  const line = lineOf(error, module)
  return line === undefined ? '' : ` (${basename(fileURLToPath(module))}:${line})`
}

/** The line of a module, given by its address, that the stack of an error comes through first. */
export function lineOf(error: unknown, module: string): number | undefined {
  // Some tools write paths into stacks in place of addresses.
  const path = fileURLToPath(module)
  const places = (error instanceof Error ? error.stack : undefined)?.replaceAll(module, path).split(path).slice(1) ?? []
  const [line] = places.flatMap((after) => /^:(\d+)/.exec(after)?.[1] ?? [])
  return line === undefined ? undefined : Number(line)
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`
}
