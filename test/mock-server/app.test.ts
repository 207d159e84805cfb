import { expect, test } from 'vitest'
import { createMockApp } from '../../mock-server/app.ts'
import { startServer } from '../../mock-server/server.ts'
import { addressesOf, type FeedFault, ownItemsOf, type World } from '../../mock-server/world.ts'
import { trusting } from '../../strategies/connect.ts'
import { promiseAll } from '../../strategies/promise-all.ts'
import { checkThreads } from '../../strategies/check-threads.ts'
import { failureFrom, textFrom } from '../support/fetching.ts'
import { toLoopback } from '../../bench/run/contract/loopback-work.ts'
import { withEverythingAnsweredBy } from '../support/msw.ts'
import { aNotice, sendingTo } from '../support/notifying.ts'
import { kindsOf, runOn, serve } from '../../bench/run/contract/running.ts'
import { aWorld, constant } from '../../bench/run/contract/worlds.ts'

/** GETs from the app itself, without any socket. */
async function textOf(world: World, path: string): Promise<string> {
  return (await createMockApp(world).app.request(path)).text()
}

test('the same app answers msw and a socket with the same bytes', async () => {
  const world = aWorld()
  await using server = await serve(world)
  const throughSocket = await textFrom(addressesOf(world, server.origin, 'f0/r1').feeds[2]!)
  const { app, deliveries } = createMockApp(world)
  await withEverythingAnsweredBy(app, async () => {
    expect(await textFrom('http://calendars.test/f0/r1/feeds/2.ics')).toBe(throughSocket)
    await using sender = sendingTo('http://slack.test')
    expect(await sender.failureOf(aNotice())).toMatchObject({
      message: 'Slack answered 404 with 12 bytes of text/plain',
    })
  })
  expect(throughSocket).toMatch(/^BEGIN:VCALENDAR\r\n/)
  expect(deliveries.entries.map(({ to, feed, status }) => [to, feed, status])).toEqual([['feed', 2, 200]])
  expect(deliveries.entries[0]!.endedMs).toBeGreaterThan(0)
})

// Breakage: the app looks for a socket where there is none: it then answers 500, and the client sees a status.
test('behind msw what needs a socket ends without an answer', async () => {
  for (const fault of ['hang', 'stall', 'truncate', 'reset'] satisfies FeedFault[]) {
    const { app, deliveries } = createMockApp(aWorld({ fetchFaults: { [fault]: 1 } }))
    const failure = await withEverythingAnsweredBy(app, () => failureFrom('http://calendars.test/f0/r1/feeds/2.ics'))
    expect([fault, failure.message]).toEqual([fault, expect.not.stringContaining('answered')])
    expect(deliveries.entries[0]!.status).toBe(0)
    expect(deliveries.entries[0]!.endedMs).toBeGreaterThan(0)
  }
})

test('behind msw a paced body comes at once', async () => {
  const { app } = createMockApp(aWorld({ bytesPerSecond: 1 }))
  const text = await withEverythingAnsweredBy(app, () => textFrom('http://calendars.test/f0/r1/feeds/2.ics'))
  expect(text).toContain('END:VCALENDAR')
})

test('the same seed gives the same bytes, another seed others', async () => {
  const path = '/f0/r1/feeds/3.ics'
  expect(await textOf(aWorld({ seed: 7 }), path)).toBe(await textOf(aWorld({ seed: 7 }), path))
  expect(await textOf(aWorld({ seed: 7 }), path)).not.toBe(await textOf(aWorld({ seed: 8 }), path))
})

test('the same seed gives the same delays and faults, in whatever order and however many feeds are requested at once', async () => {
  const world = aWorld({
    fetchDelay: { model: 'lognormal', medianMs: 2, sigma: 0.8 },
    fetchFaults: { 'status-404': 0.2, html: 0.2 },
  })
  const drawnFor = async (order: number[], atOnce: boolean) => {
    const { app, deliveries } = createMockApp(world)
    const fetchFeed = async (index: number) => app.request(`/f0/r1/feeds/${index}.ics`)
    if (atOnce) await Promise.all(order.map(fetchFeed))
    else for (const index of order) await fetchFeed(index)
    return deliveries.entries
      .toSorted((a, b) => a.feed - b.feed)
      .map(({ feed, drawnMs, status }) => [feed, drawnMs, status])
  }
  const order = [...Array(12).keys()]
  const first = await drawnFor(order, false)
  expect(await drawnFor(order.toReversed(), true)).toEqual(first)
  expect(new Set(first.map(([, drawnMs]) => drawnMs)).size).toBe(12)
})

