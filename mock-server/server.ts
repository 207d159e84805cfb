import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, isIPv6, type Socket } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Certificates } from './certificate.ts'
import { createMockApp, type MockApp } from './app.ts'
import { isLoopbackHost, refusalOf } from './foreign-request.ts'
import { HOST_SUFFIX, type World } from './world.ts'

export interface MockServer extends MockApp {
  /** `http://NAME:PORT` or `https://NAME:PORT`, where NAME is the first of the names, else the host. */
  readonly origin: string
  /** PEM of the authority to trust; only over HTTPS. */
  readonly ca?: string
  /** The same with the key and the certificate of the server. */
  readonly certificates?: Certificates
  /** Ends connections that nobody uses, which a job of a user's own may keep: the next run begins without any. */
  readonly closeIdle: () => void
  readonly close: () => Promise<void>
}

export interface ServerOptions {
  readonly port?: number
  /** Where to listen: an address of this machine, `0.0.0.0` for all of them. */
  readonly host?: string
  /** Further host names and addresses the certificate is good for; the first of them stands in the origin. */
  readonly names?: readonly string[]
  /** How long the certificate is good for, at least. */
  readonly hours?: number
  /** When given, every request must carry `Authorization: Bearer TOKEN`. Over HTTP anybody on the way can read it. */
  readonly token?: string | undefined
  /** Puts Hono's lighter Request and Response in place of the global ones: for a process that is only this server. */
  readonly lightObjects?: boolean
  /** Of a server before it, whose clients trust it already; its own by default. */
  readonly certificates?: Certificates | undefined
  /** What a delivery of a job of a user's own is known by. */
  readonly compares?: 'bodies' | 'counts' | undefined
  readonly keepsBodies?: boolean | undefined
}

const LOOPBACK = '127.0.0.1'
/** All addresses of a machine are none that anybody could ask for. */
const UNSPECIFIED = new Set(['0.0.0.0', '::'])

/** Whether a `Host` header has one of these names, or is one of the hosts of a world of many. */
function isNamed(host: string, names: readonly string[]): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  return name.endsWith(HOST_SUFFIX) || names.includes(name)
}

/** Serves a world, on loopback by default. `port` 0 takes a free one; rejects with the system's error when it cannot be had. */
export async function startServer(
  world: World,
  {
    port = 0,
    host = LOOPBACK,
    names = [],
    hours = 24,
    token,
    lightObjects = false,
    compares,
    keepsBodies,
    certificates: earlier,
  }: ServerOptions = {},
): Promise<MockServer> {
  const mock = createMockApp(world, { token, compares, keepsBodies })
  const reachable = UNSPECIFIED.has(host) ? LOOPBACK : host
  // Loaded when needed: the certificate library takes longer to load than all the rest.
  const makeCertificates = world.https && !earlier && (await import('./certificate.ts')).makeCertificates
  const certificates = makeCertificates
    ? await makeCertificates([...new Set(['localhost', LOOPBACK, `*${HOST_SUFFIX}`, reachable, ...names])], hours)
    : earlier
  // Other machines reach any other address, and under any name: there a token protects it, where one was given.
  const isOnLoopback = /^(?:127\.|localhost$|::1$)/.test(host)
  const isOwnHost = (hostname: string) =>
    !isOnLoopback || isLoopbackHost(hostname) || isNamed(hostname, [host, ...names])
  const server = createAdaptorServer({
    fetch(request, env) {
      // Node has read the head already, so that a look at it takes nothing of a feed's time.
      const refusal = refusalOf((env as { readonly incoming: IncomingMessage }).incoming.headers, isOwnHost)
      if (refusal) return new Response(`${refusal.reason}\n`, { status: refusal.status })
      return mock.app.fetch(request, env)
    },
    createServer: certificates ? createTlsServer : createServer,
    serverOptions: { ...certificates, keepAliveTimeout: 60_000 },
    overrideGlobalObjects: lightObjects,
  })
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    mock.deliveries.connected()
    socket.once('close', () => {
      sockets.delete(socket)
      mock.deliveries.disconnected()
    })
  })
  server.listen({ port, host, backlog: 4096 })
  await once(server, 'listening')
  const bound = (server.address() as AddressInfo).port
  const name = names[0] ?? reachable
  return {
    ...mock,
    origin: `${certificates ? 'https' : 'http'}://${isIPv6(name) ? `[${name}]` : name}:${bound}`,
    ...(certificates && { ca: certificates.ca, certificates }),
    closeIdle: () => (server as Server).closeIdleConnections(),
    async close() {
      const closed = once(server, 'close')
      server.close()
      // Not closeAllConnections: it knows none that is still silent before TLS, and the server would wait for it.
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
