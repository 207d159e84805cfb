import { connect as connectPlainly, isIP, type LookupFunction, type Socket } from 'node:net'
import type { DetailedPeerCertificate, SecureContext, TLSSocket } from 'node:tls'
import type { buildConnector } from 'undici'
import { ioClockMs, ioClockStoppedMs } from './io-clock.ts'

type Connect = buildConnector.connector

/** How to reach hosts. */
export interface Reach {
  /** Of TLS connections: as `trusting` gives it. */
  readonly secureContext?: (() => SecureContext) | undefined
  /** Stands in for the system's lookup. */
  readonly lookup?: LookupFunction | undefined
  /** Ends every attempt to connect, when the connections are destroyed: a destroyed client of undici leaves them to their timeouts. */
  readonly closing?: AbortSignal | undefined
}

export interface ConnectOptions extends Reach {
  /** Longest time to connect, TLS included, on `ioClockMs`. */
  readonly timeoutMs: number
}

/**
 * The TLS context of all connections of a job, since making one takes longer than a handshake; made when it is first asked for, since a job may
 * have no such connection. `ca`: a certificate authority (PEM) to trust in place of the usual ones.
 */
export function trusting(ca?: string): () => SecureContext {
  let context: SecureContext | undefined
  return () => (context ??= process.getBuiltinModule('node:tls').createSecureContext({ ca }))
}

/**
 * Opens connections for HTTP/1.1: a second protocol would have to be negotiated with every host, and gains nothing where a host is asked
 * once. In place of undici's own connector, whose timeout counts the time in which checks block the thread, and which keeps the TLS sessions that
 * every host hands out, though hardly any host is connected to twice. It fails with `UND_ERR_CONNECT_TIMEOUT`.
 */
export function createConnect({ timeoutMs, closing, lookup, secureContext = trusting() }: ConnectOptions): Connect {
  const connecting = new Set<Socket>()
  closing?.addEventListener('abort', () => connecting.forEach((socket) => socket.destroy(closed())), { once: true })
  return (to, done) => {
    const untilMs = ioClockMs() + timeoutMs
    let socket: Socket
    let timer: NodeJS.Timeout
    const attempt = () => {
      const stoppedMs = ioClockStoppedMs()
      const opened = open(to, lookup, secureContext)
      const settle = (error: Error | null) => {
        if (!connecting.delete(opened)) return
        // Node gives each of several addresses 250 ms, in which a check may have kept it from being heard.
        const isRetried = isTimeout(error) && ioClockStoppedMs() > stoppedMs && ioClockMs() < untilMs
        if (isRetried && !closing?.aborted) return attempt()
        clearTimeout(timer)
        if (error === null) done(null, opened)
        else done(error instanceof AggregateError && isTimeout(error) ? connectTimeout(timeoutMs, error) : error, null)
      }
      connecting.add(opened)
      // The listener stays: an error of a socket that nobody listens to would end the process.
      opened.once(isSecure(to) ? 'secureConnect' : 'connect', () => settle(null)).on('error', settle)
      socket = opened
    }
    const look = () => {
      const leftMs = untilMs - ioClockMs()
      if (leftMs > 0) timer = setTimeout(look, Math.ceil(leftMs))
      // What arrived while the thread was blocked is read only after the timers have run: one more turn before it is given up.
      else setImmediate(() => connecting.has(socket) && socket.destroy(connectTimeout(timeoutMs)))
    }
    if (closing?.aborted) return done(closed(), null)
    attempt()
    timer = setTimeout(look, timeoutMs)
  }
}

function isSecure({ protocol }: buildConnector.Options): boolean {
  return protocol === 'https:'
}

/** A socket that connects to a host. */
function open(
  to: buildConnector.Options,
  lookup: LookupFunction | undefined,
  secureContext: () => SecureContext,
): Socket {
  const { hostname: host, port, servername } = to
  const common = { host, lookup, noDelay: true }
  if (!isSecure(to)) return connectPlainly({ ...common, port: Number(port || 80) })
  // Loaded with the first of them: a job may have none.
  const socket = process.getBuiltinModule('node:tls').connect({
    ...common,
    port: Number(port || 443),
    // Addresses have no name to ask for (RFC 6066, 3).
    servername: servername || (isIP(host) ? undefined : host),
    secureContext: secureContext(),
    ALPNProtocols: ['http/1.1'],
  })
  socket.getPeerCertificate = namesOfPeer
  return socket
}

/**
 * What Node's check of the host looks at, which stays its own: the names in the server's certificate. Otherwise Node translates every field
 * of the whole chain for it, which is a twentieth of the time of a fetch from a host of its own. Where there is no DNS name it looks at the
 * subject, too.
 */
function namesOfPeer(this: TLSSocket): DetailedPeerCertificate {
  const certificate = this.getPeerX509Certificate()
  const subjectaltname = certificate?.subjectAltName
  const looked = subjectaltname?.includes('DNS:') ? { subjectaltname } : (certificate?.toLegacyObject() ?? {})
  return looked as DetailedPeerCertificate
}

function closed(): Error {
  return new Error('closed while connecting')
}

const TIMEOUT_CODE = 'UND_ERR_CONNECT_TIMEOUT'

function connectTimeout(timeoutMs: number, cause?: Error): Error {
  return Object.assign(new Error(`no connection within ${timeoutMs} ms`, { cause }), { code: TIMEOUT_CODE })
}

/** Ours, or Node's that some of several addresses did not answer in time. */
function isTimeout(error: (Error & { readonly code?: unknown }) | null): boolean {
  if (error === null) return false
  if (error instanceof AggregateError)
    return error.errors.some((one: { readonly code?: unknown }) => one.code === 'ETIMEDOUT')
  return error.code === TIMEOUT_CODE
}

/** Connections opened in one turn of the event loop. */
const MAX_A_TURN = 4

/**
 * `connect`, a few connections a turn of the event loop: opening one takes some 100 microseconds, so that a burst of 256 kept the
 * thread busy for 25 ms before the first request went out. Now requests go out and answers come in while the rest are opened.
 * Those still waiting when `closing` is aborted are never opened.
 */
export function openInTurns(connect: Connect, closing?: AbortSignal): Connect {
  const waiting: (() => void)[] = []
  let opened = 0
  const beginTurn = () => {
    opened = 0
    if (closing?.aborted) waiting.length = 0
    while (opened < MAX_A_TURN && waiting.length > 0) {
      opened++
      waiting.shift()!()
    }
    if (opened > 0) setImmediate(beginTurn)
  }
  return (to, callback) => {
    if (opened === MAX_A_TURN) {
      waiting.push(() => connectOrFail(connect, to, callback))
      return
    }
    if (opened++ === 0) setImmediate(beginTurn)
    connectOrFail(connect, to, callback)
  }
}

/** What is thrown in a later turn nobody would catch. */
function connectOrFail(connect: Connect, to: buildConnector.Options, callback: buildConnector.Callback): void {
  try {
    connect(to, callback)
  } catch (error) {
    callback(error as Error, null)
  }
}
