import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** Where the X-Ray daemon listens. */
export interface DaemonAddress {
  readonly host: string
  readonly port: number
}

/** Source: AWS X-Ray SDK for Node.js, "Configuring the daemon address". */
const DEFAULT_ADDRESS: DaemonAddress = { host: '127.0.0.1', port: 2000 }

/**
 * Reads `AWS_XRAY_DAEMON_ADDRESS`: `HOST:PORT`, or `tcp:HOST:PORT udp:HOST:PORT` in either order, of which documents go to the latter. Throws an
 * Error for anything else, without repeating it.
 */
export function readDaemonAddress(text: string | undefined): DaemonAddress {
  if (!text) return DEFAULT_ADDRESS
  const parts = text.trim().split(/ +/)
  const udp = parts.length === 1 ? parts[0]! : parts.find((part) => part.startsWith('udp:'))?.slice('udp:'.length)
  const [, host, port] = /^([^:\s]+):(\d{1,5})$/.exec(udp ?? '') ?? []
  if (host === undefined || parts.length > 2)
    throw new Error('expected AWS_XRAY_DAEMON_ADDRESS to be HOST:PORT or tcp:HOST:PORT udp:HOST:PORT')
  return { host, port: Number(port) }
}

/** What became of some documents. */
export interface Sending {
  readonly documents: number
  readonly bytes: number
  /** Why the rest did not leave this process. */
  readonly lost?: string
}

/** One datagram: a line that says so, then the document. Source: AWS X-Ray Developer Guide, "Sending segment documents to the daemon". */
const DAEMON_HEADER = '{"format":"json","version":1}\n'

/** All of them in the sender's buffer at once, so that none waits for the daemon. */
const SEND_BUFFER_BYTES = 512 * 1024
/** Longest wait for a name to be looked up and the documents to be taken by the system. */
export const PATIENCE_MS = 250
/** That nobody listens on a port comes back as an answer of its own, after the datagram. */
export const ECHO_MS = 2

/** Sends documents to the daemon, each in a datagram of its own; resolves when the system has taken them, and never rejects. */
export async function sendToDaemon(documents: readonly string[], { host, port }: DaemonAddress): Promise<Sending> {
  let sent = 0
  let bytes = 0
  let lost: string | undefined
  const socket = createSocket({ type: 'udp4', sendBufferSize: SEND_BUFFER_BYTES })
  socket.on('error', (error) => {
    lost ??= describeLoss(error)
  })
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    socket.connect(port, host)
    await once(socket, 'connect', { signal })
    for (const document of documents) {
      const datagram = Buffer.from(DAEMON_HEADER + document)
      await send(socket, datagram, signal)
      sent++
      bytes += datagram.byteLength
    }
    await sleep(ECHO_MS)
  } catch (error) {
    lost ??= describeLoss(error)
  } finally {
    socket.close()
  }
  return { documents: sent, bytes, ...(lost !== undefined && { lost }) }
}

function send(socket: Socket, datagram: Buffer, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason as Error)
    signal.addEventListener('abort', giveUp, { once: true })
    socket.send(datagram, (error) => {
      signal.removeEventListener('abort', giveUp)
      if (error) reject(error)
      else resolve()
    })
  })
}

/** Why a document did not leave this process. */
export function describeLoss(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED') return 'no daemon listens there (ECONNREFUSED)'
  if (code === 'EMSGSIZE') return 'a document is too large for a datagram (EMSGSIZE)'
  if (name === 'AbortError' || name === 'TimeoutError') return `not sent within ${PATIENCE_MS} ms`
  return `it could not be sent (${code ?? name})`
}
