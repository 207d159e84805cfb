import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'

export const LOOPBACK = '127.0.0.1'

export interface LoopbackServer {
  readonly port: number
  /** Ends connections too, whether they are used or not. */
  readonly close: () => Promise<void>
}

/** Serves an app on loopback alone; 0 takes a free port. Rejects with the system's error where the port cannot be had. */
export async function startLoopbackServer(
  port: number,
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<LoopbackServer> {
  const server = createAdaptorServer({
    fetch,
    createServer,
    serverOptions: { keepAliveTimeout: 60_000 },
    // The host's own Request and Response are for the host to choose.
    overrideGlobalObjects: false,
  })
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
