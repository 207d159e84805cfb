import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { eventually } from './eventually.ts'

/** A document as the X-Ray daemon is sent it. Source: AWS X-Ray Developer Guide, "Segment documents". */
export interface Document {
  readonly id: string
  readonly name: string
  readonly type?: string
  readonly trace_id: string
  readonly parent_id: string
  readonly start_time: number
  readonly end_time: number
  readonly annotations?: Readonly<Record<string, unknown>>
  readonly metadata?: { readonly utakata: Readonly<Record<string, unknown>> }
  readonly subsegments?: readonly Document[]
  readonly error?: boolean
}

/** Something that listens like the X-Ray daemon, for `await using`. */
export interface Daemon extends AsyncDisposable {
  /** As `AWS_XRAY_DAEMON_ADDRESS` has it. */
  readonly address: string
  readonly port: number
  /** Each datagram's bytes, header and all. */
  readonly datagrams: readonly Buffer[]
  /** The documents, once there are so many. */
  readonly documents: (count: number) => Promise<readonly Document[]>
}

const HEADER = '{"format":"json","version":1}\n'

export async function aDaemon(): Promise<Daemon> {
  const socket = createSocket('udp4')
  const datagrams: Buffer[] = []
  socket.on('message', (datagram) => datagrams.push(datagram))
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  return {
    address: `127.0.0.1:${port}`,
    port,
    datagrams,
    async documents(count) {
      await eventually(`${count} documents had come`, () => datagrams.length >= count)
      return datagrams.map((datagram) => {
        const text = datagram.toString()
        if (!text.startsWith(HEADER)) throw new Error(`expected the daemon's header first, got ${text.slice(0, 40)}`)
        return JSON.parse(text.slice(HEADER.length)) as Document
      })
    },
    async [Symbol.asyncDispose]() {
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}
