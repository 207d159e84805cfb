import { createHook } from 'node:async_hooks'
import type { Worker } from 'node:worker_threads'
import type { Leftover, LeftoverCode } from '../../io/contract-breach.ts'
import { lineOf } from '../../../strategies/own-work.ts'
import { isWarmThread } from '../../../strategies/threads.ts'

/** What is open now and was not when the watch began. */
export interface Leftovers extends Disposable {
  /** Each kind once. */
  readonly found: () => Leftover[]
  /** What is opened from now on is not looked at, unless it keeps the process alive. */
  readonly stopLooking: () => void
}

/**
 * Kinds of resources by the names that `process.getActiveResourcesInfo()` and `node:async_hooks` have for them, in lower case: the two
 * differ in nothing else, except that the first one calls a socket TCPSocketWrap. A kind without a code is never a leftover by itself.
 */
const KINDS: Readonly<Record<string, LeftoverCode>> = {
  timeout: 'timer',
  immediate: 'immediate',
  tcpsocketwrap: 'tcp-socket',
  tcpwrap: 'tcp-socket',
  tcpserverwrap: 'tcp-server',
  tlswrap: 'tls-socket',
  pipewrap: 'pipe',
  pipeserverwrap: 'pipe-server',
  udpwrap: 'udp-socket',
  fseventwrap: 'file-watcher',
  statwatcher: 'file-watcher',
  processwrap: 'child-process',
  messageport: 'message-port',
  fsreqcallback: 'file-operation',
  fsreqpromise: 'file-operation',
}

/** Of these the hooks hear of the end only when garbage is collected, or they come and go by themselves. */
const NOT_HOOKED: ReadonlySet<string> = new Set(['tlswrap', 'immediate'])

/**
 * Watches what this process opens: what keeps it alive, worker threads other than the kit's, and listeners on `process`. With
 * `unrefed`, what does not keep it alive too, which takes hooks that slow down every promise.
 */
export function watchLeftovers({ unrefed = false }: { readonly unrefed?: boolean } = {}): Leftovers {
  const workers = new Set<Worker>()
  const noteWorker = (worker: Worker) => {
    workers.add(worker)
    worker.once('exit', () => workers.delete(worker))
  }
  process.on('worker', noteWorker)
  const hooked = new Map<number, string>()
  let isLooking = true
  const hook = createHook({
    init(id, type) {
      const kind = type.toLowerCase()
      if (isLooking && kind in KINDS && !NOT_HOOKED.has(kind)) hooked.set(id, kind)
    },
    destroy: (id) => void hooked.delete(id),
  })
  const activeBefore = countsOf(process.getActiveResourcesInfo())
  const listenersBefore = listenerCounts()
  if (unrefed) hook.enable()

  return {
    found() {
      const active = more(countsOf(process.getActiveResourcesInfo()), activeBefore).map((name): Leftover => {
        const code = KINDS[name.toLowerCase()]
        return code === undefined ? { code: 'other', name } : { code }
      })
      const unclosed = Array.from(hooked.values(), (kind): Leftover => ({ code: KINDS[kind]! }))
      const own: Leftover[] = [...workers].some((worker) => !isWarmThread(worker)) ? [{ code: 'worker' }] : []
      const listeners = more(listenerCounts(), listenersBefore).map((name): Leftover => ({ code: 'listener', name }))
      return eachOnce([...active, ...unclosed, ...own, ...listeners])
    },
    stopLooking() {
      isLooking = false
    },
    [Symbol.dispose]() {
      hook.disable()
      process.off('worker', noteWorker)
    },
  }
}

/**
 * Notes from now on at which line of a module, given by its address, something was opened; gives the line of one that is still open. It is
 * not known of what Node opens later on behalf of that line, such as the connections of its fetch.
 */
export function watchOpenings(module: string): (leftover: Leftover) => number | undefined {
  const opened = new Map<number, { readonly code: LeftoverCode; readonly line: number }>()
  createHook({
    init(id, type) {
      const code = type === 'WORKER' ? 'worker' : KINDS[type.toLowerCase()]
      if (code === undefined) return
      const line = lineOf(new Error('opened here'), module)
      if (line !== undefined) opened.set(id, { code, line })
    },
    destroy: (id) => void opened.delete(id),
  }).enable()
  return ({ code }) => opened.values().find((one) => one.code === code)?.line
}

export function eachOnce(leftovers: readonly Leftover[]): Leftover[] {
  return [...new Map(leftovers.map((one) => [JSON.stringify(one), one])).values()]
}

function countsOf(names: readonly string[]): Map<string, number> {
  return new Map(
    Map.groupBy(names, (name) => name)
      .entries()
      .map(([name, all]) => [name, all.length]),
  )
}

/** But for the event that watches listen to themselves. */
function listenerCounts(): Map<string, number> {
  const events = process.eventNames().filter((event) => event !== 'worker')
  return new Map(events.map((event) => [String(event), process.listenerCount(event)]))
}

/** The names that occur more often than before. */
function more(now: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): string[] {
  return now
    .entries()
    .filter(([name, count]) => count > (before.get(name) ?? 0))
    .map(([name]) => name)
    .toArray()
}
