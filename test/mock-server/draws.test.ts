import { expect, test } from 'vitest'
import { createDraws, permuted } from '../../mock-server/draws.ts'
import { drawDelayMs, drawUnits } from '../../mock-server/delay.ts'
import { bytesOfItem, generateFeed } from '../../mock-server/feeds.ts'
import { worldSchema } from '../../mock-server/world-schema.ts'
import { quantile } from '../../bench/statistics/quantile.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'

const at = (iteration: string, block = 'f1') => ({ block, iteration })

test('a shuffled order has each place once, and is another one for each key', () => {
  for (const size of [1, 2, 3, 7, 64, 1000]) {
    const order = Array.from({ length: size }, (_, place) => permuted(place, size, 'a'))
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, place) => place))
  }
  const order = (key: string) => Array.from({ length: 50 }, (_, place) => permuted(place, 1000, key))
  expect(order('a')).not.toEqual(order('b'))
  expect(order('a')).toEqual(order('a'))
})

test('draws of other models than the empirical one are as they were', () => {
  const world = aWorld({ seed: 7, fetchDelay: { model: 'lognormal', medianMs: 50, sigma: 0.4 } })
  const { delayMs, connectMs, error } = createDraws(world).fetch(at('r3'), 5, 0)
  expect(delayMs).toBe(drawDelayMs(world.fetchDelay, drawUnits(7, 'f1', 'r3', 'feed', 5, 0)))
  expect([connectMs, error]).toEqual([0, undefined])
})

/** Percentiles of a distribution with two humps, as servers with a cache have. */
const QUANTILES = [
  2,
  ...Array.from({ length: 60 }, (_, k) => 5 + k / 10),
  ...Array.from({ length: 40 }, (_, k) => 80 + k * 5),
]

// Breakage: independent draws, which are up to 4% off at the 99th percentile of wide distributions.
test('ten thousand draws of an empirical delay have its quantiles', () => {
  const items = { count: 50, events: 1, dueShare: 0 }
  const fetchDelay = { model: 'empirical', quantilesMs: QUANTILES }
  for (const seed of [1, 2, 3]) {
    const draws = createDraws(worldSchema.parse({ ...aWorld({ seed }), items, fetchDelay }))
    const drawn = Array.from({ length: 10_000 }, (_, n) => draws.fetch(at(`r${Math.floor(n / 50)}`), n % 50, 0).delayMs)
    for (const p of [0.5, 0.9, 0.99]) {
      const expected = QUANTILES[p * 100]!
      expect(Math.abs(quantile(drawn, p) / expected - 1), `${seed}: ${p}`).toBeLessThan(0.01)
    }
  }
})

test('an item is not as slow in one iteration as in the next, and as slow for whoever asks', () => {
  const items = { count: 1000, events: 1, dueShare: 0 }
  const world = worldSchema.parse({ ...aWorld(), items, fetchDelay: { model: 'empirical', quantilesMs: QUANTILES } })
  const draws = createDraws(world)
  const of = (iteration: string, block?: string) =>
    Array.from({ length: 20 }, (_, item) => draws.fetch(at(iteration, block), item, 0).delayMs)
  expect(new Set([of('r1'), of('r2'), of('c1'), of('r1', 'f2')].map(String)).size).toBe(4)
  const { delayMs } = createDraws(world).fetch(at('r1'), 7, 0)
  expect(of('r1')[7]).toBe(delayMs)
})

test('so many requests go wrong as the world says, other ones in each iteration', () => {
  const fetchErrors = { 'status-429': 0.02, reset: 0.01, retryAfterSeconds: 2 }
  const draws = createDraws(worldSchema.parse({ ...aWorld(), fetchErrors }))
  const errors = (iteration: string) =>
    Array.from({ length: 20_000 }, (_, item) => draws.fetch(at(iteration), item, 0).error)
  const share = (error: object) =>
    errors('r1').filter((one) => JSON.stringify(one) === JSON.stringify(error)).length / 20_000
  expect(share({ status: 429, retryAfterSeconds: 2 })).toBeCloseTo(0.02, 2)
  expect(share({ failed: 'reset' })).toBeCloseTo(0.01, 2)
  expect(errors('r1')).not.toEqual(errors('r2'))
})

test('sizes that are distributed are spread evenly over the items', () => {
  const quantilesBytes = [1000, 2000, 3000, 4000, 5000]
  const items = { count: 40, bytes: { model: 'empirical', quantilesBytes }, dueShare: 0.5 }
  const world = worldSchema.parse({ ...aWorld(), items })
  const sizes = Array.from({ length: 40 }, (_, index) => bytesOfItem(world, index)!)
  for (const [share, expected] of [
    [0.25, 2000],
    [0.5, 3000],
    [0.75, 4000],
  ] as const)
    expect(Math.abs(quantile(sizes, share) - expected)).toBeLessThan(100)
  expect(generateFeed(world, 3, true).byteLength).toBeGreaterThan(sizes[3]! - 20)
})
