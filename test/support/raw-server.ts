import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** A server of one test that answers with bytes, for `await using`. */
export interface RawServer extends AsyncDisposable {
  readonly origin: string
  /** The bodies of the posts that came whole. */
  readonly posts: readonly string[]
}

export interface RawAnswer {
  /** What is done the moment a client has connected, before it has said anything. */
  readonly onConnect?: (socket: Socket) => void
  /** What is done once a post came whole; `nth` counts from 1 over all connections. */
  readonly onPost?: (socket: Socket, nth: number) => void
}

/** A server that reads HTTP and may answer with anything. */
export async function rawServer({ onConnect, onPost }: RawAnswer): Promise<RawServer> {
  const posts: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let text = ''
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      for (let head; (head = /^POST [^]*?\r\n\r\n/.exec(text)?.[0]) !== undefined;) {
        const [, length] = /content-length: (\d+)/i.exec(head)!
        const end = head.length + Number(length)
        if (text.length < end) return
        posts.push(text.slice(head.length, end))
        text = text.slice(end)
        onPost?.(socket, posts.length)
      }
    })
    onConnect?.(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      sockets.forEach((socket) => socket.destroy())
      await closed
    },
  }
}
