import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { connect } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { createMockApp } from '../../mock-server/app.ts'
import { type MockServer, type ServerOptions, startServer } from '../../mock-server/server.ts'
import type { World } from '../../mock-server/world.ts'
import { eventually, within } from '../support/eventually.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'

const TOKEN = 'a-token-of-this-test/42=='

/** A server until the test is over. */
async function served(world: World, options: ServerOptions): Promise<MockServer> {
  const server = await startServer(world, options)
  onTestFinished(() => server.close())
  return server
}

test('without its token a server reveals nothing, whatever the route, and its delivery record does not know of it', async () => {
  const { app, deliveries } = createMockApp(aWorld(), { token: TOKEN })
  const routes = [
    '/',
    '/deliveries',
    '/feeds.txt',
    '/f0/r1/feeds.txt',
    '/f0/r1/feeds/0.ics',
    '/f0/r1/slack',
    '/f0/r1/items.json',
    '/f0/r1/items/0',
    '/token/another/f0/r1/items/0',
    `/token/${encodeURIComponent(TOKEN.slice(0, -1))}/f0/r1/items/0`,
    '/token/%/f0/r1/items/0',
    '/no/such',
  ]
  const others = ['', 'Bearer', `Bearer ${TOKEN}=`, `Bearer ${TOKEN.slice(0, -1)}`, `Basic ${TOKEN}`, TOKEN]
  for (const route of routes) {
    for (const authorization of [undefined, ...others]) {
      const method = route.endsWith('slack') ? 'POST' : 'GET'
      const answer = await app.request(route, { method, headers: authorization === undefined ? {} : { authorization } })
      expect([route, authorization, answer.status]).toEqual([route, authorization, 401])
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
      expect(await answer.text()).toBe('a token is needed')
    }
  }
  expect(deliveries.entries).toEqual([])
})

test('with its token a server answers as one without, even what it writes to the socket itself', async () => {
  const world = aWorld({ bytesPerSecond: 2_000_000, fetchFaults: { truncate: 0.5 } })
  const answersFor = async (options: ServerOptions, headers: Record<string, string>) => {
    const { origin, deliveries } = await served(world, options)
    const answers: [number, string][] = []
    for (let index = 0; index < 12; index++) {
      const response = await fetch(`${origin}/f0/r1/feeds/${index}.ics`, { headers })
      answers.push([response.status, await response.text().catch(() => 'broken off')])
    }
    await eventually('every request had come to its end', () => deliveries.entries.every(({ endedMs }) => endedMs > 0))
    return { answers, statuses: deliveries.entries.map(({ status }) => status) }
  }
  const open = await answersFor({}, {})
  expect(await answersFor({ token: TOKEN }, { authorization: `Bearer ${TOKEN}` })).toEqual(open)
  expect(open.answers.filter(([, text]) => text === 'broken off')).toHaveLength(6)
})

// Breakage: the list is without the token, or names hosts that are known on this machine alone.
test('the items of an own job are listed with the token in each address, for clients that send none', async () => {
  const { app } = createMockApp(aWorld({ hosts: 'many' }), { token: TOKEN })
  const headers = { authorization: `Bearer ${TOKEN}` }
  const list = await app.request('https://mock.internal/f3/r2/items.json', { headers })
  const items = (await list.json()) as { id: string; url: string; sinkUrl: string }[]
  expect(items).toHaveLength(12)
  expect(items[4]).toEqual({
    id: 'item-4',
    url: `https://mock.internal/token/${encodeURIComponent(TOKEN)}/f3/r2.0/items/4`,
    sinkUrl: `https://mock.internal/token/${encodeURIComponent(TOKEN)}/f3/r2.0/sink/4`,
  })
  expect((await app.request(items[4]!.url)).status).toBe(200)
  // For the server that this one stands for.
  const own = { headers: { authorization: 'Bearer of-the-shop' } }
  expect((await app.request(items[4]!.url, own)).status).toBe(200)
  expect((await app.request(`${items[4]!.sinkUrl}/below`, { method: 'PUT', body: 'late' })).status).toBe(200)
  expect((await app.request('/no/place/items.json', { headers })).status).toBe(404)
})

// Breakage: what the first variant of a block met is over for the others, where nobody begins the run anew between them.
test('whoever asks for the items of a place meets the same, however often it was asked for before', async () => {
  const world = {
    fetchFaults: {},
    notifyFaults: { 'busy-once': 0.5 },
    notifyDelay: { model: 'constant', ms: 0 },
  } as const
  const { app, deliveries } = createMockApp(aWorld(world))
  const statusesOfAVisit = async () => {
    const list = await app.request('http://mock.internal/f3/r2/items.json')
    const items = (await list.json()) as { sinkUrl: string }[]
    const statuses: number[] = []
    for (const { sinkUrl } of items)
      for (const body of ['one', 'two', 'one'])
        statuses.push((await app.request(sinkUrl, { method: 'POST', body })).status)
    return statuses
  }
  const statuses = await statusesOfAVisit()
  expect(new Set(statuses)).toEqual(new Set([200, 503]))
  // Of each item the third post tries the first again.
  expect(statuses.filter((_, index) => index % 3 === 2)).toEqual(Array(12).fill(200))
  expect(await statusesOfAVisit()).toEqual(statuses)
  expect(deliveries.figures().duplicates).toBe(0)
})

