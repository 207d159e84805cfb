import { expect, test } from 'vitest'
import { MAX_SIMULATED } from '../../../bench/model/extrapolation.ts'
import { createPredictor } from '../../../bench/model/predict.ts'
import { simulatedFeedsOf } from '../../../bench/model/simulated-feeds.ts'
import type { Scenario } from '../../../bench/scenario/scenario.ts'
import { readScenario } from '../../../bench/scenario/file.ts'
import { strategies, type StrategyName } from '../../../strategies/index.ts'
import type { Limits, Strategy } from '../../../strategies/job.ts'
import { costing, REAL, run } from './simulated.ts'
import { sampleOf } from '../../support/samples.ts'

const names = Object.keys(strategies) as StrategyName[]
const LANED: readonly StrategyName[] = ['pipelined', 'worker-threads']
const demo = readScenario('demo')

const lanes = (concurrency: number) => ({ concurrency, threads: 2 })

/** Settings of the demo, limits and strategies for which the line must meet a full simulation of as many feeds. */
const BEYOND: readonly (readonly [string, readonly string[], Partial<Limits>, readonly StrategyName[]])[] = [
  ['lanes that are still crowded', ['world.fetchDelay={model: constant, ms: 2000}'], lanes(1000), LANED],
  ['lanes that soon have a steady pace', [], lanes(64), names],
  ['everything at once', [], {}, ['promise-all', 'check-threads']],
  [
    'posts that hold lanes',
    ['world.notifyDelay={model: constant, ms: 4000}', 'world.items.dueShare=1'],
    lanes(1000),
    LANED,
  ],
  [
    'posts that take up all connections to Slack',
    ['world.notifyDelay={model: constant, ms: 900}', 'world.items.dueShare=1'],
    {},
    ['promise-all'],
  ],
  ['a rate of Slack that binds', ['world.notifyRate={perSecond: 100, burst: 100}'], {}, ['promise-all', 'pipelined']],
  ['a rate of Slack that does not bind', ['world.notifyRate={perSecond: 9000, burst: 9000}'], {}, ['promise-all']],
  ['lanes that hang now and then, fewer at a time than there are', ['world.fetchFaults={hang: 0.025}'], {}, LANED],
  ['lanes of which there are nearly too many', ['world.fetchDelay={model: constant, ms: 2000}'], lanes(600), LANED],
  ['lookups', ['world.hosts=many', 'world.dnsDelayMs=50'], {}, ['promise-all', 'pipelined']],
]

// Breakage: a bound that is left out of `boundOf`, or the slope of two crowded sizes.
test.each(sampleOf(BEYOND))(
  'beyond what is simulated the line meets a full simulation: %s',
  async (_, settings, limits, all) => {
    const scenario = readScenario('demo', ['world.items.count=6000', ...settings])
    const predict = createPredictor({ scenario, costs: REAL })
    for (const name of sampleOf(all)) {
      const { makespanMs, isExtrapolated } = await predict(strategies[name], limits)
      expect(isExtrapolated).toBe(true)
      const full = await fullMs(scenario, name, limits)
      expect(Math.abs(makespanMs / full - 1), `${name}: ${makespanMs} for ${full}`).toBeLessThan(0.07)
    }
  },
)

async function fullMs(scenario: Scenario, name: StrategyName, limits: Partial<Limits>): Promise<number> {
  const { world } = scenario
  const isOneHost = world.hosts === 'one'
  const { makespanMs } = await run(name, simulatedFeedsOf(scenario)(1, 1), REAL, {
    limits,
    notifyRate: world.notifyRate,
    isOneHost,
    lookups: isOneHost ? undefined : { delayMs: world.dnsDelayMs, places: 32 },
  })
  return makespanMs
}

