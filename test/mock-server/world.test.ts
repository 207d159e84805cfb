import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawDelayMs, drawUnits, lognormalOf, medianDelayMs, type Delay } from '../../mock-server/delay.ts'
import { assignFaults, faultOfPost, shuffledFeeds } from '../../mock-server/faults.ts'
import { dueFeeds, generateFeed, SIZE_TOLERANCE_BYTES } from '../../mock-server/feeds.ts'
import { Deliveries } from '../../mock-server/deliveries.ts'
import { createBucket, feedOfMessage } from '../../mock-server/slack.ts'
import { WORLD_WINDOW, type World } from '../../mock-server/world.ts'
import { worldSchema } from '../../mock-server/world-schema.ts'
import { checkCalendar } from '../../strategies/check.ts'
import { messageOf } from '../../strategies/message.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'

const SEEDS = [1, 2, 3, 20, 2026]

test('exactly the rounded share of the feeds is due, each with exactly one event', () => {
  for (const seed of SEEDS) {
    for (const dueShare of [0, 0.1, 0.5, 0.77, 1]) {
      const world = aWorld({ seed, items: { count: 17, events: 12, dueShare, recurringShare: 0.6 } })
      const due = dueFeeds(world)
      expect(due.size).toBe(Math.round(dueShare * 17))
      for (let index = 0; index < 17; index++) {
        const { occurrences, problems, name } = checkCalendar(
          generateFeed(world, index, due.has(index)),
          WORLD_WINDOW,
          { mode: 'full' },
        )
        expect([seed, index, occurrences.length, problems, name]).toEqual([
          seed,
          index,
          Number(due.has(index)),
          [],
          `Team ${index}`,
        ])
      }
    }
  }
})

