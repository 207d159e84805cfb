import { expect, test } from 'vitest'
import { drawnOnce } from '../../../bench/live/drawn-once.ts'
import { createLiveApp } from '../../../bench/live/server.ts'
import { createVisitors } from '../../../bench/live/visitors.ts'

// Breakage: a page that is drawn for each who asks: a hundred at a time hold up whatever is measured here.
test('however many ask, a page is drawn once, and again when its files have changed', async () => {
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
  const asked = page()
  state = '3'
  // While it is drawn nobody has another one drawn.
  expect(await Promise.all([asked, page()])).toEqual(['page 2', 'page 2'])
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

// Breakage: a listener for each of a thousand tabs, for all of which a race waits.
test('no more pages are served live than a race can wait for', async () => {
  const visitors = createVisitors(1)
  const app = createLiveApp({
    visitors,
    isLive: () => true,
    livePage: async ({ html }) => html,
    page: async () => 'finished',
  })
  const leaving = Array.from({ length: 32 }, () => visitors.add({ show: () => {}, over: () => {} }))
  for (const path of ['/', '/events']) {
    const response = await app.request(`http://127.0.0.1:8080${path}`)
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '10'])
  }
  leaving[0]!()
  const shown = Promise.resolve(app.request('http://127.0.0.1:8080/'))
  await new Promise(setImmediate)
  await visitors.show('round 1')
  expect(await (await shown).text()).toBe('round 1')
})
