import { expect, test } from 'vitest'
import { createWebhook } from '../../../bench/model/webhook.ts'
import { createClock, nextTick } from '../../../bench/model/virtual-clock.ts'
import { costing, feedOf, FREE, run } from './simulated.ts'

const feeds = Array.from({ length: 5 }, () => feedOf(0, 10))

test('beyond its burst a webhook of one post a second makes each post wait a second and be refused first', async () => {
  const notifyRate = { perSecond: 1, burst: 1 }
  const { makespanMs } = await run('sequential', feeds, FREE, { notifyRate })
  // Held 10 ms and taken; then, each time: held 10 ms and refused, a second of patience, held 10 ms and taken.
  expect(makespanMs).toBeCloseTo(10 + 4 * (10 + 1000 + 10), 6)
})

test('what the webhook takes in a burst is not waited for', async () => {
  expect((await run('sequential', feeds, FREE, { notifyRate: { perSecond: 1, burst: 5 } })).makespanMs).toBeCloseTo(
    50,
    6,
  )
})

test('a strategy that sends everything at once is as bound by the webhook as one that does not', async () => {
  const notifyRate = { perSecond: 1, burst: 2 }
  for (const name of ['promise-all', 'pipelined', 'worker-threads', 'check-threads'] as const) {
    const { makespanMs } = await run(name, feeds, FREE, { notifyRate })
    expect(makespanMs, name).toBeGreaterThan(3 * 1000)
    expect(makespanMs, name).toBeLessThan(3 * 1000 + 100)
  }
})

test('Retry-After is in whole seconds, so that a webhook of ten posts a second without a burst takes one', async () => {
  const { makespanMs } = await run('sequential', feeds, FREE, { notifyRate: { perSecond: 10, burst: 1 } })
  expect(makespanMs).toBeGreaterThan(4 * 1000)
})

test('after the first refusal posts go one by one, so that they are not refused together again and again', async () => {
  const many = Array.from({ length: 20 }, () => feedOf(0, 10))
  const notifyRate = { perSecond: 1, burst: 1 }
  const { busiestMs } = await run('promise-all', many, { ...FREE, notify: costing(1) }, { notifyRate })
  // 20 at first, then for each of 19 one that is taken and mostly one that is refused; all together they would be 210.
  expect(busiestMs).toBeGreaterThan(20 + 19)
  expect(busiestMs).toBeLessThanOrEqual(20 + 2 * 19)
})

// Breakage: one sleep, and a post that is refused for nothing since others were answered 429 meanwhile.
test('a sender whose patience was prolonged while it waited goes on waiting', async () => {
  const clock = createClock(nextTick)
  const webhook = createWebhook(clock, { perSecond: 1, burst: 1 })
  const posted: number[] = []
  const post = (heldMs: number) => async (answer: () => void) => {
    posted.push(clock.nowMs())
    await clock.sleep(heldMs)
    answer()
  }
  const [first, second, third] = [webhook.sender(), webhook.sender(), webhook.sender()]
  await clock.run(Promise.all([first(post(10)), second(post(20)), third(post(500))]))
  // Refused at 20 until 1020, and at 500 until 1500, which holds for all.
  expect(posted.filter((ms) => ms > 0 && ms < 1500)).toEqual([])
})
