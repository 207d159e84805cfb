import { Buffer } from 'node:buffer'
import { Worker } from 'node:worker_threads'
import { hideAddresses, uncloned } from './failure.ts'
import type { Checked, Job, Kit, Outcome, Thread, Work } from './job.ts'
import { moduleBeside } from './module-beside.ts'
import type { Recording } from './recording.ts'
import { letGo } from './steps.ts'

/** What a thread needs to make the same steps as the main thread: plain data and shared memory. */
export interface RunSeed {
  readonly job: Job
  /** Address of a module that exports `createWork(job, options)`. */
  readonly workModule: string
  readonly workOptions: unknown
  readonly recording?: Recording | undefined
}

/** What the main thread says to a thread, `run` and `call` numbering runs and calls. */
export type Request =
  | { readonly is: 'open'; readonly run: number; readonly seed: RunSeed }
  | {
      readonly is: 'work'
      readonly run: number
      readonly call: number
      readonly taken: Int32Array
      readonly lanes: number
    }
  | {
      readonly is: 'check'
      readonly run: number
      readonly call: number
      readonly feedIndex: number
      readonly body: Uint8Array
      /** Whether it is to arrive as the Buffer that it was: only its bytes move. */
      readonly isBuffer: boolean
    }
  | { readonly is: 'abort'; readonly run: number; readonly reason: string }
  | { readonly is: 'close'; readonly run: number; readonly call: number }

interface Done {
  readonly is: 'done'
  readonly call: number
  readonly checked?: Checked
}

/** What a thread answers. */
export type Reply =
  | { readonly is: 'outcome'; readonly call: number; readonly feedIndex: number; readonly outcome: Outcome }
  | Done

interface Call {
  readonly outcome?: (feedIndex: number, outcome: Outcome) => void
  /** Given nothing when the thread died instead, an error when it could not be asked. */
  readonly done: (reply?: Done | Error) => void
}

/** A worker and the calls it has not answered. */
interface Station {
  readonly worker: Worker
  /** Which the worker itself forgets when it ends. */
  readonly threadId: number
  readonly calls: Map<number, Call>
  /** Why it died, if it did: of a mistake, or of too little memory. */
  death: string
}

/**
 * Threads kept warm between runs, by number: a new one takes 280 to 430 ms to its first reply, a warm one 0.5 ms. They are
 * the process's, not a run's; they hold it open only while a call is under way.
 */
const warm: (Station | undefined)[] = []
let runs = 0
let calls = 0

const CODE = moduleBeside('./thread', import.meta.url)

/** The threads of one run over the process's warm ones. `close` makes them forget the run and resolves when they have let go of its sockets. */
export function createKit(
  seed: RunSeed,
  signal: AbortSignal,
  work: Pick<Work, 'release' | 'forgetThread'> = {},
): Kit & { close: () => Promise<void> } {
  const run = ++runs
  const opened = new Map<Station, Thread>()
  const places = new Map(seed.job.feeds.map(({ id }, index) => [id, index]))
  const cancel = () => ({ is: 'abort', run, reason: String(signal.reason?.message ?? signal.reason) }) satisfies Request
  const abort = () => opened.forEach((_, { worker }) => worker.postMessage(cancel()))
  signal.addEventListener('abort', abort, { once: true })

  function open(station: Station): Thread {
    station.worker.postMessage({ is: 'open', run, seed } satisfies Request)
    if (signal.aborted) station.worker.postMessage(cancel())
    return {
      work: async ({ taken, lanes }, deliver) => {
        const done = await ask(station, (call) => ({ is: 'work', run, call, taken, lanes }), deliver)
        if (done) return undefined
        work.forgetThread?.(station.threadId)
        return station.death
      },
      async check(fetched) {
        const { feed, failures } = fetched
        const body = fetched.body!
        const feedIndex = places.get(feed.id)!
        // A view would drag its whole buffer along (64 KB for a body of 2); its copy is handed over.
        const own = (body as unknown) instanceof Uint8Array ? new Uint8Array(body) : body
        const isBuffer = Buffer.isBuffer(body)
        const done = await ask(station, (call) => ({ is: 'check', run, call, feedIndex, body: own, isBuffer }))
        letGo(fetched)
        work.release?.(body)
        if (done instanceof Error) return { feed, due: [], failures: [...failures, uncloned('what fetch gave', done)] }
        if (done?.checked) return { ...done.checked, feed, failures: [...failures, ...done.checked.failures] }
        const died = {
          step: 'check',
          kind: 'defect',
          message: `its thread died during the check (${station.death})`,
        } as const
        return { feed, due: [], failures: [...failures, died] }
      },
    }
  }

  return {
    async thread(index) {
      const started = () => {
        const station = (warm[index] ??= start(index))
        const thread = opened.get(station) ?? open(station)
        opened.set(station, thread)
        return thread
      }
      return {
        work: (share, deliver) => started().work(share, deliver),
        // Without a body there is nothing to start a thread for.
        async check(fetched) {
          const { feed, body, failures } = fetched
          return body === undefined ? { feed, due: [], failures } : await started().check(fetched)
        },
      }
    },
    async close() {
      signal.removeEventListener('abort', abort)
      const alive = [...opened.keys()].filter((station) => warm.includes(station))
      await Promise.all(alive.map((station) => ask(station, (call) => ({ is: 'close', run, call }))))
    },
  }
}

/** Whether a worker is one of those that are kept warm. */
export function isWarmThread(worker: Worker): boolean {
  return warm.some((station) => station?.worker === worker)
}

function start(index: number): Station {
  const worker = new Worker(CODE)
  const station: Station = { worker, threadId: worker.threadId, calls: new Map(), death: 'it ended by itself' }
  station.worker.unref()
  station.worker.on('message', (reply: Reply) => {
    const call = station.calls.get(reply.call)
    if (reply.is === 'outcome') return call?.outcome?.(reply.feedIndex, reply.outcome)
    settle(station, reply.call, reply)
  })
  // 'error' comes before 'exit'; a thread may also end without one.
  station.worker.on('error', (error) => {
    station.death = hideAddresses(error.message)
  })
  station.worker.on('exit', () => {
    if (warm[index] === station) warm[index] = undefined
    for (const call of station.calls.keys()) settle(station, call)
  })
  return station
}

/** Undefined where the thread died; an error where what was to be said cannot be cloned. */
function ask(
  station: Station,
  request: (call: number) => Request,
  outcome?: Call['outcome'],
): Promise<Done | Error | undefined> {
  const call = ++calls
  return new Promise((done) => {
    station.calls.set(call, { done, ...(outcome && { outcome }) })
    station.worker.ref()
    const message = request(call)
    try {
      station.worker.postMessage(message, transferOf(message))
    } catch (error) {
      settle(station, call, error as Error)
    }
  })
}

/** Bytes are handed over, not copied again; what else a job of a user's own fetches is cloned. */
function transferOf(message: Request): ArrayBuffer[] {
  return message.is === 'check' && message.body instanceof Uint8Array ? [message.body.buffer as ArrayBuffer] : []
}

function settle(station: Station, number: number, done?: Done | Error): void {
  const call = station.calls.get(number)
  station.calls.delete(number)
  if (station.calls.size === 0) station.worker.unref()
  call?.done(done)
}
