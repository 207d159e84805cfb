import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createDraws } from '../../mock-server/draws.ts'
import { dueFeeds, generateFeed, sizedFeed } from '../../mock-server/feeds.ts'
import { type ObservedExchange, readTraffic } from '../../mock-server/traffic.ts'
import { WORLD_WINDOW } from '../../mock-server/world.ts'
import { checkCalendar } from '../../strategies/check.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'
import { aFolder } from '../support/folders.ts'

const at = (iteration: string) => ({ block: 'f1', iteration })
const linesOf = (exchanges: readonly object[]) => exchanges.map((one) => `${JSON.stringify(one)}\n`).join('')
const fileOf = (text: string) => join(aFolder({ 'observed.jsonl': text }), 'observed.jsonl')
const worldOf = (exchanges: readonly object[], count: number) => ({
  ...aWorld({ items: { count } }),
  traffic: fileOf(linesOf(exchanges)),
})

/** A fast host with three of four exchanges, and a slow one. */
const EXCHANGES: readonly ObservedExchange[] = [
  ...Array.from({ length: 30 }, (_, n) => ({ host: 1, delayMs: 10 + n / 10, bytes: 1000 + n, status: 200 })),
  ...Array.from({ length: 10 }, (_, n) => ({
    host: 7,
    delayMs: 500 + n,
    bytes: 90_000 + n,
    status: 200,
    connectMs: 40,
  })),
]

// Breakages: draws from all hosts together, or a size that is drawn apart from the delay.
test('a slow host stays slow, has its share of the items, and what is large takes as long as it did', () => {
  const draws = createDraws(worldOf(EXCHANGES, 20))
  const isSlow = Array.from({ length: 20 }, (_, item) => draws.fetch(at('r1'), item, 0).delayMs >= 500)
  expect(isSlow.filter(Boolean)).toHaveLength(5)
  for (const iteration of ['c0', 'r1', 'r2', 'r9'])
    for (let item = 0; item < 20; item++) {
      const { delayMs, bytes, connectMs } = draws.fetch(at(iteration), item, 0)
      const seen = EXCHANGES.find((one) => one.delayMs === delayMs)!
      expect([seen.bytes, 40]).toEqual([bytes, connectMs])
      expect(seen.host === 7).toBe(isSlow[item])
    }
})

// Breakage: a variant that opens more connections than the observed client gets them for nothing.
test('a connection costs what it did at that host, also where the exchange had kept its own', () => {
  const exchanges = [1, 2, 3].flatMap((host) =>
    Array.from({ length: 40 }, (_, n) => ({
      host,
      delayMs: 100 * host + n,
      status: 200,
      // Of the third host no connection was observed.
      ...(host < 3 && n % 10 === 0 && { connectMs: 1000 * host + n }),
    })),
  )
  const { fetch } = createDraws(worldOf(exchanges, 3))
  const connects = [0, 1, 2].map((item) =>
    Array.from({ length: 40 }, (_, nth) => fetch(at(`r${nth}`), item, 0).connectMs),
  )
  const timesOf = (host: number) => [0, 10, 20, 30].map((n) => 1000 * host + n)
  const sorted = (times: readonly number[]) => [...new Set(times)].sort((a, b) => a - b)
  expect(connects.map(sorted)).toEqual([timesOf(1), timesOf(2), [...timesOf(1), ...timesOf(2)]])
})

// Breakages: hosts that are shuffled over the items, so that a slow one at the end of a job is at its begin; or an item for each, however rare.
test('where there is a host for each item, the items are in the order of their hosts', () => {
  const delays = new Map([
    [12, 30],
    [3, 500],
    [7, 10],
  ])
  const observed = (oftenOf: (host: number) => number) =>
    [...delays].flatMap(([host, delayMs]) =>
      Array.from({ length: oftenOf(host) }, () => ({ host, delayMs, status: 200 })),
    )
  const drawn = (oftenOf: (host: number) => number) => {
    const draws = createDraws(worldOf(observed(oftenOf), 3))
    return [0, 1, 2].map((item) => draws.fetch(at('r1'), item, 0).delayMs)
  }
  expect(drawn(() => 20)).toEqual([500, 10, 30])
  // One that was asked twenty times as often is not one item of three.
  expect(drawn((host) => (host === 7 ? 400 : 20)).filter((ms) => ms === 10).length).toBeGreaterThan(1)
})

