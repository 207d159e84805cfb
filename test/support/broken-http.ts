import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

const HEAD = 'HTTP/1.1 200 OK\r\n'

/** What a hostile or broken server may send in place of an answer; a function has the socket to itself. */
export const BROKEN_ANSWERS: Readonly<Record<string, string | Buffer | ((socket: Socket) => void)>> = {
  'nothing, and closes': '',
  'a reset': (socket) => socket.resetAndDestroy(),
  'a reset in the head': (socket) => socket.write('HTTP/1.1 200 O', () => socket.resetAndDestroy()),
  'half a head': 'HTTP/1.1 200 OK\r\ncontent-len',
  'no HTTP at all': 'hello, this is not HTTP\r\n\r\n',
  zeros: Buffer.alloc(2000),
  'HTTP/0.9': 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n',
  'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a TLS alert': Buffer.from([21, 3, 1, 0, 2, 2, 40]),
  'HTTP/9.9': 'HTTP/9.9 200 OK\r\n\r\n',
  'a status of letters': 'HTTP/1.1 abc OK\r\n\r\n',
  'a status of four digits': 'HTTP/1.1 2000 OK\r\n\r\n',
  'status 99': 'HTTP/1.1 099 OK\r\n\r\n',
  'status 0': 'HTTP/1.1 000 OK\r\n\r\n',
  'status 100': 'HTTP/1.1 100 Continue\r\n\r\n',
  'early hints without end': (socket) => {
    const hint = () => socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(20))
    const hints = setInterval(hint, 5)
    socket.once('close', () => clearInterval(hints))
  },
  'a change of protocols': 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
  'a content-length of letters': `${HEAD}content-length: many\r\n\r\nx`,
  'a negative content-length': `${HEAD}content-length: -1\r\n\r\nx`,
  'an endless content-length': `${HEAD}content-length: ${'9'.repeat(40)}\r\n\r\nx`,
  'two content-lengths': `${HEAD}content-length: 1\r\ncontent-length: 2\r\n\r\nxy`,
  'content-length and chunked': `${HEAD}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`,
  'fewer bytes than announced': `${HEAD}content-length: 100\r\n\r\nx`,
  'a chunk size of letters': `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n`,
  'an endless chunk size': `${HEAD}transfer-encoding: chunked\r\n\r\n${'f'.repeat(40)}\r\nx`,
  'a chunk longer than its size': `${HEAD}transfer-encoding: chunked\r\n\r\n1\r\nxyz\r\n0\r\n\r\n`,
  'chunks without an end': `${HEAD}transfer-encoding: chunked\r\n\r\n1\r\nx\r\n`,
  'headers without end': (socket) => {
    socket.write(HEAD)
    const more = () =>
      socket.write(`x-more: ${'a'.repeat(1000)}\r\n`.repeat(50), (error) => error || setImmediate(more))
    more()
  },
  'a header without a colon': `${HEAD}nonsense\r\n\r\n`,
  'a header with a NUL': `${HEAD}x: a\0b\r\n\r\n`,
  'a header name with a space': `${HEAD}a b: c\r\n\r\n`,
  'a folded header': `${HEAD}x: a\r\n b\r\n\r\n`,
  'a header called __proto__, and no body': `${HEAD}__proto__: x\r\ncontent-length: 4\r\n\r\nx`,
  'a carriage return alone': 'HTTP/1.1 200 OK\rcontent-length: 0\r\r',
  'a redirect to nowhere': 'HTTP/1.1 302 Found\r\nlocation: http://[\r\ncontent-length: 0\r\n\r\n',
  'a redirect without a location': 'HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n',
  'a redirect to two places':
    'HTTP/1.1 302 Found\r\nlocation: http://[a\r\nlocation: http://b]\r\ncontent-length: 0\r\n\r\n',
  'a redirect to port 99999': 'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:99999/\r\ncontent-length: 0\r\n\r\n',
  'a redirect to port 0': 'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:0/\r\ncontent-length: 0\r\n\r\n',
  'a redirect to a name that is too long': `HTTP/1.1 302 Found\r\nlocation: http://${'a'.repeat(300)}.test/\r\ncontent-length: 0\r\n\r\n`,
  'a redirect with bytes that are no text': Buffer.from(
    'HTTP/1.1 302 Found\r\nlocation: /\xff\xfe\x80\r\ncontent-length: 0\r\n\r\n',
    'latin1',
  ),
  'no content, with content': 'HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello',
}

/** Says one of them to whoever connects, once a request has come, and closes unless it has the socket to itself. */
export async function answeringBrokenly(answer: (typeof BROKEN_ANSWERS)[string]) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', () => (typeof answer === 'function' ? answer(socket) : socket.end(answer)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
