import { expect, test } from 'vitest'
import { idealMs } from '../../../bench/model/virtual-clock.ts'
import { strategies, type StrategyName } from '../../../strategies/index.ts'
import { resolveLimits } from '../../../strategies/limits.ts'
import { piped } from '../../support/closed-forms.ts'
import { costing, feedOf, FREE, REAL, run, someFeeds } from './simulated.ts'

const names = Object.keys(strategies) as StrategyName[]
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

test('without costs every strategy takes its ideal time', async () => {
  const feeds = someFeeds(25, 1)
  const waits = feeds.map(({ answersMs, postsMs }) => ({ fetchMs: answersMs[0]!, notifyMs: sum(postsMs) }))
  for (const name of names) {
    const limits = { concurrency: 4, threads: 2, buffer: 1 }
    // Messages between threads are what is left; they take hundredths.
    const messages = name.endsWith('threads') ? 4 : 0
    const { makespanMs } = await run(name, feeds, FREE, { limits })
    const ideal = await idealMs(strategies[name], resolveLimits(strategies[name], limits), waits)
    expect(makespanMs, name).toBeGreaterThanOrEqual(ideal - 1e-9)
    expect(makespanMs, name).toBeLessThanOrEqual(ideal + messages + 1e-9)
  }
})

test('sequential takes the sum of all waits and of all costs, with one connection to feeds and one to Slack', async () => {
  const feeds = [feedOf(5, 2, 10), feedOf(3), feedOf(4, 1, 20)]
  const costs = {
    ...FREE,
    fetch: costing(0.4, 0.01),
    check: costing(0.2, 0.02),
    notify: costing(0.3),
    connection: costing(1),
    clientShare: 0.5,
    lateMs: 0.1,
  }
  const { makespanMs, firstNotificationMs } = await run('sequential', feeds, costs)
  const waits = 5 + 3 + 4 + 2 + 1 + 5 * 0.1
  const work = 3 * 0.4 + 30 * 0.01 + 3 * 0.2 + 30 * 0.02 + 2 * 0.3 + 2 * 1
  expect(makespanMs).toBeCloseTo(waits + work, 9)
  expect(firstNotificationMs).toBeCloseTo(5 + 2 + 0.2 + 0.4 + 0.1 + 0.2 + 0.2 + 0.3 + 2, 9)
})

test('promise-all over servers that answer at once takes what its thread works, on any number of processors', async () => {
  const costs = { ...FREE, fetch: costing(0.4), check: costing(0.3), notify: costing(0.2), connection: costing(0.1) }
  const feeds = Array.from({ length: 40 }, (_, index) => feedOf(0, index % 4 === 0 ? 0 : undefined))
  for (const cores of [1, 2, 16]) {
    const { makespanMs, busiestMs } = await run('promise-all', feeds, { ...costs, cores })
    // Connections to feeds: one for each. Those to Slack are opened as long as none is free.
    expect(makespanMs).toBeGreaterThanOrEqual(40 * (0.4 + 0.3 + 0.1) + 10 * 0.2 + 0.1 - 1e-9)
    expect(makespanMs).toBeLessThanOrEqual(40 * (0.4 + 0.3 + 0.1) + 10 * (0.2 + 0.1) + 1e-9)
    expect(busiestMs).toBeCloseTo(makespanMs, 9)
  }
})

// Breakage: a machine of one processor that is predicted as one of two.
test('on one processor the client and the server work in turns', async () => {
  const feeds = Array.from({ length: 30 }, () => feedOf(0))
  const costs = { ...FREE, fetch: costing(1), clientShare: 0.5 }
  const at = async (cores: number) => (await run('promise-all', feeds, { ...costs, cores })).makespanMs
  expect(await at(1)).toBeCloseTo(30, 9)
  expect(await at(2)).toBeLessThan(20)
})

test('what the server works on is done by one thread too: it can be what a run waits for', async () => {
  const feeds = Array.from({ length: 30 }, () => feedOf(0))
  const { makespanMs } = await run('promise-all', feeds, { ...FREE, fetch: costing(1), clientShare: 0.1 })
  expect(makespanMs).toBeGreaterThanOrEqual(30 * 0.9)
  expect(makespanMs).toBeLessThan(30 * 0.9 + 2)
})

test('pipelined with so many lanes whose work is nobody else’s takes what producers, channel and consumers take', async () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const feeds = someFeeds(20, seed)
    const waits = feeds.map(({ answersMs, postsMs: [postMs = 0] }) => ({
      fetchMs: answersMs[0]! + 0.5,
      notifyMs: postMs && postMs + 0.5,
    }))
    // As lateness, since that no thread has to work on.
    const { makespanMs } = await run(
      'pipelined',
      feeds,
      { ...FREE, lateMs: 0.5 },
      { limits: { concurrency: 3, buffer: 2 } },
    )
    expect(makespanMs, `seed ${seed}`).toBeCloseTo(piped(waits, 3, 2), 6)
  }
})

