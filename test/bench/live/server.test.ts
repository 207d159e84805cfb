import { expect, test } from 'vitest'
import { createLiveApp, drawnOnce, type LiveApp } from '../../../bench/live/server.ts'
import { createViewers, type Shown } from '../../../bench/live/viewers.ts'
import { UserError } from '../../../bench/io/user-error.ts'

const ORIGIN = 'http://127.0.0.1:8080'

const anApp = (given: Partial<LiveApp> = {}) =>
  createLiveApp({
    viewers: createViewers(1500),
    isLive: () => false,
    livePage: async ({ content, ticket }) => `${content} ${ticket}`,
    page: async () => 'finished',
    ...given,
  })

/** Whether it has ended by now. */
async function isOver(work: Promise<unknown>): Promise<boolean> {
  return await Promise.race([work.then(() => true), new Promise<false>((resolve) => setTimeout(resolve, 20, false))])
}

const post = (app: ReturnType<typeof anApp>, ticket: string) =>
  app.request(`${ORIGIN}/drawn/${ticket}`, { method: 'POST' })

test('a page of what is finished comes at once, and one of a run in its next pause', async () => {
  const viewers = createViewers(1500)
  expect(await (await anApp().request(`${ORIGIN}/`)).text()).toBe('finished')
  const app = anApp({ viewers, isLive: () => true })
  const text = Promise.resolve(app.request(`${ORIGIN}/`)).then((response) => response.text())
  expect(await isOver(text)).toBe(false)
  const pause = viewers.show('iteration 1')
  const [, ticket] = /^iteration 1 (\S+)$/.exec(await text)!
  // The pause lasts until the page reports that it is drawn.
  expect(await isOver(pause)).toBe(false)
  expect((await post(app, ticket!)).status).toBe(204)
  await pause
})

test('an iteration is shown to everybody, and its pause lasts until all have drawn it', async () => {
  const viewers = createViewers(1500)
  const [a, b]: [Shown[], Shown[]] = [[], []]
  const leave = viewers.add({ show: (shown) => a.push(shown), over: () => {} })
  viewers.add({ show: (shown) => b.push(shown), over: () => {} })
  const pause = viewers.show('1')
  viewers.done(a[0]!.ticket)
  // Breakage: one who sends it twice, or makes it up, for all.
  viewers.done(a[0]!.ticket)
  viewers.done('made up')
  expect(await isOver(pause)).toBe(false)
  viewers.done(b[0]!.ticket)
  await pause
  expect([a, b].flat().map(({ content }) => content)).toEqual(['1', '1'])
  leave()
  expect(viewers.count()).toBe(1)
})

// Breakage: a late report of one iteration that ends the pause of the next, so that everything is drawn beside a run.
test('who is slow gets the next iteration instead of being waited for in each', async () => {
  const viewers = createViewers(10)
  const shown: Shown[] = []
  viewers.add({ show: (one) => shown.push(one), over: () => {} })
  await viewers.show('1')
  await viewers.show('2')
  expect(shown.map(({ content }) => content)).toEqual(['1'])
  viewers.done(shown[0]!.ticket)
  const pause = viewers.show('3')
  expect(shown.map(({ content }) => content)).toEqual(['1', '3'])
  viewers.done(shown[0]!.ticket)
  viewers.done(shown[1]!.ticket)
  await pause
})

// Breakage: a pause for readers who have gone away.
test('who no longer waits for the page is not counted', async () => {
  const viewers = createViewers(1500)
  const app = anApp({ viewers, isLive: () => true })
  const gone = new AbortController()
  const response = Promise.resolve(app.request(`${ORIGIN}/`, { signal: gone.signal }))
  expect(await isOver(response)).toBe(false)
  expect(viewers.count()).toBe(1)
  gone.abort()
  await response
  expect(viewers.count()).toBe(0)
})

test('who comes back after the end hears of it', async () => {
  expect(await (await anApp().request(`${ORIGIN}/events`)).text()).toContain('event: over\ndata: over')
})

test('a run that ended before anything could be shown says so', async () => {
  const app = anApp({ page: () => Promise.reject(new UserError('trials-missing', { file: 'out' })) })
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

// Breakage: a page of somebody else that holds up a run by listening to it.
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

// Breakage: a tab that is closed while it draws, for which the run waits all the same.
test('who has gone while drawing is not waited for', async () => {
  const viewers = createViewers(60_000)
  const app = anApp({ viewers, isLive: () => true })
  const gone = new AbortController()
  const response = await app.request(`${ORIGIN}/events`, { signal: gone.signal })
  const reader = response.body!.getReader()
  await reader.read()
  const pause = viewers.show('<p>iteration</p>')
  expect(await isOver(pause)).toBe(false)
  await reader.cancel()
  await pause
  expect(viewers.count()).toBe(0)
})

// Breakage: a page that is drawn for each request: a hundred at a time hold up whatever is measured here.
test('however many request it, a page is drawn once, and again when its files have changed', async () => {
  let [state, drawn] = ['1', 0]
  const page = drawnOnce(
    () => state,
    async () => {
      const number = ++drawn
      await new Promise(setImmediate)
      return `page ${number}`
    },
  )
  expect(new Set(await Promise.all(Array.from({ length: 100 }, page)))).toEqual(new Set(['page 1']))
  expect(await page()).toBe('page 1')
  state = '2'
  const changed = page()
  state = '3'
  // While it is drawn nobody has another one drawn.
  expect(await Promise.all([changed, page()])).toEqual(['page 2', 'page 2'])
  expect(await page()).toBe('page 3')
})

test('a page that could not be drawn is drawn again', async () => {
  let tries = 0
  const page = drawnOnce(
    () => 'same',
    () => (++tries === 1 ? Promise.reject(new Error('no disk')) : Promise.resolve('drawn')),
  )
  await expect(Promise.all([page(), page()])).rejects.toThrow('no disk')
  expect(await page()).toBe('drawn')
  expect(tries).toBe(2)
})

// Breakage: a listener for each of a thousand tabs, for all of which a run waits.
test('no more pages are served live than a run can wait for', async () => {
  const viewers = createViewers(1)
  const app = createLiveApp({
    viewers,
    isLive: () => true,
    livePage: async ({ content }) => content,
    page: async () => 'finished',
  })
  const leaving = Array.from({ length: 32 }, () => viewers.add({ show: () => {}, over: () => {} }))
  for (const path of ['/', '/events']) {
    const response = await app.request(`http://127.0.0.1:8080${path}`)
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '10'])
  }
  leaving[0]!()
  const shown = Promise.resolve(app.request('http://127.0.0.1:8080/'))
  await new Promise(setImmediate)
  await viewers.show('iteration 1')
  expect(await (await shown).text()).toBe('iteration 1')
})