// Breakage: CPU of checks that waits for no processor, or none of it.
test('what checks are made to take is taken one after another, or by as many threads as have a processor', async () => {
  const gainOf = async (name: StrategyName, cores: number) => {
    const timeOf = (...settings: string[]) =>
      createPredictor({ scenario: readScenario('demo', settings), costs: { ...REAL, cores } })(strategies[name], {
        threads: 4,
      })
    const [without, withCpu] = [await timeOf(), await timeOf('checkCpuMs=50')]
    return withCpu.makespanMs - without.makespanMs
  }
  // Longer pauses make the other steps a little colder.
  expect(await gainOf('sequential', 2)).toBeGreaterThan(12 * 50)
  expect(await gainOf('sequential', 2)).toBeLessThan(12.5 * 50)
  expect(await gainOf('promise-all', 8)).toBeGreaterThan(11.5 * 50)
  expect(await gainOf('check-threads', 2)).toBeGreaterThan(11.5 * 50)
  expect(await gainOf('check-threads', 5)).toBeLessThan(4 * 50)
})

// Breakage: only the busiest of eight threads that share one processor counts.
test('threads that share processors are bounded by these', async () => {
  const scenario = readScenario('demo', ['check=full', 'world.items.dueShare=0'])
  const costs = { ...REAL, check: costing(10) }
  const predict = createPredictor({ scenario, costs })
  const { makespanMs } = await predict(strategies['check-threads'], { threads: 8 }, 100_000)
  expect(makespanMs).toBeGreaterThan(100_000 * 10)
})

// Breakage: a burst that no simulated size uses up, and the rate behind it forgotten.
test('a rate of Slack that is met only beyond what is simulated bounds what is', async () => {
  const scenario = readScenario('demo', ['world.items.dueShare=0.05', 'world.notifyRate={perSecond: 1, burst: 200}'])
  const { makespanMs } = await createPredictor({ scenario, costs: REAL })(strategies['promise-all'], {}, 1_000_000)
  expect(makespanMs).toBeGreaterThanOrEqual((50_000 - 200) * 1000)
  expect(makespanMs).toBeLessThan(1.05 * 50_000 * 1000)
})

test('bounds that the simulated sizes do not reach are kept to all the same', async () => {
  const slow = 'world.fetchDelay={model: lognormal, medianMs: 6000, sigma: 0.3}'
  const predict = createPredictor({ scenario: readScenario('demo', [slow]), costs: REAL })
  // 500 times 2,000 fetches of 6 s in the middle and 6.3 s on average.
  const { makespanMs } = await predict(strategies.pipelined, { concurrency: 2000 }, 1_000_000)
  expect(makespanMs).toBeGreaterThan(500 * 6200)
  expect(makespanMs).toBeLessThan(500 * 6400 + 1_000_000)
  // What hot threads work on a million feeds comes after what the longest fetches of some thousands take, some seconds.
  const all = await predict(strategies['promise-all'], {}, 1_000_000)
  const few = await predict(strategies['promise-all'], {}, 3000)
  expect(all.makespanMs - few.makespanMs).toBeGreaterThan(997_000 * (0.6 * (0.2 + 0.23 + 0.18 / 2) + 0.07))
  expect(all.makespanMs).toBeLessThan(1_000_000 * 0.6 + 30_000)
  expect(all.peakFetches).toBe(1_000_000)
})

test('a webhook that is too slow bounds a million feeds as it does a thousand', async () => {
  const predict = createPredictor({ scenario: readScenario('slack-bound'), costs: REAL })
  for (const name of sampleOf(['promise-all', 'sequential', 'pipelined'] as const)) {
    const [few, many] = await Promise.all([1000, 100_000].map((count) => predict(strategies[name], {}, count)))
    expect(many!.makespanMs / few!.makespanMs, name).toBeGreaterThan(90)
    expect(many!.makespanMs / few!.makespanMs, name).toBeLessThan(110)
  }
})

test('a million feeds take no more than some thousands to simulate', async () => {
  let most = 0
  const counting: Strategy = (given) => {
    most = Math.max(most, given.job.feeds.length)
    return strategies.sequential(given)
  }
  const { makespanMs } = await createPredictor({ scenario: demo, costs: REAL })(counting, {}, 1_000_000)
  expect(most).toBe(MAX_SIMULATED)
  expect(makespanMs).toBeGreaterThan(1_000_000 * 3)
})

