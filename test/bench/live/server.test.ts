import { expect, test } from 'vitest'
import { createLiveApp } from '../../../bench/live/server.ts'
import { createVisitors, OVER } from '../../../bench/live/visitors.ts'

const ORIGIN = 'http://127.0.0.1:8080'

test('a page of what is finished comes at once, and one of a race in its next gap', async () => {
  const visitors = createVisitors()
  let isLive = false
  const app = createLiveApp({ visitors, isLive: () => isLive, page: async () => (isLive ? 'live' : 'finished') })
  expect(await (await app.request(`${ORIGIN}/`)).text()).toBe('finished')
  isLive = true
  let answer: string | undefined
  const asked = Promise.resolve(app.request(`${ORIGIN}/`)).then(async (response) => (answer = await response.text()))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(answer).toBeUndefined()
  const gap = visitors.letIn()
  expect(await asked).toBe('live')
  // The gap lasts until the page says that it is drawn.
  let isOver = false
  void gap.then(() => (isOver = true))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(isOver).toBe(false)
  expect((await app.request(`${ORIGIN}/drawn`, { method: 'POST' })).status).toBe(204)
  await gap
})

test('a round is sent to everybody, and its gap lasts until all have drawn it', async () => {
  const visitors = createVisitors()
  const received: string[] = []
  const leave = visitors.add(({ html }) => received.push(`a ${html}`))
  visitors.add(({ html }) => received.push(`b ${html}`))
  let isOver = false
  const gap = visitors.send({ is: 'round', html: '1' }).then(() => (isOver = true))
  visitors.drawn()
  await new Promise((resolve) => setImmediate(resolve))
  expect([received, isOver]).toEqual([['a 1', 'b 1'], false])
  visitors.drawn()
  await gap
  leave()
  expect(visitors.count()).toBe(1)
})

test('who comes back after the end hears of it', async () => {
  const app = createLiveApp({ visitors: createVisitors(), isLive: () => false, page: async () => '' })
  expect(await (await app.request(`${ORIGIN}/events`)).text()).toContain(`event: ${OVER.is}\ndata: ${OVER.html}`)
})

// Breakage: a name that somebody else has pointed at this machine, whose pages may then read a result.
test('nobody is answered who comes under another name', async () => {
  const app = createLiveApp({ visitors: createVisitors(), isLive: () => false, page: async () => 'secret' })
  for (const host of ['http://attacker.example', 'http://10.0.0.1:8080']) {
    const response = await app.request(`${host}/`)
    expect([response.status, await response.text()]).toEqual([403, 'expected 127.0.0.1 or localhost'])
  }
  expect((await app.request('http://localhost:8080/')).status).toBe(200)
  expect((await app.request(`${ORIGIN}/trials.jsonl`)).status).toBe(404)
})
