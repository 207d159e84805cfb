import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { createMockApp, type MockApp } from './app.ts'
import { HOST_SUFFIX, type World } from './world.ts'

export interface MockServer extends MockApp {
  /** `http://127.0.0.1:PORT` or `https://127.0.0.1:PORT`. */
  readonly origin: string
  /** PEM of the authority to trust; only over HTTPS. */
  readonly ca?: string
  readonly close: () => Promise<void>
}

export interface ServerOptions {
  readonly port?: number
  /** Puts Hono's lighter Request and Response in place of the global ones: for a process that is only this server. */
  readonly lightObjects?: boolean
}

/** Serves a world on loopback. `port` 0 takes a free one; rejects with the system's error when the port is in use. */
export async function startServer(
  world: World,
  { port = 0, lightObjects = false }: ServerOptions = {},
): Promise<MockServer> {
  const mock = createMockApp(world)
  // Loaded when needed: the certificate library takes longer to load than all the rest.
  const makeCertificates = world.https && (await import('./certificate.ts')).makeCertificates
  const certificates = makeCertificates
    ? await makeCertificates(['localhost', '127.0.0.1', `*${HOST_SUFFIX}`])
    : undefined
  const server = createAdaptorServer({
    fetch: mock.app.fetch,
    createServer: certificates ? createTlsServer : createServer,
    serverOptions: { ...certificates, keepAliveTimeout: 60_000 },
    overrideGlobalObjects: lightObjects,
  })
  server.on('connection', (socket) => {
    mock.ledger.connected()
    socket.once('close', () => mock.ledger.disconnected())
  })
  server.listen({ port, host: '127.0.0.1', backlog: 4096 })
  await once(server, 'listening')
  const bound = (server.address() as AddressInfo).port
  return {
    ...mock,
    origin: certificates ? `https://127.0.0.1:${bound}` : `http://127.0.0.1:${bound}`,
    ...(certificates && { ca: certificates.ca }),
    async close() {
      const closed = once(server, 'close')
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
    },
  }
}