test('work of lanes that share a thread is done one piece after another', async () => {
  const feeds = Array.from({ length: 8 }, () => feedOf(0))
  const work = { ...FREE, check: costing(3) }
  const lanes = { limits: { concurrency: 8 } }
  expect((await run('promise-all', feeds, work, lanes)).makespanMs).toBeCloseTo(8 * 3, 9)
  expect((await run('pipelined', feeds, work, lanes)).makespanMs).toBeCloseTo(8 * 3, 9)
})

test('each thread has a queue of its own, but no more of them work at a time than there are processors beside the server’s', async () => {
  const feeds = Array.from({ length: 8 }, () => feedOf(0))
  const work = { ...FREE, check: costing(3) }
  for (const name of ['worker-threads', 'check-threads'] as const) {
    const over = async (threads: number, cores: number) =>
      (await run(name, feeds, { ...work, cores }, { limits: { concurrency: 8, threads } })).makespanMs
    expect(await over(1, 16), name).toBeGreaterThanOrEqual(8 * 3)
    expect(await over(2, 16), name).toBeGreaterThanOrEqual(4 * 3)
    expect(await over(2, 16), name).toBeLessThan(4 * 3 + 3)
    expect(await over(4, 16), name).toBeLessThan(2 * 3 + 3)
    // One of two processors is the server's.
    expect(await over(4, 2), name).toBeGreaterThanOrEqual(8 * 3)
    expect(await over(4, 3), name).toBeGreaterThanOrEqual(4 * 3)
    expect(await over(4, 3), name).toBeLessThan(6 * 3)
  }
})

// Breakage: the connections of our own client, which a client of the user's does not keep to.
test('a job of a user has as many connections to its sink as it has posts under way, and makes those of an item in turn', async () => {
  const feeds = Array.from({ length: 200 }, () => feedOf(0, 10))
  const many = { limits: { concurrency: 1000 } }
  expect((await run('promise-all', feeds, FREE, many)).makespanMs).toBe(20)
  expect((await run('promise-all', feeds, FREE, { ...many, isOwn: true })).makespanMs).toBe(10)
  const several = { ...feedOf(5), postsMs: [10, 20] }
  expect((await run('sequential', [several, several], FREE, { isOwn: true })).makespanMs).toBe(2 * 35)
})

test('a step costs more after a pause, up to a bound, and the first of a run counts as after a long one', async () => {
  const costs = { ...FREE, check: { hotMs: 1, coldMs: 4, perKilobyteMs: 0 } }
  const cost = async (pauseMs: number) => {
    const { makespanMs } = await run('sequential', [feedOf(pauseMs), feedOf(pauseMs)], costs)
    return makespanMs - 2 * pauseMs - (1 + 4)
  }
  const [soon, later, late] = [await cost(0), await cost(10), await cost(1000)]
  expect(soon).toBeCloseTo(1, 9)
  expect(later).toBeCloseTo(1 + 4 * (1 - Math.exp(-1)), 9)
  expect(late).toBeCloseTo(1 + 4, 9)
})

test('where every feed has a host of its own, each fetch waits for a lookup and only so many are looked up at a time', async () => {
  const feeds = Array.from({ length: 8 }, () => feedOf(0))
  const many = { isOneHost: false, lookups: { delayMs: 20, places: 2 } }
  expect((await run('sequential', feeds, FREE, many)).makespanMs).toBeCloseTo(8 * 20, 9)
  expect((await run('promise-all', feeds, FREE, many)).makespanMs).toBeCloseTo(4 * 20, 9)
})

test('a feed that fails is not checked and its redirects are waited for one by one', async () => {
  const broken = {
    answersMs: [2, 3, 4],
    postsMs: [],
    kilobytes: 0,
    isRead: false,
    isGivenUp: false,
    isPostGivenUp: false,
  }
  expect((await run('sequential', [broken], { ...FREE, check: costing(100) })).makespanMs).toBe(9)
})

test('a run is never shorter than what its busiest thread works, nor than its longest feed waits', async () => {
  for (const name of names) {
    const feeds = someFeeds(60, 7)
    const { makespanMs, busiestMs, peakFetches } = await run(name, feeds, REAL, { limits: { concurrency: 8 } })
    expect(makespanMs).toBeGreaterThanOrEqual(busiestMs)
    expect(makespanMs).toBeGreaterThanOrEqual(
      Math.max(...feeds.map(({ answersMs, postsMs }) => sum(answersMs) + sum(postsMs))),
    )
    expect(peakFetches, name).toBeLessThanOrEqual(8)
    if (name === 'sequential' || name === 'look-ahead') expect(peakFetches).toBe(1)
    if (name === 'promise-all' || name === 'pipelined' || name.endsWith('threads')) expect(peakFetches).toBe(8)
  }
})

test('no feeds take no time', async () => {
  for (const name of names) expect((await run(name, [], REAL)).makespanMs, name).toBeLessThan(1)
})
