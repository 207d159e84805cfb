import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, LookupFunction, Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createFeedConnections, createFetch, FETCH_DEFAULTS } from '../../strategies/fetch.ts'
import { eventually } from '../support/eventually.ts'

/** A server for every host, on this machine, and what its sockets did. */
async function aServer() {
  const open = new Set<Socket>()
  let accepted = 0
  let most = 0
  const server = createServer((request, response) => {
    if (request.url === '/moved') response.writeHead(302, { location: 'http://shared.test:' + port() })
    response.end('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n')
  })
  server.on('connection', (socket) => {
    accepted++
    open.add(socket)
    most = Math.max(most, open.size)
    socket.on('close', () => open.delete(socket))
  })
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const port = () => (server.address() as AddressInfo).port
  return {
    urlOf: (host: string, path = '/') => `http://${host}.test:${port()}${path}`,
    openSockets: () => open.size,
    accepted: () => accepted,
    most: () => most,
  }
}

const lookup: LookupFunction = (_host, { all }, callback) =>
  all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4)

/** Fetches addresses over the connections of one run, some at a time. */
function fetching(urls: readonly string[]) {
  const feeds = urls.map((url, index) => ({ id: String(index), url }))
  const connections = createFeedConnections(feeds, FETCH_DEFAULTS, { lookup })
  onTestFinished(() => connections.destroy())
  const fetch = createFetch(connections, FETCH_DEFAULTS)
  const { signal } = new AbortController()
  return {
    connections,
    one: (index: number) => fetch(feeds[index]!, signal),
    async all(atATime: number) {
      const left = feeds.values()
      const lane = async () => {
        for (const feed of left) await fetch(feed, signal)
      }
      await Promise.all(Array.from({ length: atATime }, lane))
    },
  }
}

// Breakage: a connection for each fetch.
test('feeds of a host that are fetched one after another share its connection, among any number of hosts', async () => {
  const server = await aServer()
  const hosts = Array.from({ length: 40 }, (_, host) => server.urlOf(`host-${host}`))
  await fetching([...hosts, ...hosts, ...hosts]).all(1)
  expect(server.accepted()).toBe(40)
})

test('a host is connected to as often as its feeds are fetched at a time, and no more', async () => {
  const server = await aServer()
  await fetching(Array.from({ length: 100 }, () => server.urlOf('host'))).all(8)
  expect(server.accepted()).toBe(8)
})

// Breakage: idle connections without an end to their number: 1,024 descriptors are used up by as many hosts.
test('of idle connections at most 256 are kept, those that were used last', async () => {
  const server = await aServer()
  const hosts = Array.from({ length: 300 }, (_, host) => server.urlOf(`host-${host}`))
  const { one } = fetching([...hosts, ...hosts])
  for (const host of hosts.keys()) await one(host)
  await eventually('256 connections are open', () => server.openSockets() === 256)
  expect(server.most()).toBeLessThanOrEqual(258)
  // The last one is still there, the first one is not.
  await one(599)
  expect(server.accepted()).toBe(300)
  await one(300)
  expect(server.accepted()).toBe(301)
})

// Breakage: the oldest idle connection closed, whatever it is for.
test('room is made by closing connections that are not used again, before any that is', async () => {
  const server = await aServer()
  const hosts = Array.from({ length: 300 }, (_, host) => server.urlOf(`host-${host}`))
  const shared = server.urlOf('shared')
  await fetching([shared, ...hosts, shared]).all(1)
  expect(server.accepted()).toBe(301)
})

// Breakage: room made only when a connection is opened: those of a thousand hosts that are fetched at once all stay open afterwards.
test('of connections to hosts that are fetched all at once, only so many stay open afterwards', async () => {
  const server = await aServer()
  const hosts = Array.from({ length: 800 }, (_, host) => server.urlOf(`host-${host}`))
  await fetching(hosts).all(hosts.length)
  expect(server.accepted()).toBe(800)
  await eventually('512 connections are open', () => server.openSockets() <= 512)
})

// Breakage: a redirect followed on the connection that it came on, which its server may be closing.
test('a host of one feed is connected to anew after a redirect', async () => {
  const server = await aServer()
  await fetching([server.urlOf('shared', '/moved')]).all(1)
  expect(server.accepted()).toBe(2)
})

const WORK = JSON.stringify(new URL('../../strategies/work.ts', import.meta.url).href)

function outputOf(code: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8', timeout: 60_000 })
}

// Breakage: 9 ms and 5 MB of every process, which loads Node's HTTP/2 with undici's.
test('HTTP/2 is not loaded for it', () => {
  const code = `await import(${WORK}); console.log(process.moduleLoadList.filter((name) => /\\bhttp2\\b/.test(name)).length)`
  expect(outputOf(code)).toBe('0\n')
})

// Breakage: nothing in the place of undici's part for HTTP/2, in a process where a job of the user shares this copy of undici.
test('a job that shares undici with the built-in one can speak HTTP/2', () => {
  const code = `
    await import(${WORK})
    const { Client } = await import('undici')
    const { makeCertificates } = await import(${JSON.stringify(new URL('../../mock-server/certificate.ts', import.meta.url).href)})
    const { createSecureServer } = await import('node:http2')
    const { ca, cert, key } = await makeCertificates(['localhost'], 1)
    const server = createSecureServer({ cert, key, allowHTTP1: true }, (asked, response) => response.end(asked.httpVersion))
    server.listen(0, async () => {
      const client = new Client('https://localhost:' + server.address().port, { connect: { ca } })
      console.log(await (await client.request({ path: '/', method: 'GET' })).body.text())
      process.exit()
    })`
  expect(outputOf(code)).toBe('2.0\n')
})

test('once they are destroyed no connection is open, and none is opened any more', async () => {
  const server = await aServer()
  const { connections, one } = fetching([server.urlOf('host'), server.urlOf('host')])
  await one(0)
  await connections.destroy()
  await expect(one(1)).rejects.toMatchObject({ kind: 'network' })
  await eventually('no connection is open', () => server.openSockets() === 0)
  expect(server.accepted()).toBe(1)
})
