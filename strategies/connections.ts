import type { Client as UndiciClient, Dispatcher } from 'undici'
import type { buildConnector } from './undici.ts'
import { Client } from './undici.ts'

/** What carries out requests: connections, or a stand-in for them in tests. */
export interface Requester {
  /** Every request ends in exactly one `onResponseEnd` or `onResponseError` of its handler. */
  readonly dispatch: (options: RequestOptions, handler: Dispatcher.DispatchHandler) => void
}

export interface RequestOptions extends Dispatcher.DispatchOptions {
  readonly origin: string
}

export interface ConnectionsOptions {
  readonly connect: buildConnector.connector
  /**
   * How many requests will come for each origin, where that is known: once they have, its connections are closed instead of kept. Those of
   * any other origin are kept.
   */
  readonly expected?: ReadonlyMap<string, number>
}

/**
 * Idle connections over all hosts: together with those in use they leave room among the 1,024 descriptors that a process often has. The one
 * that has been idle for the longest is closed first.
 */
const MAX_IDLE = 256

/** Why connections that are not needed any more are closed. One for all: an error takes longer to make than a socket to close. */
const NOT_NEEDED = Object.assign(new Error('not needed any more'), { code: 'UND_ERR_INFO' })

/**
 * The connections of a run, one request at a time on each, as many as there are requests at a time. undici's own Agent would go through all
 * connections to a host for each request, and through all hosts whenever a connection is closed: a thousand hosts cost a million steps.
 */
export class Connections implements Requester {
  readonly #connect: buildConnector.connector
  readonly #expected: Map<string, number>
  readonly #open = new Set<Connection>()
  /** In the order in which they became idle. */
  readonly #idle = new Set<Connection>()
  /** The same by origin; the last one was used last, and is the least likely to have been closed by its server. */
  readonly #idleOf = new Map<string, Connection[]>()
  #isDestroyed = false

  constructor({ connect, expected = new Map() }: ConnectionsOptions) {
    this.#connect = connect
    this.#expected = new Map(expected)
  }

  dispatch(options: RequestOptions, handler: Dispatcher.DispatchHandler): void {
    const connection = this.#take(options.origin)
    connection.client.dispatch(options, new Use(handler, () => this.#giveBack(connection)))
  }

  /** Ends all requests and resolves when the sockets are closed; later requests fail. */
  async destroy(): Promise<void> {
    this.#isDestroyed = true
    await Promise.all(Array.from(this.#open, ({ client }) => client.destroy()))
  }

  #take(origin: string): Connection {
    const left = this.#expected.get(origin)
    if (left !== undefined) this.#expected.set(origin, left - 1)
    const idle = this.#idleOf.get(origin)?.pop()
    if (idle) {
      this.#idle.delete(idle)
      return idle
    }
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
    let idle = this.#idleOf.get(origin)
    if (!idle) this.#idleOf.set(origin, (idle = []))
    if ((this.#expected.get(origin) ?? Infinity) <= idle.length) return this.#close(connection)
    idle.push(connection)
    this.#idle.add(connection)
    if (this.#idle.size <= MAX_IDLE) return
    const [oldest] = this.#idle as Iterable<Connection>
    const others = this.#idleOf.get(oldest!.origin)!
    others.splice(others.indexOf(oldest!), 1)
    this.#idle.delete(oldest!)
    this.#close(oldest!)
  }

  #close(connection: Connection): void {
    this.#open.delete(connection)
    // Not at once: undici is in the middle of its answer.
    queueMicrotask(() => connection.client.destroy(NOT_NEEDED, () => {}))
  }
}

interface Connection {
  readonly client: UndiciClient
  readonly origin: string
}

/** One request on a connection, which is given back when it has ended. */
class Use implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler
  readonly #giveBack: () => void

  constructor(handler: Dispatcher.DispatchHandler, giveBack: () => void) {
    this.#handler = handler
    this.#giveBack = giveBack
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.#handler.onRequestStart!(controller, context)
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2],
  ): void {
    this.#handler.onResponseStart!(controller, status, headers)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#handler.onResponseData!(controller, chunk)
  }

  onResponseEnd(
    controller: Dispatcher.DispatchController,
    trailers: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseEnd']>>[1],
  ): void {
    this.#giveBack()
    this.#handler.onResponseEnd!(controller, trailers)
  }

  onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    this.#giveBack()
    this.#handler.onResponseError!(controller, error)
  }
}
