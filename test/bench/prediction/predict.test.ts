import { expect, test } from 'vitest'
import { createPredictor, MOST_SIMULATED, predictMakespanMs } from '../../../bench/prediction/predict.ts'
import { paperFeedsOf } from '../../../bench/prediction/paper-feeds.ts'
import { readScenario } from '../../../bench/scenario-file.ts'
import { strategies, type StrategyName } from '../../../strategies/index.ts'
import type { Strategy } from '../../../strategies/job.ts'
import { REAL, run } from './paper.ts'

const names = Object.keys(strategies) as StrategyName[]
const demo = readScenario('demo')

test('beyond what is simulated the straight line lies within 5 % of a full simulation, for every strategy', async () => {
  const scenario = readScenario('demo', ['world.feeds.count=9000'])
  const predict = createPredictor({ scenario, costs: REAL })
  const feeds = paperFeedsOf(scenario)(1, 1)
  for (const name of names) {
    const { makespanMs, isExtrapolated } = await predict(strategies[name], { concurrency: 64 })
    const full = await run(name, feeds, REAL, { limits: { concurrency: 64 } })
    expect(isExtrapolated).toBe(true)
    expect(Math.abs(makespanMs / full.makespanMs - 1), name).toBeLessThan(0.05)
  }
})

test('bounds that the simulated sizes do not reach are kept to all the same', async () => {
  const minutes = 'world.feedDelay={model: lognormal, medianMs: 60000, sigma: 0.6}'
  const predict = createPredictor({ scenario: readScenario('demo', [minutes]), costs: REAL })
  // 50 times 20,000 fetches of 60 s in the middle and 72 s on average.
  const lanes = await predict(strategies.pipelined, { concurrency: 20_000 }, 1_000_000)
  expect(lanes.makespanMs).toBeGreaterThan(50 * 70_000)
  expect(lanes.makespanMs).toBeLessThan(50 * 72_000 + 1_000_000)
  // What hot threads work on a million feeds comes after what the longest fetches of some thousands take, some minutes.
  const all = await predict(strategies['promise-all'], {}, 1_000_000)
  const few = await predict(strategies['promise-all'], {}, 3000)
  expect(all.makespanMs - few.makespanMs).toBeGreaterThan(997_000 * (0.6 * (0.2 + 0.23 + 0.18 / 2) + 0.07))
  expect(all.makespanMs).toBeLessThan(1_000_000 * 0.6 + 20 * 60_000)
  expect(all.peakFetches).toBe(1_000_000)
})

test('a webhook that is too slow bounds a million feeds as it does a thousand', async () => {
  const predict = createPredictor({ scenario: readScenario('slack-bound'), costs: REAL })
  for (const name of ['sequential', 'promise-all', 'pipelined'] as const) {
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
  expect(most).toBe(MOST_SIMULATED)
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
  const ask = (seed?: number) =>
    predictMakespanMs({
      scenario: demo,
      costs: REAL,
      strategy: strategies.sequential,
      ...(seed !== undefined && { seed }),
    })
  expect(await ask()).toEqual(await ask())
  expect(await ask()).toEqual(await ask(demo.world.seed))
  expect((await ask(99)).makespanMs).not.toBe((await ask()).makespanMs)
})

test('an answer lies within its draws, of which there are several where feeds are few', async () => {
  const { makespanMs, drawsMs, firstNotificationMs } = await predictMakespanMs({
    scenario: demo,
    costs: REAL,
    strategy: strategies.sequential,
  })
  expect(drawsMs[0]).toBeLessThan(makespanMs)
  expect(drawsMs[1]).toBeGreaterThan(makespanMs)
  expect(firstNotificationMs).toBeLessThan(makespanMs)
})

test('an order of the user’s own that lets turns of the event loop pass is predicted too', async () => {
  const slow: Strategy = async (given) => {
    await new Promise((resolve) => setImmediate(resolve))
    return strategies.sequential(given)
  }
  const predict = createPredictor({ scenario: demo, costs: REAL })
  expect((await predict(slow)).makespanMs).toBe((await predict(strategies.sequential)).makespanMs)
})
