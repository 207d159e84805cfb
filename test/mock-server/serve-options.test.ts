import { expect, test } from 'vitest'
import { parseWorld } from '../../mock-server/serve-options.ts'
import { builtInScenarios, parseScenario, readScenario } from '../../bench/scenario/file.ts'
import { aWorld, randomWorlds } from '../../bench/run/contract/worlds.ts'

test('the world of every scenario is one, and so is every world of the tests', () => {
  for (const name of builtInScenarios()) {
    const { world } = readScenario(name)
    expect(parseWorld(JSON.stringify(world), 'a file')).toEqual(world)
  }
  for (const world of randomWorlds(60)) parseWorld(JSON.stringify(world), 'a file')
})

const WRONG: readonly (readonly [parts: object, message: string])[] = [
  [{ seed: '1' }, 'seed: expected a whole number, got "1"'],
  [{ items: 12 }, 'items: expected an object, got 12'],
  [{ items: { ...aWorld().items, count: 0 } }, 'items.count: expected a whole number from 1 to 100000, got 0'],
  [{ items: { ...aWorld().items, dueShare: 2 } }, 'items.dueShare: expected a number from 0 to 1, got 2'],
  [{ items: { count: 1, events: 1 } }, 'items.dueShare: expected a number from 0 to 1, got nothing'],
  [{ fetchDelay: undefined }, 'fetchDelay: expected an object, got nothing'],
  [{ fetchDelay: {} }, 'fetchDelay.model: expected "constant" or "lognormal" or "pareto" or "empirical", got nothing'],
  [{ fetchDelay: { model: 'toString' } }, 'fetchDelay.model: expected "constant"'],
  [{ notifyDelay: { model: 'constant', ms: -1 } }, 'notifyDelay.ms: expected a number from 0 to 86400000, got -1'],
  [{ notifyDelay: { model: 'pareto', leastMs: 0 } }, 'notifyDelay.leastMs: expected a number from 0.001 to'],
  [{ notifyDelay: { model: 'constant', ms: 1, sigma: 1 } }, 'notifyDelay.sigma: expected no such key beside model, ms'],
  [{ bytesPerSecond: null }, 'bytesPerSecond: expected a number from 1 to'],
  [{ fetchFaults: { hnag: 1 } }, 'fetchFaults.hnag: expected no such key beside status-500'],
  [{ notifyFaults: [] }, 'notifyFaults: expected an object, got []'],
  [
    { notifyRate: { perSecond: 1, burst: 1.5 } },
    'notifyRate.burst: expected a whole number from 1 to 1000000, got 1.5',
  ],
  [{ https: 'yes' }, 'https: expected true or false, got "yes"'],
  [{ hosts: 'few' }, 'hosts: expected "one" or "many", got "few"'],
  [{ bytesPerSeconds: 1 }, 'bytesPerSeconds: expected no such key beside seed'],
  [{ hosts: undefined, host: 'one' }, 'host: expected no such key beside seed'],
]

test('a mistake in a world is named with its file and key, and what to do', () => {
  for (const [parts, message] of WRONG) {
    const parse = () => parseWorld(JSON.stringify({ ...aWorld(), ...parts }), 'a.json')
    expect(parse).toThrow(`a.json: ${message}`)
    expect(parse).toThrow(/; correct it in that file$/)
  }
  expect(() => parseWorld('[]', 'a.json')).toThrow('a.json: the world: expected an object, got []')
})

// Breakage: the file has a schema of its own.
test('a world may leave out what has a default in a scenario, and gets the same', () => {
  const { items, fetchDelay, notifyDelay } = aWorld()
  const { count, events, dueShare } = items
  const shortest = { items: { count, events, dueShare }, fetchDelay, notifyDelay }
  const rest = 'name: a\nvariants: [sequential]\nworld:'
  const { world } = parseScenario(`${rest} ${JSON.stringify(shortest)}`, 'a.yaml')
  expect(parseWorld(JSON.stringify(shortest), 'a file')).toEqual(world)
  expect(world).toMatchObject({ seed: 1, items: { descriptionBytes: 120, recurringShare: 0.02 }, hosts: 'one' })
})

test('a world keeps the order of its faults, which decides which feeds have them', () => {
  const faults = ['gzip', 'hang', 'status-500']
  const world = aWorld({ fetchFaults: Object.fromEntries(faults.map((fault) => [fault, 0.1])) })
  expect(Object.keys(parseWorld(JSON.stringify(world), 'a file').fetchFaults)).toEqual(faults)
})

test('text that is not JSON is reported with its place and without quoting it', () => {
  expect(() => parseWorld('{"seed": 1', 'a.json')).toThrow(/^a\.json: expected a world as JSON.* \(line 1 column 11\);/)
  expect(() => parseWorld('s3cret', 'a.json')).toThrow(/^a\.json: expected a world as JSON, got text that is none;/)
})
