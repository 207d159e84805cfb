import { expect, test } from 'vitest'
import { createLiveApp, type LiveApp } from '../../../bench/live/server.ts'
import { createVisitors, type Shown } from '../../../bench/live/visitors.ts'
import { UsageError } from '../../../bench/io/usage-error.ts'

const ORIGIN = 'http://127.0.0.1:8080'

const anApp = (given: Partial<LiveApp> = {}) =>
  createLiveApp({
    visitors: createVisitors(),
    isLive: () => false,
    livePage: async ({ html, ticket }) => `${html} ${ticket}`,
    page: async () => 'finished',
    ...given,
  })

/** Whether it has ended by now. */
async function isOver(work: Promise<unknown>): Promise<boolean> {
  return await Promise.race([work.then(() => true), new Promise<false>((resolve) => setTimeout(resolve, 20, false))])
}

const post = (app: ReturnType<typeof anApp>, ticket: string) =>
  app.request(`${ORIGIN}/drawn/${ticket}`, { method: 'POST' })

test('a page of what is finished comes at once, and one of a race in its next gap', async () => {
  const visitors = createVisitors()
  expect(await (await anApp().request(`${ORIGIN}/`)).text()).toBe('finished')
  const app = anApp({ visitors, isLive: () => true })
  const asked = Promise.resolve(app.request(`${ORIGIN}/`)).then((response) => response.text())
  expect(await isOver(asked)).toBe(false)
  const gap = visitors.show('round 1')
  const [, ticket] = /^round 1 (\S+)$/.exec(await asked)!
  // The gap lasts until the page says that it is drawn.
  expect(await isOver(gap)).toBe(false)
  expect((await post(app, ticket!)).status).toBe(204)
  await gap
})

test('an iteration is shown to everybody, and its gap lasts until all have drawn it', async () => {
  const visitors = createVisitors()
  const [a, b]: [Shown[], Shown[]] = [[], []]
  const leave = visitors.add({ show: (shown) => a.push(shown), over: () => {} })
  visitors.add({ show: (shown) => b.push(shown), over: () => {} })
  const gap = visitors.show('1')
  visitors.drawn(a[0]!.ticket)
  // Breakage: one who says it twice, or makes it up, for all.
  visitors.drawn(a[0]!.ticket)
  visitors.drawn('made up')
  expect(await isOver(gap)).toBe(false)
  visitors.drawn(b[0]!.ticket)
  await gap
  expect([a, b].flat().map(({ html }) => html)).toEqual(['1', '1'])
  leave()
  expect(visitors.count()).toBe(1)
})

// Breakage: a late word on one iteration that ends the gap of the next, so that everything is drawn beside a run.
test('who is slow gets the next iteration instead of being waited for in each', async () => {
  const visitors = createVisitors(10)
  const shown: Shown[] = []
  visitors.add({ show: (one) => shown.push(one), over: () => {} })
  await visitors.show('1')
  await visitors.show('2')
  expect(shown.map(({ html }) => html)).toEqual(['1'])
  visitors.drawn(shown[0]!.ticket)
  const gap = visitors.show('3')
  expect(shown.map(({ html }) => html)).toEqual(['1', '3'])
  visitors.drawn(shown[0]!.ticket)
  visitors.drawn(shown[1]!.ticket)
  await gap
})

// Breakage: a gap for readers who have gone away.
test('who no longer waits for the page is not counted', async () => {
  const visitors = createVisitors()
  const app = anApp({ visitors, isLive: () => true })
  const gone = new AbortController()
  const asked = Promise.resolve(app.request(`${ORIGIN}/`, { signal: gone.signal }))
  expect(await isOver(asked)).toBe(false)
  expect(visitors.count()).toBe(1)
  gone.abort()
  await asked
  expect(visitors.count()).toBe(0)
})

test('who comes back after the end hears of it', async () => {
  expect(await (await anApp().request(`${ORIGIN}/events`)).text()).toContain('event: over\ndata: over')
})

test('a race that ended before anything could be told says so', async () => {
  const app = anApp({ page: () => Promise.reject(new UsageError('expected trials in out, which has none')) })
  const response = await app.request(`${ORIGIN}/`)
  expect([response.status, await response.text()]).toEqual([
    404,
    'There is no report: expected trials in out, which has none\n',
  ])
})

// Breakage: a name that somebody else has pointed at this machine, whose pages may then read a result.
test('nobody is answered who comes under another name', async () => {
  const app = anApp({ page: async () => 'secret' })
  for (const host of ['http://attacker.example', 'http://10.0.0.1:8080']) {
    const response = await app.request(`${host}/`)
    expect(response.status).toBe(421)
    expect(await response.text()).toContain('expected 127.0.0.1 or localhost in the Host header')
  }
  expect((await app.request('http://localhost:8080/')).status).toBe(200)
  expect((await app.request(`${ORIGIN}/trials.jsonl`)).status).toBe(404)
})

// Breakage: a page of somebody else that holds up a race by listening to it.
test('a page of somebody else may link here, and no more', async () => {
  const app = anApp()
  const from = (headers: Record<string, string>, path = '/') => app.request(ORIGIN + path, { headers })
  expect((await from({ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'empty' }, '/events')).status).toBe(403)
  expect((await from({ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'iframe' })).status).toBe(403)
  expect((await from({ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'document' })).status).toBe(200)
  // Another port of this machine is somebody else's.
  expect((await from({ 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Dest': 'empty' }, '/events')).status).toBe(403)
  const own = await from({ 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Dest': 'empty' }, '/events')
  expect([own.status, own.headers.get('X-Frame-Options')]).toEqual([200, 'DENY'])
  expect((await from({})).headers.get('Cache-Control')).toBe('no-store')
  expect((await from({})).headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin')
})

// Breakage: a tab that is closed while it draws, for which the race waits all the same.
test('who has gone while drawing is not waited for', async () => {
  const visitors = createVisitors(60_000)
  const app = anApp({ visitors, isLive: () => true })
  const gone = new AbortController()
  const response = await app.request(`${ORIGIN}/events`, { signal: gone.signal })
  const reader = response.body!.getReader()
  await reader.read()
  const gap = visitors.show('<p>round</p>')
  expect(await isOver(gap)).toBe(false)
  await reader.cancel()
  await gap
  expect(visitors.count()).toBe(0)
})
