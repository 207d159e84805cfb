import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'
import { refusalOf } from '../../../../mock-server/foreign-request.ts'

export const LOOPBACK = '127.0.0.1'

export interface LoopbackServer {
  readonly port: number
  /** Ends connections too, whether they are used or not. */
  readonly close: () => Promise<void>
}

/** Refuses what web pages of others send, before anything else of an app sees it: for every app that listens on loopback. */
export const ownPagesOnly: MiddlewareHandler = async (c, next) => {
  const refusal = refusalOf({
    // A request made in this process has no Host header, and its address instead.
    host: c.req.header('host') ?? new URL(c.req.url).host,
    origin: c.req.header('origin'),
    'sec-fetch-site': c.req.header('sec-fetch-site'),
    'sec-fetch-dest': c.req.header('sec-fetch-dest'),
  })
  if (refusal) return c.text(`${refusal.reason}\n`, refusal.status)
  await next()
}

/** How long a client may take to send the head of a request, and all of it. Nobody on loopback is that slow. */
const HEAD_MS = 10_000
const REQUEST_MS = 30_000
/** How often connections are looked at for that. */
const LOOK_MS = 5000
/** Far more than a comparison opens, and fewer than the descriptors of this process. */
const MAX_CONNECTIONS = 512

/** Serves an app on loopback alone; 0 takes a free port. Rejects with the system's error where the port cannot be had. */
export async function startLoopbackServer(
  port: number,
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<LoopbackServer> {
  const server = createAdaptorServer({
    fetch,
    createServer,
    serverOptions: {
      keepAliveTimeout: 60_000,
      headersTimeout: HEAD_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: LOOK_MS,
    },
    // The host's own Request and Response are for the host to choose.
    overrideGlobalObjects: false,
  })
  server.maxConnections = MAX_CONNECTIONS
  server.listen({ port, host: LOOPBACK })
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close')
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
    },
  }
}
