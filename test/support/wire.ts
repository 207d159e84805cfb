import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it came over the wire, its body whole. */
export interface Seen {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** When it was whole, in epoch milliseconds with fractions. */
  readonly atMs: number
  /** The client's port: the same for two requests exactly when they share a connection. */
  readonly connection: number
}

/** A server of one test on loopback, for `await using`. */
export interface Wire extends AsyncDisposable {
  readonly origin: string
  readonly port: number
  readonly seen: readonly Seen[]
}

/** Answers every request as `answer` says; `nth` counts from 1. */
export async function answering(answer: (response: ServerResponse, request: Seen, nth: number) => void): Promise<Wire> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const { method = '', url: path = '', headers, socket } = request
    const atMs = performance.timeOrigin + performance.now()
    seen.push({ method, path, headers, body, atMs, connection: socket.remotePort ?? 0 })
    answer(response, seen.at(-1)!, seen.length)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    seen,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** An origin at which nobody listens: a port that was free a moment ago. */
export async function nobodyListens(): Promise<string> {
  await using wire = await answering(() => {})
  return wire.origin
}
