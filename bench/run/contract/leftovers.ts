import { createHook } from 'node:async_hooks'
import type { Worker } from 'node:worker_threads'
import { isWarmThread } from '../../../strategies/threads.ts'

/** What is open now and was not when the watch began. */
export interface Leftovers extends Disposable {
  /** Each kind once, in words, with what to do about it. */
  readonly found: () => string[]
  /** What is opened from now on is not looked at, unless it keeps the process alive. */
  readonly stopLooking: () => void
}

/**
 * Kinds of resources by the names that `process.getActiveResourcesInfo()` and `node:async_hooks` have for them, in lower case: the two
 * differ in nothing else, except that the first one calls a socket TCPSocketWrap. A kind without words is never a leftover by itself.
 */
const KINDS: Readonly<Record<string, string>> = {
  timeout: 'a timer (setTimeout or setInterval): clear it',
  immediate: 'a setImmediate that is set again and again: end it',
  tcpsocketwrap: 'a TCP socket: destroy it',
  tcpwrap: 'a TCP socket: destroy it',
  tcpserverwrap: 'a TCP server: close it',
  tlswrap: 'a TLS socket: destroy it',
  pipewrap: 'a pipe or Unix socket: destroy it',
  pipeserverwrap: 'a server on a Unix socket: close it',
  udpwrap: 'a UDP socket: close it',
  fseventwrap: 'a file watcher: close it',
  statwatcher: 'a file watcher: close it',
  processwrap: 'a child process: end it and wait for its exit',
  messageport: 'a message port: close it',
  fsreqcallback: 'a file operation that has not ended: await it',
  fsreqpromise: 'a file operation that has not ended: await it',
}
const WORKER = 'a worker thread: terminate it, or take one of the kit, which is kept warm'

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
      const active = more(countsOf(process.getActiveResourcesInfo()), activeBefore).map(
        (kind) => KINDS[kind.toLowerCase()] ?? `what Node calls ${kind}: close it`,
      )
      const unclosed = Array.from(hooked.values(), (kind) => KINDS[kind]!)
      const own = [...workers].some((worker) => !isWarmThread(worker)) ? [WORKER] : []
      const listeners = more(listenerCounts(), listenersBefore).map(
        (event) => `a listener on process for ${event}: remove it`,
      )
      return [...new Set([...active, ...unclosed, ...own, ...listeners])]
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