test('more feeds take longer, and more lanes take less', async () => {
  const predict = createPredictor({ scenario: demo, costs: REAL })
  const times = async (feeds: readonly number[], limits = {}) =>
    Promise.all(feeds.map(async (count) => (await predict(strategies.pipelined, limits, count)).makespanMs))
  const sizes = await times([30, 300, 3000, 3001, 30_000])
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
  const [few] = await times([500], { concurrency: 2 })
  const [many] = await times([500], { concurrency: 64 })
  expect(few!).toBeGreaterThan(2 * many!)
})

test('the same question has the same answer, another seed another one', async () => {
  const predicted = (...settings: string[]) =>
    createPredictor({ scenario: readScenario('demo', settings), costs: REAL })(strategies.sequential)
  expect(await predicted()).toEqual(await predicted())
  expect((await predicted('world.seed=99')).makespanMs).not.toBe((await predicted()).makespanMs)
})

test('the first notification is given where it was simulated', async () => {
  const predict = createPredictor({ scenario: demo, costs: REAL })
  const { makespanMs, firstNotificationMs } = await predict(strategies.sequential)
  expect(firstNotificationMs).toBeLessThan(makespanMs)
  expect(await predict(strategies.sequential, {}, 10_000)).not.toHaveProperty('firstNotificationMs')
})

// Breakage: waits of minutes for feeds that the client gives up after its 20 s.
test('no fetch is waited for longer than its client waits, and how many are given up is reported', async () => {
  const predict = createPredictor({
    scenario: readScenario('demo', ['world.fetchDelay={model: constant, ms: 60000}']),
    costs: REAL,
  })
  const { makespanMs, firstNotificationMs, givenUp } = await predict(strategies['promise-all'])
  expect(makespanMs).toBeGreaterThan(20_000)
  expect(makespanMs).toBeLessThan(20_100)
  expect([firstNotificationMs, givenUp]).toEqual([undefined, { items: 1, posts: 0 }])
  expect((await createPredictor({ scenario: demo, costs: REAL })(strategies['promise-all'])).givenUp).toEqual({
    items: 0,
    posts: 0,
  })
  const slow = readScenario('demo', ['world.notifyDelay={model: constant, ms: 60000}'])
  const unsent = await createPredictor({ scenario: slow, costs: REAL })(strategies.sequential)
  expect([unsent.firstNotificationMs, unsent.givenUp]).toEqual([undefined, { items: 0, posts: 0.5 }])
})

test('two orders of the user’s own are two, whatever they are called', async () => {
  const predict = createPredictor({ scenario: demo, costs: REAL })
  const [slow, fast] = [
    (given: Parameters<Strategy>[0]) => strategies.sequential(given),
    (given: Parameters<Strategy>[0]) => strategies['promise-all'](given),
  ]
  const times = await Promise.all([slow, fast].map(async (order) => (await predict(order, {}, 100_000)).makespanMs))
  expect(times[0]!).toBeGreaterThan(3 * times[1]!)
})

test('an order of the user’s own that lets turns of the event loop pass is predicted too', async () => {
  const slow: Strategy = async (given) => {
    await new Promise((resolve) => setImmediate(resolve))
    return strategies.sequential(given)
  }
  const predict = createPredictor({ scenario: demo, costs: REAL })
  expect((await predict(slow)).makespanMs).toBe((await predict(strategies.sequential)).makespanMs)
})

test('lanes of an order of the user’s own that no limit mentions bound it too', async () => {
  const laned: Strategy = ({ limits, ...given }) =>
    strategies.pipelined({ ...given, limits: { ...limits, concurrency: 1000, buffer: 16 } })
  const scenario = readScenario('demo', ['world.fetchDelay={model: constant, ms: 3000}'])
  const { makespanMs } = await createPredictor({ scenario, costs: REAL })(laned, {}, 1_000_000)
  expect(makespanMs).toBeGreaterThan(0.95 * 1000 * 3000)
})