test('delays differ from iteration to iteration and from block to block, faults do not', async () => {
  const { app, deliveries } = createMockApp(
    aWorld({ fetchDelay: { model: 'lognormal', medianMs: 1, sigma: 1 }, fetchFaults: { 'status-404': 0.5 } }),
  )
  for (const place of ['f0/r1', 'f0/r2', 'f1/r1']) {
    for (let index = 0; index < 12; index++) await app.request(`/${place}/feeds/${index}.ics`)
  }
  const of = (index: number) => deliveries.entries.filter(({ feed }) => feed === index)
  for (let index = 0; index < 12; index++) {
    expect(new Set(of(index).map(({ drawnMs }) => drawnMs)).size).toBe(3)
    expect(new Set(of(index).map(({ status }) => status)).size).toBe(1)
  }
})

test('a warm-up iteration has neither delays nor faults nor a rate', async () => {
  const world = aWorld({
    fetchDelay: constant(60_000),
    notifyDelay: constant(60_000),
    fetchFaults: { hang: 1 },
    notifyFaults: { refuse: 1 },
    notifyRate: { perSecond: 0.001, burst: 0 },
  })
  const { app, deliveries } = createMockApp(world)
  expect((await app.request('/f0/w0/feeds/0.ics')).status).toBe(200)
  const post = await app.request('/f0/w0/slack', { method: 'POST', body: JSON.stringify({ text: 'hello' }) })
  expect(await post.text()).toBe('ok')
  expect(deliveries.entries.map(({ drawnMs }) => drawnMs)).toEqual([0, 0])
})

// Breakage: a cold run that meets no delays, as warm-ups do, or those of another place.
test('a cold run meets delays and faults of its own, as an iteration does', async () => {
  const fetchDelay = { model: 'lognormal', medianMs: 0.2, sigma: 0.5 } as const
  const { app, deliveries } = createMockApp(aWorld({ fetchDelay, fetchFaults: { 'status-503': 0.25 } }))
  for (const place of ['f1/c0', 'f1/c0', 'f1/r0', 'f2/c0'])
    for (let index = 0; index < 12; index++) await app.request(`/${place}/feeds/${index}.ics`)
  const runs = [0, 1, 2, 3].map((run) => deliveries.entries.slice(12 * run, 12 * run + 12))
  const drawn = runs.map((entries) => entries.map(({ drawnMs }) => drawnMs).join())
  expect(drawn[1]).toBe(drawn[0])
  expect(new Set(drawn).size).toBe(3)
  for (const entries of runs) expect(entries.filter(({ status }) => status === 503)).toHaveLength(3)
})

// Bounds below only: a busy machine may hold for longer, never for less.
test('an answer is held at least as long as was drawn for it', async () => {
  const fetchDelay = { model: 'lognormal', medianMs: 3, sigma: 0.8 } as const
  await using server = await serve(aWorld({ fetchDelay, notifyDelay: fetchDelay, items: { dueShare: 1 } }))
  const { entries } = await runOn(server, promiseAll)
  expect(entries).toHaveLength(24)
  expect(entries.filter(({ heldMs, drawnMs }) => heldMs < drawnMs - 0.001)).toEqual([])
  expect(entries.filter(({ beganMs, heldMs, endedMs }) => endedMs < beganMs + heldMs - 0.001)).toEqual([])
})

test('a paced body is whole and takes no less than its size over its pace', async () => {
  await using server = await serve(aWorld({ bytesPerSecond: 100_000 }))
  const url = addressesOf(server.world, server.origin, 'f0/r1').feeds[0]!
  const text = await textFrom(url)
  expect(text).toMatch(/END:VCALENDAR\r\n$/)
  const [entry] = server.deliveries.entries
  expect(entry!.heldMs).toBeGreaterThanOrEqual((Buffer.byteLength(text) / 100_000) * 1000)
})

test('a post that is not JSON, or not a message, is an invalid payload', async () => {
  const { app, deliveries } = createMockApp(aWorld())
  for (const body of ['', 'hello', '{', '[]', 'null', '"text"', '{"text":7}', '{"blocks":[]}']) {
    const answer = await app.request('/f0/r1/slack', { method: 'POST', body })
    expect([body, answer.status, await answer.text()]).toEqual([body, 400, 'invalid_payload'])
  }
  expect(deliveries.figures()).toMatchObject({ posts: 8, accepted: 0 })
})

test('a webhook refuses what is above its rate and says in whole seconds when to come again', async () => {
  const { app, deliveries, reset } = createMockApp(aWorld({ notifyRate: { perSecond: 0.4, burst: 3 } }))
  const post = (text: string) => app.request('/f0/r1/slack', { method: 'POST', body: JSON.stringify({ text }) })
  const statuses: number[] = []
  for (let nth = 0; nth < 5; nth++) statuses.push((await post(`text ${nth}`)).status)
  expect(statuses).toEqual([200, 200, 200, 429, 429])
  expect((await post('one more')).headers.get('retry-after')).toMatch(/^[123]$/)
  expect(deliveries.figures()).toMatchObject({ accepted: 3, throttled: 3 })
  reset()
  expect((await post('a new run')).status).toBe(200)
})

