import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isObject } from '../../../io/json-fields.ts'
import { LOOPBACK } from '../access/loopback-server.ts'
import { createSenders } from '../access/peers.ts'
import { excerptOf } from './document.ts'
import { type FaultInjection, NO_FAULTS } from './fault-injection.ts'
import type { Intake } from './intake.ts'

/** The socket that the X-Ray daemon would listen on. */
export interface Daemon {
  readonly port: number
  readonly figures: () => DaemonFigures
  readonly close: () => Promise<void>
}

export interface DaemonFigures {
  /** Including those that were dropped, without those of other users. */
  readonly datagrams: number
  /** Datagrams of other users of this machine, none of which is taken. */
  readonly foreign: number
  /** Datagrams whose sender was gone before it was looked up, or whose owner the system does not reveal. */
  readonly unknown: number
  /** By fault injection. */
  readonly dropped: number
  /** What the system granted; where it is less than 4 MiB, bursts may be lost before they are read. */
  readonly receiveBufferBytes: number
}

/** A burst of documents comes faster than it is read: with the usual 200 KB, 238 of 802 were lost. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024
const MAX_HEADER_BYTES = 200

/** Listens on loopback; `port` 0 takes a free one. Rejects with the system's error when it cannot be had. */
export async function startDaemon(
  port: number,
  { intake, isLost = NO_FAULTS.isLost }: { readonly intake: Intake; readonly isLost?: FaultInjection['isLost'] },
): Promise<Daemon> {
  const socket = createSocket('udp4')
  let datagrams = 0
  let dropped = 0
  let foreign = 0
  let unknown = 0
  socket.bind(port, LOOPBACK)
  await once(socket, 'listening')
  const ownerOf = createSenders(socket.address().port)
  socket.on('message', (datagram, sender) => {
    const owner = ownerOf(sender)
    if (owner === 'foreign') {
      foreign++
      return
    }
    datagrams++
    // Our functions close their sockets soon, perhaps before they are looked up here; their documents must not be lost.
    const isSenderKnown = owner === 'ours'
    if (!isSenderKnown) unknown++
    if (isLost(datagrams)) dropped++
    else receive(datagram, { intake, isSenderKnown })
  })
  socket.on('error', ({ message }) => intake.refuse({ code: 'SocketError', message }))
  grow(() => socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES))
  return {
    port: socket.address().port,
    figures: () => ({ datagrams, foreign, unknown, dropped, receiveBufferBytes: socket.getRecvBufferSize() }),
    async close() {
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}

interface Received {
  readonly intake: Intake
  readonly isSenderKnown: boolean
}

/** One header line, one document. Source: AWS X-Ray Developer Guide, "Sending segment documents to the X-Ray daemon". */
function receive(datagram: Buffer, { intake, isSenderKnown }: Received): void {
  const end = datagram.indexOf('\n')
  const header = datagram.toString('utf8', 0, Math.min(end < 0 ? datagram.length : end, MAX_HEADER_BYTES))
  if (end < 0 || !isHeader(header))
    intake.refuse({
      code: 'MissingHeader',
      message: `expected {"format":"json","version":1} and the end of a line first, got ${excerptOf(header)}`,
    })
  else if (end + 1 === datagram.length)
    intake.refuse({ code: 'MissingDocument', message: 'expected a document after the header, got nothing' })
  else intake.take(datagram.toString('utf8', end + 1), { isSenderKnown })
}

function isHeader(line: string): boolean {
  try {
    const header: unknown = JSON.parse(line)
    return isObject(header) && header.format === 'json' && header.version === 1
  } catch {
    return false
  }
}

/** Above their limit some systems throw and others grant less, which the figures show. */
function grow(growth: () => void): void {
  try {
    growth()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SOCKET_BUFFER_SIZE') throw error
  }
}
