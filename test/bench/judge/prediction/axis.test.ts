import { expect, test } from 'vitest'
import { parseAxis } from '../../../../bench/cli/axis.ts'
import { type AxisName, placeAt, placedAt } from '../../../../bench/judge/prediction/axis.ts'
import { kilobytesOf } from '../../../../bench/model/simulated-feeds.ts'
import { readScenario } from '../../../../bench/scenario/file.ts'

const demo = readScenario('demo')

test('a range becomes 1 and 3 of each power of ten, with both of its ends', () => {
  expect(parseAxis('items', '1..1000000').values).toEqual([
    1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000,
  ])
  expect(parseAxis('items', '2..50').values).toEqual([2, 3, 10, 30, 50])
  expect(parseAxis('delay', '3ms..300ms').values).toEqual([3, 10, 30, 100, 300])
  expect(parseAxis('delay', '0.5ms..2s').values).toEqual([0.5, 1, 3, 10, 30, 100, 300, 1000, 2000])
  expect(parseAxis('notifyRate', '30/m..10/s').values).toEqual([0.5, 1, 3, 10])
  expect(parseAxis('items', '7..7').values).toEqual([7])
})

// Breakage: what overtakes what between 100 and 1 items, reported backwards.
test('a list is taken from its lowest value to its highest, each once', () => {
  expect(parseAxis('items', '100, 1,10,1').values).toEqual([1, 10, 100])
  expect(parseAxis('size', '900B,3KB,1.5MB').values).toEqual([900, 3000, 1_500_000])
  expect(parseAxis('threads', '4').values).toEqual([4])
})

test.each<[AxisName, string, string, string]>([
  ['items', '0', '--items', 'not-a-count'],
  ['items', '1..x', '--items', 'not-a-count'],
  ['items', '100..1', '--items', 'not-a-range'],
  ['items', '1..10..100', '--items', 'not-a-range'],
  ['delay', '3', '--delay', 'not-a-duration'],
  ['size', '3', '--size', 'not-an-item-size'],
  ['size', '11MB', '--size', 'not-an-item-size'],
  ['notifyRate', '0/s', '--notify-rate', 'not-a-post-rate'],
  ['notifyRate', '1', '--notify-rate', 'not-a-post-rate'],
  ['threads', '1025', '--threads', 'too-many-threads'],
  ['concurrency', '-1', '--concurrency', 'not-a-count'],
  ['items', Array.from({ length: 41 }, (_, index) => index + 1).join(','), '--items', 'too-many-values'],
])('--%s %s is refused', (name, text, option, code) => {
  expect(() => parseAxis(name, text)).toThrow(
    expect.objectContaining({ code, parameters: expect.objectContaining({ option }) }),
  )
})

test('each axis changes what it names and leaves the rest', () => {
  const { scenario, limits } = placeAt(demo, { items: 70, delay: 40, notifyRate: 2, concurrency: 9, threads: 3 })
  expect(scenario.world).toEqual({
    ...demo.world,
    items: { ...demo.world.items, count: 70 },
    fetchDelay: { ...demo.world.fetchDelay, medianMs: 40 },
    notifyRate: { perSecond: 2, burst: 2 },
  })
  expect(limits).toEqual({ concurrency: 9, threads: 3 })
  expect(placeAt(demo, {})).toEqual({ scenario: demo, limits: demo.limits })
})

test('a size is met to within half an event', () => {
  for (const bytes of [3000, 30_000, 300_000]) {
    const { world } = placeAt(demo, { size: bytes }).scenario
    expect(Math.abs(kilobytesOf(world) * 1000 - bytes)).toBeLessThan(500 + 0.02 * bytes)
  }
  const leastBytes = Math.round(kilobytesOf(placeAt(demo, { size: 1000 }).scenario.world) * 1000)
  expect(placeAt(demo, { size: leastBytes }).scenario.world.items.events).toBe(1)
  expect(() => placeAt(demo, { size: 1 })).toThrow(
    expect.objectContaining({ code: 'size-too-small', parameters: { leastBytes: 952, bytes: 1 } }),
  )
})

test('where the scenario has a size in place of events, that is the size', () => {
  const sized = readScenario('demo', ['world.items.bytes=4KB'])
  expect(placeAt(sized, { size: 30_000 }).scenario.world.items).toEqual({ ...sized.world.items, bytes: 30_000 })
  expect(() => placeAt(sized, { size: 900 })).toThrow(expect.objectContaining({ code: 'size-too-small' }))
})

test('a delay of any model gets that middle', () => {
  const at = (delay: string, ms: number) =>
    placeAt(readScenario('demo', [`world.fetchDelay=${delay}`]), { delay: ms }).scenario.world.fetchDelay
  expect(at('{model: constant, ms: 5}', 8)).toEqual({ model: 'constant', ms: 8 })
  // The tail keeps its shape.
  expect(at('{model: lognormal, p50Ms: 5, p99Ms: 50}', 8)).toMatchObject({
    medianMs: 8,
    sigma: expect.closeTo(0.98981, 4),
  })
  // Half of a Pareto's draws lie below least times 2^(1 / shape).
  expect(at('{model: pareto, leastMs: 2, shape: 1, mostMs: 40}', 8)).toEqual({
    model: 'pareto',
    leastMs: 4,
    shape: 1,
    mostMs: 80,
  })
})

test('where a value was placed has the digits that are known', () => {
  expect(placedAt('items', 1_000_001, placeAt(demo, { items: 1_000_001 }))).toBe(1_000_001)
  expect(placedAt('delay', 3.0004, placeAt(demo, { delay: 3.0004 }))).toBe(3)
  expect(placedAt('notifyRate', 1 / 3, placeAt(demo, { notifyRate: 1 / 3 }))).toBe(0.333)
  // A feed has whole events: what is predicted is given, not what was requested.
  const large = readScenario('demo', ['world.items.descriptionBytes=5000'])
  expect(placedAt('size', 8000, placeAt(large, { size: 8000 }))).not.toBe(8000)
})
