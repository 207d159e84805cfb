import { isMainThread } from 'node:worker_threads'
import type { buildConnector, Client as UndiciClient, Dispatcher } from 'undici'
import { Client } from './undici.ts'

/** What carries out requests: connections, or a stand-in for them in tests. */
export interface Requester {
  readonly dispatch: (options: RequestOptions, handler: RequestHandler) => void
}

export interface RequestOptions extends Dispatcher.DispatchOptions {
  readonly origin: string
}

export interface RequestHandler extends Dispatcher.DispatchHandler {
  /** Set by `dispatch`. To be called once undici has finished the request, with or without an error. */
  onOver: () => void
}

export interface ConnectionsOptions {
  readonly connect: buildConnector.connector
  /** Whether a connection to an origin is used for more than one request. */
  readonly isKept: (origin: string) => boolean
}

/**
 * Idle connections over all hosts. With those in use, of all threads, they must fit into the 1,024 descriptors that a process often has: 256
 * fetches at a time from hosts of their own once ran out of them.
 */
const MAX_IDLE = isMainThread ? 256 : 32

/** Why connections that are not needed any more are closed. One for all: an error takes longer to make than a socket to close. */
const NOT_NEEDED = Object.assign(new Error('not needed any more'), { code: 'UND_ERR_INFO' })

/**
 * The connections of a run, one request at a time on each, as many as there are requests at a time. undici's own Agent would go through all
 * connections to a host for each request, and through all hosts whenever a connection is closed: a thousand hosts cost a million steps.
 */
export class Connections implements Requester {
  readonly #connect: buildConnector.connector
  readonly #isKept: (origin: string) => boolean
  readonly #open = new Set<Connection>()
  /** Idle ones in the order in which they became so: those that are not used again, and those that are. */
  readonly #spent = new Set<Connection>()
  readonly #idle = new Set<Connection>()
  /** The latter by origin; the last one was used last, and is the least likely to have been closed by its server. */
  readonly #kept = new Map<string, Connection[]>()
  #isDestroyed = false

  constructor({ connect, isKept }: ConnectionsOptions) {
    this.#connect = connect
    this.#isKept = isKept
  }

  dispatch(options: RequestOptions, handler: RequestHandler): void {
    const connection = this.#take(options.origin)
    handler.onOver = () => this.#giveBack(connection)
    connection.client.dispatch(options, handler)
  }

  /** Ends all requests and resolves when the sockets are closed; later requests fail. */
  async destroy(): Promise<void> {
    this.#isDestroyed = true
    await Promise.all(Array.from(this.#open, ({ client }) => client.destroy()))
  }

  #take(origin: string): Connection {
    const idle = this.#kept.get(origin)?.pop()
    if (idle) {
      this.#idle.delete(idle)
      return idle
    }
    // Not as soon as one is idle: closing takes time in which others wait, and most jobs never come to it.
    if (this.#spent.size + this.#idle.size >= MAX_IDLE) this.#closeOldest()
    const client = new Client(origin, {
      connect: this.#connect,
      allowH2: false,
      // Exchanges have timeouts of their own.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    const connection = { client, origin }
    this.#open.add(connection)
    // Fails at once, and so does its request.
    if (this.#isDestroyed) void client.destroy()
    return connection
  }

  #giveBack(connection: Connection): void {
    const { origin } = connection
    if (this.#isKept(origin)) {
      this.#idle.add(connection)
      const kept = this.#kept.get(origin)
      if (kept) kept.push(connection)
      else this.#kept.set(origin, [connection])
      return
    }
    this.#spent.add(connection)
    // All requests may have been made at once, so that none is left that would make room.
    if (this.#open.size > 2 * MAX_IDLE) queueMicrotask(() => this.#closeOldest())
  }

  /** Of those that are not used again, if there is one. */
  #closeOldest(): void {
    const [oldest] = (this.#spent.size > 0 ? this.#spent : this.#idle) as Iterable<Connection>
    if (!oldest) return
    // Of one host the oldest comes first.
    if (!this.#spent.delete(oldest)) this.#kept.get(oldest.origin)?.shift()
    this.#idle.delete(oldest)
    this.#open.delete(oldest)
    oldest.client.destroy(NOT_NEEDED, () => {})
  }
}

interface Connection {
  readonly client: UndiciClient
  readonly origin: string
}
