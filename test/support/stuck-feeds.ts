import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const DEAF = fileURLToPath(new URL('./deaf-port.ts', import.meta.url))

export interface StuckFeeds extends AsyncDisposable {
  /** How many connections there were so far. */
  readonly connections: () => number
  /** Addresses of feeds that hold up whoever fetches them, by how. */
  readonly kinds: Readonly<Record<string, (nth: number) => string>>
}

/** Servers of feeds that take a client's time, each in its own way. */
export async function serveStuckFeeds(): Promise<StuckFeeds> {
  const filler = `X-FILL:${'a'.repeat(62)}\r\n`
  const bomb = gzipSync(`BEGIN:VCALENDAR\r\n${filler.repeat(9_000_000 / filler.length)}END:VCALENDAR\r\n`)
  const twice = gzipSync(Buffer.concat(Array<Buffer>(400_000).fill(gzipSync(''))))
  const sockets = new Set<Socket>()
  let connections = 0
  const silent = createServer((socket) => {
    connections++
    sockets.add(socket.on('error', () => {}))
  })
  const web = createHttpServer((request, response) => {
    const coded = (coding: string, body: Buffer) => response.writeHead(200, { 'content-encoding': coding }).end(body)
    if (request.url!.startsWith('/layers')) coded(Array(1000).fill('gzip').join(), gzipSync('x'))
    else if (request.url!.startsWith('/bomb')) coded('gzip', bomb)
    else if (request.url!.startsWith('/twice')) coded('gzip, gzip', twice)
    else if (request.url!.startsWith('/drip')) {
      const drip = setInterval(() => response.write('x'), 20)
      response.once('close', () => clearInterval(drip))
    }
  })
  web.on('connection', () => connections++)
  const ports = await Promise.all(
    [silent, web].map(async (server) => {
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    }),
  )
  const child = fork(DEAF)
  const [deafPort] = (await once(child, 'message')) as [number]
  const at = (origin: string) => (nth: number) => `${origin}?${nth}`
  return {
    connections: () => connections,
    kinds: {
      'a port that never answers TLS': at(`https://127.0.0.1:${ports[0]}/a`),
      'a port with a full backlog': at(`http://127.0.0.1:${deafPort}/a`),
      'a server that never answers': at(`http://127.0.0.1:${ports[1]}/never`),
      'a body that drips': at(`http://127.0.0.1:${ports[1]}/drip`),
      'a body in a thousand codings': at(`http://127.0.0.1:${ports[1]}/layers`),
      'a body that unpacks to megabytes': at(`http://127.0.0.1:${ports[1]}/bomb`),
      'a body that unpacks to megabytes of nothing': at(`http://127.0.0.1:${ports[1]}/twice`),
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      for (const server of [silent, web]) server.close()
      web.closeAllConnections()
      for (const socket of sockets) socket.destroy()
    },
  }
}