// Breakage: independent draws, of which some exchanges come twice as often as others.
test('each exchange of a host comes about as often as every other', () => {
  const draws = createDraws(worldOf(EXCHANGES, 20))
  const drawn = Array.from({ length: 20 * 40 }, (_, n) => draws.fetch(at(`r${Math.floor(n / 20)}`), n % 20, 0).delayMs)
  const often = Map.groupBy(drawn, (ms) => ms)
  expect(often.size).toBe(EXCHANGES.length)
  for (const same of often.values()) expect(Math.abs(same.length - 20)).toBeLessThanOrEqual(4)
})

test('errors, posts and paces are as they were observed', () => {
  const draws = createDraws(
    worldOf(
      [
        { host: 1, delayMs: 3, status: 429, retryAfterSeconds: 5 },
        { host: 2, delayMs: 4, failed: 'reset' },
        { host: 3, delayMs: 20_000, failed: 'hang' },
        { host: 4, delayMs: 6, status: 304, bytes: 0, bytesPerSecond: 5000 },
        { host: 9, delayMs: 77, status: 200, to: 'notify' },
      ],
      4,
    ),
  )
  const all = Array.from({ length: 400 }, (_, n) => draws.fetch(at(`r${Math.floor(n / 4)}`), n % 4, 0))
  const different = new Map(all.map((one) => [JSON.stringify(one), one]))
  const drawn = [...different.values()].toSorted((a, b) => a.delayMs - b.delayMs)
  expect(drawn).toEqual([
    { delayMs: 0, connectMs: 0, bytes: undefined, bytesPerSecond: undefined, error: { failed: 'hang' } },
    {
      delayMs: 3,
      connectMs: 0,
      bytes: undefined,
      bytesPerSecond: undefined,
      error: { status: 429, retryAfterSeconds: 5 },
    },
    { delayMs: 4, connectMs: 0, bytes: undefined, bytesPerSecond: undefined, error: { failed: 'reset' } },
    { delayMs: 6, connectMs: 0, bytes: 0, bytesPerSecond: 5000 },
  ])
  expect(draws.notifyMs(at('r1'), 2, ['slack', 'digest', 1])).toBe(77)
})

test('what is due in a feed is the same whatever size it has', () => {
  const world = worldOf(EXCHANGES, 12)
  const due = dueFeeds(world)
  for (let index = 0; index < 12; index++) {
    const isDue = due.has(index)
    const findings = (body: Uint8Array) => checkCalendar(body, WORLD_WINDOW)
    const expected = findings(generateFeed(world, index, isDue))
    expect(expected.occurrences).toHaveLength(isDue ? 1 : 0)
    for (const bytes of [0, 1500, 20_000, 300_000]) {
      const body = sizedFeed(world, index, isDue, bytes)
      expect(findings(body)).toEqual(expected)
      if (bytes > 1500) expect(Math.abs(body.byteLength - bytes)).toBeLessThan(50)
    }
  }
})

test.each([
  ['{"host":1,"delayMs":3,"status":200}\n{"host":1', 'one JSON object a line', 2],
  ['{"host":1,"delayMs":-3,"status":200}\n', 'delayMs: ', 1],
  ['{"host":1,"delayMs":3}\n', 'status, or failed', 1],
  ['{"host":1,"delayMs":3,"status":200,"to":"notify"}\n', 'at least one exchange that fetches', 0],
  ['', 'at least one exchange that fetches', 0],
])('traffic that is none is refused with its line: %j', (text, message, line) => {
  expect(() => readTraffic(fileOf(text))).toThrow(
    expect.objectContaining({ line, message: expect.stringContaining(message) }),
  )
})

test('lines are read whole, wherever a chunk of the file ends', () => {
  const exchanges = Array.from({ length: 5000 }, (_, n) => ({ host: n, delayMs: n / 7, status: 200 }))
  expect(readTraffic(fileOf(linesOf(exchanges)))).toEqual(exchanges)
})
