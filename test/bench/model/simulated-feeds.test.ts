import { expect, test } from 'vitest'
import { kilobytesOf, simulatedFeedsOf } from '../../../bench/model/simulated-feeds.ts'
import { readScenario } from '../../../bench/scenario/file.ts'
import { createMockApp } from '../../../mock-server/app.ts'
import { addressesOf, ownItemsOf, WORLD_WINDOW } from '../../../mock-server/world.ts'
import { checkCalendar } from '../../../strategies/check.ts'
import { NOTIFY_DEFAULTS } from '../../../strategies/notify.ts'
import { messageOf } from '../../../strategies/message.ts'
import { ownScenario } from '../../support/own-jobs.ts'

test('the delays are those that the mock server draws for the same iteration, posts included', async () => {
  const { world, ...rest } = readScenario('demo', [
    'world.items.count=6',
    'world.fetchDelay={model: lognormal, medianMs: 0.5, sigma: 0.6}',
    'world.notifyDelay={model: lognormal, medianMs: 0.5, sigma: 0.6}',
  ])
  const { app, deliveries } = createMockApp(world)
  const feeds = simulatedFeedsOf({ world, ...rest })(2, 3)
  const { feeds: addresses, slack } = addressesOf(world, 'http://localhost', 'f2/r3')
  for (const [index, address] of addresses.entries()) {
    const body = new Uint8Array(await (await app.request(address)).arrayBuffer())
    expect(deliveries.entries.at(-1)!.drawnMs).toBe(feeds[index]!.answersMs[0])
    const { name, occurrences } = checkCalendar(body, WORLD_WINDOW)
    expect(occurrences.length, `feed ${index}`).toBe(feeds[index]!.postsMs.length)
    for (const occurrence of occurrences) {
      await app.request(slack, { method: 'POST', body: JSON.stringify(messageOf({ ...occurrence, calendar: name! })) })
      expect(deliveries.entries.at(-1)!.drawnMs).toBe(feeds[index]!.postsMs[0])
    }
  }
  expect(feeds.filter(({ postsMs }) => postsMs.length === 1)).toHaveLength(3)
})

// Breakage: other keys of the draws than those of the mock server, or another place of an item in what was tried.
test('of a job of a user the delays are those that the mock server draws, request by request and post by post', async () => {
  const settings = ['world.fetchDelay={model: lognormal, medianMs: 0.5, sigma: 0.6}', 'world.items.count=5']
  const scenario = ownScenario(undefined, [
    ...settings,
    'world.notifyDelay={model: lognormal, medianMs: 0.4, sigma: 0.5}',
  ])
  const itemProfile = [
    { fetches: 2, posts: 0, kilobytes: 1, checkMs: 0 },
    { fetches: 1, posts: 3, kilobytes: 2, checkMs: 0 },
  ]
  const { app, deliveries } = createMockApp(scenario.world)
  const feeds = simulatedFeedsOf({ ...scenario, itemProfile })(2, 3)
  expect(feeds.map(({ kilobytes }) => kilobytes)).toEqual([1, 2, 1, 2, 1])
  for (const [index, { url, sinkUrl }] of ownItemsOf(scenario.world, 'http://localhost', 'f2/r3').entries()) {
    const { answersMs, postsMs } = feeds[index]!
    expect([answersMs.length, postsMs.length]).toEqual(index % 2 === 0 ? [2, 0] : [1, 3])
    for (const ms of answersMs) {
      await app.request(url)
      expect(deliveries.entries.at(-1)!.drawnMs).toBe(ms)
    }
    for (const ms of postsMs) {
      await app.request(sinkUrl, { method: 'POST', body: 'late' })
      expect(deliveries.entries.at(-1)!.drawnMs).toBe(ms)
    }
  }
})

test('what goes wrong with a feed costs what its client waits for, and ends without a check', () => {
  const scenario = readScenario('faulty', [
    'world.items.count=4',
    'world.fetchDelay={model: constant, ms: 10}',
    'world.fetchFaults={hang: 0.25, redirects: 0.25, redirect-loop: 0.25}',
  ])
  const waits = simulatedFeedsOf(scenario)(1, 1).map(({ answersMs, isRead }) => [...answersMs, isRead])
  expect(waits).toHaveLength(4)
  expect(waits).toContainEqual([10, true])
  expect(waits).toContainEqual([10, 10, 10, 10, true])
  expect(waits).toContainEqual([10, 10, 10, 10, 10, 10, false])
  // From the request on, whatever the server would have taken.
  expect(waits).toContainEqual([scenario.client.headersTimeoutMs, false])
})

test('a feed whose server answers later than its client waits is given up, as is one that takes too long in all', () => {
  const at = (...settings: string[]) =>
    simulatedFeedsOf(readScenario('demo', ['world.items.count=1', 'world.items.dueShare=1', ...settings]))(1, 1)[0]!
  const late = at('world.fetchDelay={model: constant, ms: 21000}')
  expect(late).toEqual({
    answersMs: [20_000],
    postsMs: [],
    kilobytes: 0,
    isRead: false,
    isGivenUp: true,
    isPostGivenUp: false,
  })
  const slow = at('world.fetchDelay={model: constant, ms: 19000}', 'world.fetchFaults={redirects: 1}')
  expect(slow).toMatchObject({ answersMs: [19_000, 19_000, 19_000, 3000], isRead: false, isGivenUp: true })
  const long = at('world.fetchDelay={model: constant, ms: 10}', 'world.bytesPerSecond=10')
  expect(long).toMatchObject({ answersMs: [60_000], isRead: false, isGivenUp: true })
  // A body is sent in 20 slices, and no silence between two may be longer than the client waits.
  const dripping = [
    'world.fetchDelay={model: constant, ms: 10}',
    'world.bytesPerSecond=400',
    'client.bodyTimeoutMs=250',
  ]
  expect(at(...dripping)).toMatchObject({ answersMs: [260], isRead: false, isGivenUp: true })
  // What is compressed is sent at once.
  expect(at(...dripping, 'world.fetchFaults={gzip: 1}')).toMatchObject({ answersMs: [10], isRead: true })
  const patient = at('world.notifyDelay={model: constant, ms: 60000}')
  expect(patient).toMatchObject({ postsMs: [NOTIFY_DEFAULTS.answerTimeoutMs], isRead: true, isPostGivenUp: true })
})

test('a paced body takes its length over the pace', () => {
  const { world, ...rest } = readScenario('demo', [
    'world.fetchDelay={model: constant, ms: 10}',
    'world.bytesPerSecond=1000',
  ])
  const [first] = simulatedFeedsOf({ world, ...rest })(1, 1)
  expect(first!.answersMs[0]).toBeCloseTo(10 + kilobytesOf(world) * 1000, 6)
})