// Breakage: a retry is taken for a post of its own, and refused like the first, so that a job that retries never gets through.
test.each(['bodies', 'counts'] as const)(
  'what is busy once takes the second try, where %s are compared',
  async (compares) => {
    const world = {
      fetchFaults: {},
      notifyFaults: { 'busy-once': 1 },
      notifyDelay: { model: 'constant', ms: 0 },
    } as const
    const { app } = createMockApp(aWorld(world), { compares })
    const post = async () =>
      (await app.request('http://mock.internal/f3/r2/sink/0', { method: 'POST', body: 'late' })).status
    expect([await post(), await post()]).toEqual([503, 200])
  },
)

test('a token that nobody could send is refused at once, and not shown', async () => {
  for (const token of ['', ' ', 'two words', 'two\nlines', 'ünsendbar']) {
    await expect(startServer(aWorld(), { token })).rejects.toThrow(/^token: expected letters.*got something else/)
  }
})

test('the feeds of a block and iteration are listed under the origin of the request, even in a world of many hosts', async () => {
  for (const hosts of ['one', 'many'] as const) {
    const { app } = createMockApp(aWorld({ hosts }))
    for (const [origin, place] of [
      ['http://10.0.0.7:8080', 'f3/r2'],
      ['https://mock.internal', 'f12/w0'],
      ['https://mock.internal', 'f12/c0'],
    ] as const) {
      const list = await (await app.request(`${origin}/${place}/feeds.txt`)).text()
      expect(list.split('\n')).toEqual(Array.from({ length: 12 }, (_, at) => `${origin}/${place}/feeds/${at}.ics`))
      expect((await app.request(list.split('\n')[3]!)).status).toBe(200)
    }
  }
})

test('there is no list of the feeds of a place that is none', async () => {
  const { app } = createMockApp(aWorld())
  for (const place of ['f3/x2', 'g3/r2', '3/2', 'f/r', 'f3/r2/r3', 'f3/r-2']) {
    expect([place, (await app.request(`/${place}/feeds.txt`)).status]).toEqual([place, 404])
  }
})

test('a certificate is good for its names and its hours, and for no others', async () => {
  const names = ['mock.internal', '10.0.0.7', 'fd00::7']
  const beganMs = Date.now()
  const { origin, ca } = await served(aWorld({ https: true }), { names, hours: 3 })
  const { port } = new URL(origin)
  expect(origin).toBe(`https://mock.internal:${port}`)
  const socket = connect({ host: '127.0.0.1', port: Number(port), servername: 'mock.internal', ca })
  await once(socket, 'secureConnect')
  const certificate = socket.getPeerX509Certificate()!
  socket.destroy()
  expect(names.map((name) => certificate.checkHost(name) ?? certificate.checkIP(name))).toEqual(names)
  expect(certificate.checkHost('other.internal')).toBeUndefined()
  expect(certificate.checkIP('10.0.0.8')).toBeUndefined()
  const goodForHours = (Date.parse(certificate.validTo) - beganMs) / 3_600_000
  expect(goodForHours).toBeGreaterThan(3)
  expect(goodForHours).toBeLessThan(4.1)
})

test('the origin is the first name, else the host, and loopback for all addresses of the machine', async () => {
  const originOf = async (options: ServerOptions) => (await served(aWorld(), options)).origin.replace(/\d+$/, 'PORT')
  expect(await originOf({})).toBe('http://127.0.0.1:PORT')
  expect(await originOf({ host: '127.0.0.2' })).toBe('http://127.0.0.2:PORT')
  expect(await originOf({ host: '0.0.0.0' })).toBe('http://127.0.0.1:PORT')
  expect(await originOf({ names: ['fd00::7', 'mock.internal'] })).toBe('http://[fd00::7]:PORT')
})

test('a server listens where it is configured to and nowhere else', async () => {
  const { origin } = await served(aWorld(), { host: '127.0.0.2' })
  expect((await fetch(`${origin}/feeds.txt`)).status).toBe(200)
  const elsewhere = connectTcp(Number(new URL(origin).port), '127.0.0.1')
  await expect(once(elsewhere, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('a client that says nothing before TLS does not keep a server from closing', async () => {
  const server = await startServer(aWorld({ https: true }))
  const silent = connectTcp(Number(new URL(server.origin).port), '127.0.0.1').on('error', () => {})
  await eventually('it was connected', () => server.deliveries.busy)
  await expect(within(10_000, 'closing', server.close())).resolves.toBeUndefined()
  silent.destroy()
})