test('the delivery record, the addresses and a page for people can be read', async () => {
  const world = aWorld()
  await using server = await serve(world)
  await textFrom(addressesOf(world, server.origin, 'f0/r1').feeds[4]!)
  expect(JSON.parse(await textFrom(`${server.origin}/deliveries`))).toMatchObject({
    requests: 1,
    posts: 0,
    entries: [{ to: 'feed', feed: 4, status: 200 }],
  })
  expect((await textFrom(`${server.origin}/feeds.txt`)).split('\n')).toEqual(
    addressesOf(world, server.origin, 'f0/r1').feeds,
  )
  const page = await textFrom(`${server.origin}/`)
  expect(page).toMatch(/^<!doctype html>/)
  expect(page).toContain('1 requests')
  expect(await failureFrom(`${server.origin}/f0/r1/feeds/99.ics`)).toMatchObject({ kind: 'status' })
})

test('a port in use rejects with what the system says', async () => {
  await using server = await serve(aWorld())
  await expect(startServer(aWorld(), { port: Number(new URL(server.origin).port) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})

// Breakage: a new authority after a restart: clients of a user's own read theirs once, as their process starts.
test('a server in the place of one that died is trusted by those who trusted that one', async () => {
  const world = aWorld({ https: true })
  const first = await startServer(world)
  await first.close()
  const second = await startServer(world, { certificates: first.certificates })
  const { feeds } = addressesOf(world, second.origin, 'f0/r1')
  expect(await textFrom(feeds[0]!, { reach: { secureContext: trusting(first.ca) } })).toContain('BEGIN:VCALENDAR')
  await second.close()
})

const sha = /^[0-9a-f]{16}$/

// Breakage: comparing what is posted without where below the address of its item: /a and /b would be the same.
test('a post of an own job is known by item, method, path, query and body, and by how often it came', async () => {
  await using server = await serve(aWorld())
  const { url, sinkUrl } = ownItemsOf(server.world, server.origin, 'f0/r1')[3]!
  const send = (below: string, options: RequestInit) => fetch(`${sinkUrl}${below}`, options)
  const all: [string, RequestInit][] = [
    ['', { method: 'POST', body: 'one' }],
    ['', { method: 'PUT', body: 'one' }],
    ['/messages', { method: 'POST', body: 'one' }],
    ['?to=me', { method: 'POST', body: 'one' }],
    ['', { method: 'POST', body: new Uint8Array([0, 255, 1]) }],
    ['', { method: 'POST', body: 'one' }],
  ]
  for (const [below, options] of all) expect((await send(below, options)).status).toBe(200)
  const accepted = server.deliveries.entries.map(({ accepted: key = '' }) => key.split(' '))
  expect(accepted.map(([item]) => item)).toEqual(all.map(() => '3'))
  expect(new Set(accepted.map((key) => key.join(' '))).size).toBe(6)
  expect(accepted.every(([, content]) => sha.test(content!))).toBe(true)
  expect(new Set(accepted.map(([, content]) => content)).size).toBe(5)
  expect(server.deliveries.figures()).toMatchObject({ accepted: 6, duplicates: 0 })
  for (const item of [99, -1, 'x']) expect((await fetch(sinkUrl.replace(/3$/, String(item)))).status).toBe(404)
  // What lies below the address of an item is its, too.
  expect((await fetch(`${url}/lines?page=2`)).headers.get('content-type')).toMatch(/^text\/calendar/)
})

test('a world over HTTPS has its own authority and a host name for each feed', async () => {
  await using server = await serve(aWorld({ https: true, hosts: 'many', items: { dueShare: 1 } }))
  const { feeds, slack } = addressesOf(server.world, server.origin, 'f0/r1')
  expect(new Set([...feeds, slack].map((url) => new URL(url).hostname)).size).toBe(13)
  expect(await textFrom(feeds[7]!, { reach: { secureContext: trusting(server.ca), lookup: toLoopback } })).toContain(
    'Team 7',
  )
  expect(await failureFrom(feeds[7]!, { reach: { lookup: toLoopback } })).toMatchObject({ kind: 'network' })
  for (const strategy of [promiseAll, checkThreads]) {
    const { outcomes, figures } = await runOn(server, strategy, { limits: { threads: 2 } })
    expect(outcomes.flatMap(kindsOf)).toEqual([])
    expect(figures.accepted).toBe(12)
  }
})