// Breakage: the due event's own length forgotten, a description that is folded into more bytes than were left, or larger than the feed.
test('a feed of a number of bytes has them, with the events that fit and exactly the one that is due', () => {
  for (const bytes of ['1KB', 1234, '4KB', '60KB'])
    for (const descriptionBytes of [0, 120, 30_000])
      for (const seed of [1, 2026]) {
        const items = { count: 6, bytes, descriptionBytes, dueShare: 0.5, recurringShare: 0.4 }
        const world = worldSchema.parse({ ...aWorld({ seed }), items })
        const due = dueFeeds(world)
        for (let index = 0; index < 6; index++) {
          const body = generateFeed(world, index, due.has(index))
          const missing = Number(world.items.bytes) - body.byteLength
          expect.soft(missing, `${bytes} ${descriptionBytes}`).toBeGreaterThanOrEqual(0)
          expect.soft(missing, `${bytes} ${descriptionBytes}`).toBeLessThanOrEqual(SIZE_TOLERANCE_BYTES)
          for (const mode of ['full', 'prefilter'] as const) {
            const { occurrences, problems, name } = checkCalendar(body, WORLD_WINDOW, { mode })
            expect([occurrences.length, problems, name]).toEqual([Number(due.has(index)), [], `Team ${index}`])
          }
          for (const line of body.toString().split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        }
      }
  const eventsIn = (world: World) => generateFeed(world, 1, false).toString().split('BEGIN:VEVENT').length - 1
  const feeds = (items: object) => worldSchema.parse({ ...aWorld(), items: { count: 3, dueShare: 0, ...items } })
  expect(eventsIn(feeds({ bytes: '40KB' }))).toBeGreaterThan(90)
  expect(eventsIn(feeds({ bytes: '40KB', descriptionBytes: 3000 }))).toBeLessThan(14)
})

test('the message of a due event names its feed', () => {
  for (const seed of SEEDS) {
    const world = aWorld({ seed, items: { count: 40, dueShare: 1 } })
    for (let index = 0; index < 40; index++) {
      const { occurrences, name = '' } = checkCalendar(generateFeed(world, index, true), WORLD_WINDOW)
      expect(feedOfMessage(messageOf({ ...occurrences[0]!, calendar: name }).text)).toBe(index)
    }
  }
  expect(feedOfMessage('something else')).toBe(-1)
})

test('a feed has the descriptions it should have, folded as RFC 5545 requires', () => {
  const body = generateFeed(aWorld({ items: { events: 6, descriptionBytes: 500 } }), 1, true)
  for (const line of body.toString().split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(body.byteLength).toBeGreaterThan(6 * 500)
})

test('each fault befalls its share of the feeds, no feed has two, and another seed chooses others', () => {
  const fetchFaults = { 'status-500': 0.1, hang: 0.05, gzip: 0.25, reset: 0.004 }
  const faults = assignFaults(aWorld({ items: { count: 200 }, fetchFaults }))
  const counts = Object.fromEntries(
    Object.keys(fetchFaults).map((fault) => [fault, faults.filter((one) => one === fault).length]),
  )
  expect(counts).toEqual({ 'status-500': 20, hang: 10, gzip: 50, reset: 1 })
  expect(assignFaults(aWorld({ items: { count: 200 }, fetchFaults }))).toEqual(faults)
  expect(assignFaults(aWorld({ seed: 2, items: { count: 200 }, fetchFaults }))).not.toEqual(faults)
})

test('shares of more than all of the feeds leave nothing to the last fault', () => {
  const faults = assignFaults(aWorld({ fetchFaults: { hang: 1, gzip: 1 } }))
  expect(faults).toEqual(Array(12).fill('hang'))
})

test('which feeds are due has nothing to do with which are broken', () => {
  for (const seed of SEEDS) expect(shuffledFeeds(seed, 'due', 100)).not.toEqual(shuffledFeeds(seed, 'fault', 100))
})

test('each fault of Slack befalls about its share of the posts', () => {
  const world = aWorld({ notifyFaults: { refuse: 0.1, busy: 0.2, reset: 0.05 } })
  const faults = Array.from({ length: 4000 }, (_, index) => faultOfPost(world, `digest ${index}`))
  for (const [fault, share] of [
    ['refuse', 0.1],
    ['busy', 0.2],
    ['reset', 0.05],
    [undefined, 0.65],
  ] as const) {
    const got = faults.filter((one) => one === fault).length / 4000
    // Four standard errors of a share of 4000.
    expect(Math.abs(got - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / 4000))
  }
})

const draws = Array.from({ length: 8000 }, (_, index) => drawUnits(11, 'f0', 'r1', 'feed', index, 0))

test('draws are uniform and the two of a key have nothing to do with each other', () => {
  for (const which of [0, 1] as const) {
    const cells = new Array<number>(20).fill(0)
    for (const draw of draws) cells[Math.floor(draw[which] * 20)]!++
    const chiSquared = cells.reduce((sum, cell) => sum + (cell - 400) ** 2 / 400, 0)
    expect(chiSquared).toBeLessThan(43.8) // 0.999 quantile with 19 degrees of freedom
  }
  const covariance = draws.reduce((sum, [u, v]) => sum + (u - 0.5) * (v - 0.5), 0) / draws.length
  expect(Math.abs(covariance * 12)).toBeLessThan(4 / Math.sqrt(draws.length))
})

test('delays have the median and the tail of their model', () => {
  const quantile = (delay: Delay, share: number) =>
    draws.map((draw) => drawDelayMs(delay, draw)).sort((a, b) => a - b)[Math.floor(share * draws.length)]!
  const lognormal: Delay = { model: 'lognormal', medianMs: 80, sigma: 0.6 }
  expect(quantile(lognormal, 0.5) / 80).toBeCloseTo(1, 1)
  expect(quantile(lognormal, 0.95) / (80 * Math.exp(0.6 * 1.6449))).toBeCloseTo(1, 1)
  expect(quantile(lognormal, 0.05) / (80 * Math.exp(-0.6 * 1.6449))).toBeCloseTo(1, 1)
  const byPercentiles: Delay = { model: 'lognormal', p50Ms: 20, p99Ms: 200 }
  expect(quantile(byPercentiles, 0.5) / 20).toBeCloseTo(1, 1)
  expect(quantile(byPercentiles, 0.99) / 200 - 1).toBeLessThan(0.15)
  expect(quantile(byPercentiles, 0.99) / 200 - 1).toBeGreaterThan(-0.15)
  // Breakage: another percentile's deviate.
  expect(lognormalOf(byPercentiles).sigma).toBeCloseTo(0.98981, 4)
  const pareto: Delay = { model: 'pareto', leastMs: 10, shape: 1.5, mostMs: 2000 }
  expect(quantile(pareto, 0.5) / (10 * 2 ** (1 / 1.5))).toBeCloseTo(1, 1)
  expect(quantile(pareto, 0.99) / (10 * 100 ** (1 / 1.5)) - 1).toBeLessThan(0.15)
  expect(quantile(pareto, 0)).toBeGreaterThanOrEqual(10)
  expect(Math.max(...draws.map((draw) => drawDelayMs({ ...pareto, mostMs: 50 }, draw)))).toBe(50)
  expect(quantile({ model: 'constant', ms: 7 }, 0.5)).toBe(7)
})

test('a token bucket lets a burst through and then its pace, and a client that waits as long as Retry-After says is let through', () => {
  const bucket = createBucket({ perSecond: 2, burst: 3 })
  const passed = [0, 0, 0, 0, 400, 600, 600].map((nowMs) => bucket.take(nowMs) === undefined)
  expect(passed).toEqual([true, true, true, false, false, true, false])
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 20, noNaN: true }), fc.integer({ min: 1, max: 5 }), (perSecond, burst) => {
      const own = createBucket({ perSecond, burst })
      let nowMs = 0
      const refused: { readonly retryAfterSeconds: number; readonly again: boolean }[] = []
      for (let nth = 0; nth < 40; nth++) {
        const later = own.take(nowMs)
        if (!later) continue
        nowMs += later.retryAfterSeconds * 1000
        refused.push({ ...later, again: own.take(nowMs) !== undefined })
      }
      expect(refused.filter(({ retryAfterSeconds, again }) => again || !Number.isInteger(retryAfterSeconds))).toEqual(
        [],
      )
      expect(40).toBeLessThanOrEqual(burst + (nowMs / 1000) * perSecond + 1e-6)
    }),
  )
})

