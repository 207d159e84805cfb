import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { expect, test } from 'vitest'
import { isLoopbackHost, refusalOf } from '../../mock-server/foreign-request.ts'
import { type ServerOptions, startServer } from '../../mock-server/server.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'

const PATHS = ['/', '/deliveries', '/feeds.txt', '/f0/r1/feeds/0.ics', '/f0/r1/slack'] as const

/** What a world answers to each of its paths, requested with these headers, and how many requests its delivery record knows of. */
async function answersTo(headers: Readonly<Record<string, string>>, options: ServerOptions = {}) {
  const server = await startServer(aWorld(), options)
  try {
    const { port } = new URL(server.origin)
    const statuses: number[] = []
    for (const path of PATHS) {
      const sending = request({
        port,
        host: '127.0.0.1',
        path,
        method: path.endsWith('slack') ? 'POST' : 'GET',
        headers,
      })
      sending.end(path.endsWith('slack') ? '{"text":"hello"}' : undefined)
      const [response] = (await once(sending, 'response')) as [IncomingMessage]
      statuses.push(response.statusCode!)
      await once(response.resume(), 'end')
    }
    return { statuses, entries: server.deliveries.entries.length }
  } finally {
    await server.close()
  }
}

const ALL_ANSWERED = { statuses: [200, 200, 200, 200, 200], entries: 2 }

// Breakage: a web page that is open while something is measured, and posts to the world or reads its delivery record.
test.each<readonly [string, Readonly<Record<string, string>>, number]>([
  ['under the name of another host', { host: 'attacker.example' }, 421],
  ['of another origin', { origin: 'https://attacker.example' }, 403],
  ['of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
])('requests %s are refused, and are not among the deliveries', async (_, headers, refused) => {
  expect(await answersTo(headers)).toEqual({ statuses: Array<number>(5).fill(refused), entries: 0 })
})

test('clients that are no web page, and the page of the delivery record itself, are answered', async () => {
  expect(await answersTo({})).toEqual(ALL_ANSWERED)
  expect(await answersTo({ host: 'localhost:1' })).toEqual(ALL_ANSWERED)
  expect(await answersTo({ 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'document' })).toEqual(ALL_ANSWERED)
})

test('the host names of a world of many, and names that a server was given, are its own', async () => {
  expect(await answersTo({ host: 'feed-17.feeds.test:443' })).toEqual(ALL_ANSWERED)
  expect(await answersTo({ host: 'mock.internal' }, { names: ['mock.internal'] })).toEqual(ALL_ANSWERED)
  // Breakage: the address compared with the brackets that a Host header has around it.
  expect(await answersTo({ host: '[fd00::7]:80' }, { names: ['fd00::7'] })).toEqual(ALL_ANSWERED)
  expect((await answersTo({ host: 'other.internal' }, { names: ['mock.internal'] })).entries).toBe(0)
  // What listens for other machines is reached by names that nobody here knows.
  expect(await answersTo({ host: 'mock.example' }, { host: '0.0.0.0' })).toEqual(ALL_ANSWERED)
})

test.each(['', '127.0.0.1.example', 'example.127.0.0.1', '127.0.0.1:', '127.0.0.1@example', '127.0.0.2', 'localhost.'])(
  'the host "%s" is not this machine',
  (host) => expect(isLoopbackHost(host)).toBe(false),
)

test('a page may send requests to its own server, and a link to it may stand anywhere', () => {
  const host = '127.0.0.1:80'
  expect(refusalOf({ host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).toBeUndefined()
  expect(refusalOf({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' })).toBeUndefined()
  // A form that a page of another origin sends is no link.
  const form = { host, origin: 'null', 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }
  expect(refusalOf(form)).toMatchObject({ status: 403 })
})
