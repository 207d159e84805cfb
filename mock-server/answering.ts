/** How an exchange with a client is begun, held back, broken off, paced and ended, whatever is answered. */
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import type { Deliveries, Entry } from './deliveries.ts'
import { SLICES } from './world.ts'

/** `outgoing` is there behind a real socket; behind msw what needs a socket ends as a network error. */
export type Env = { Bindings: { readonly outgoing?: ServerResponse } }
export type Ask = Context<Env>

export function tooLarge(c: Ask, mostBytes: number): Response {
  // What is still to come of it is not read.
  return c.text(`expected at most ${mostBytes} bytes`, 413, { connection: 'close' })
}

export function begin(c: Ask, deliveries: Deliveries, to: Entry['to'], feed: number, drawnMs: number): Entry {
  const entry = deliveries.begin(to, feed, drawnMs)
  const end = () => deliveries.end(entry)
  // Not 'finish': over TLS it comes a turn late, when a client in another thread may already have asked for the next feed.
  c.env?.outgoing?.once('prefinish', end).once('close', end)
  return entry
}

export function finish(c: Ask, deliveries: Deliveries, entry: Entry, response: Response): Response {
  if (response !== RESPONSE_ALREADY_SENT) entry.status = response.status
  if (!c.env?.outgoing) deliveries.end(entry)
  return response
}

/** Ends the connection without a word. */
export function breakOff(c: Ask, entry: Entry): Response {
  entry.status = 0
  const socket = c.env?.outgoing?.socket
  if (!socket) return Response.error()
  socket.destroy()
  return RESPONSE_ALREADY_SENT
}

/** Says nothing until the client has had enough. */
export async function waitForClient(c: Ask, deliveries: Deliveries, entry: Entry): Promise<Response> {
  const outgoing = c.env?.outgoing
  if (!outgoing) return Response.error()
  if (!outgoing.destroyed) await once(outgoing, 'close')
  deliveries.held(entry)
  return RESPONSE_ALREADY_SENT
}

/** Sends a body at a pace, in slices. */
export async function pace(
  outgoing: ServerResponse,
  deliveries: Deliveries,
  entry: Entry,
  body: Uint8Array,
  bytesPerSecond: number,
  headers: Record<string, string>,
): Promise<Response> {
  outgoing.writeHead(200, { ...headers, 'content-length': body.byteLength })
  const sliceBytes = Math.ceil(body.byteLength / SLICES)
  const sliceMs = (sliceBytes / bytesPerSecond) * 1000
  for (let at = 0; at < body.byteLength && !outgoing.destroyed; at += sliceBytes) {
    entry.drawnMs += sliceMs
    await hold(entry.drawnMs - (performance.timeOrigin + performance.now() - entry.beganMs))
    outgoing.write(body.subarray(at, at + sliceBytes))
  }
  deliveries.held(entry)
  entry.status = 200
  outgoing.end()
  return RESPONSE_ALREADY_SENT
}

/**
 * Waits `ms` milliseconds to within some hundredths: a timer alone is up to one late, which is a third of a delay of 3. So it
 * sleeps the whole milliseconds and looks at the clock for the rest, one turn of the event loop at a time.
 */
export async function hold(ms: number): Promise<void> {
  const dueMs = performance.now() + ms
  for (let leftMs = ms; leftMs > 0; leftMs = dueMs - performance.now()) {
    if (leftMs >= 1) await sleep(Math.floor(leftMs))
    else await nextTurn()
  }
}