test('the digest of a delivery record knows what was accepted and nothing of the order', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'ab', 'c', 'bc'), { maxLength: 8 }), (texts) => {
      expect(deliveriesOf(texts).figures().digest).toBe(deliveriesOf(texts.toReversed()).figures().digest)
      expect(deliveriesOf([...texts, 'one more']).figures().digest).not.toBe(deliveriesOf(texts).figures().digest)
      expect(deliveriesOf(texts).figures().duplicates).toBe(texts.length - new Set(texts).size)
    }),
  )
})

function deliveriesOf(texts: readonly string[]): Deliveries {
  const deliveries = new Deliveries()
  for (const text of texts) {
    const entry = deliveries.begin('slack', 0, 0)
    entry.accepted = text
    deliveries.end(entry)
    deliveries.end(deliveries.begin('slack', 0, 0))
  }
  return deliveries
}

test('a delivery record counts the feeds in flight at most, ends each request once, and starts afresh from what is under way', () => {
  const deliveries = new Deliveries()
  const [a, b] = [deliveries.begin('feed', 0, 0), deliveries.begin('feed', 1, 0)]
  deliveries.begin('slack', 1, 0)
  deliveries.end(a)
  deliveries.end(a)
  deliveries.end(deliveries.begin('feed', 2, 0))
  expect(deliveries.figures()).toMatchObject({ requests: 4, posts: 1, peakFeedsInFlight: 2 })
  deliveries.empty()
  expect(deliveries.figures()).toMatchObject({ requests: 0, peakFeedsInFlight: 1 })
  deliveries.end(b)
  deliveries.empty()
  expect(deliveries.figures()).toMatchObject({ peakFeedsInFlight: 0 })
})

// Breakage: the mean of a lognormal delay, which is longer than half of them by far.
test('half of all delays exceed the median of their model', () => {
  const delays: readonly Delay[] = [
    { model: 'constant', ms: 7 },
    { model: 'lognormal', medianMs: 20, sigma: 1 },
    { model: 'lognormal', p50Ms: 8, p99Ms: 400 },
    { model: 'pareto', leastMs: 3, shape: 1.5, mostMs: 1000 },
  ]
  const draws = Array.from({ length: 20_000 }, (_, at) => drawUnits('median', at))
  for (const delay of delays) {
    const sorted = draws.map((draw) => drawDelayMs(delay, draw)).toSorted((a, b) => a - b)
    expect(sorted[10_000]! / medianDelayMs(delay)).toBeCloseTo(1, 1)
  }
})
