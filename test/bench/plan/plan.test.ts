import { expect, test } from 'vitest'
import { planOf } from '../../../bench/plan/plan.ts'
import { estimateBlockMs } from '../../../bench/run/local/estimate.ts'
import { builtInScenarios, readScenario } from '../../../bench/scenario/file.ts'
import { ownScenario } from '../../support/own-jobs.ts'

// Breakage: a scenario that comes along and that nobody waits for.
test('a quick look at any scenario that comes along takes less than five minutes', async () => {
  for (const name of builtInScenarios()) {
    const plan = planOf(readScenario(name), { quick: true })
    expect(6 * (await estimateBlockMs(plan)), name).toBeLessThan(300_000)
  }
})

// Breakage: the posts of a job of a user's own are left out, before it was tried or after, and a benchmark takes several times as long as it says.
test('the time of a job of a user is estimated with a post an item, or with those that it was seen to make', async () => {
  const settings = ['world.notifyDelay={model: constant, ms: 200}', 'variants=[sequential]']
  const scenario = ownScenario(undefined, settings)
  const blockMs = (posts?: number) => {
    const itemProfile = posts === undefined ? undefined : [{ fetches: 1, posts, kilobytes: 1, checkMs: 0 }]
    return estimateBlockMs(planOf({ ...scenario, itemProfile }, { quick: true }))
  }
  const [untried, none, one, three] = [await blockMs(), await blockMs(0), await blockMs(1), await blockMs(3)]
  expect(untried).toBeCloseTo(one, 6)
  expect(one).toBeGreaterThan(none + 6 * 200)
  expect(three - none).toBeCloseTo(3 * (one - none), 6)
})

// Breakages: the posts of a job of a user's own cost nothing but their delay; a rate limit that counts the items that are due in calendars alone.
test('the time that posts take beside their delay, and under a rate limit, is estimated for a job of a user', async () => {
  const blockMs = (posts: number, ...settings: string[]) => {
    const scenario = ownScenario(undefined, [
      'world.notifyDelay={model: constant, ms: 0}',
      'variants=[sequential]',
      ...settings,
    ])
    const itemProfile = [{ fetches: 1, posts, kilobytes: 1, checkMs: 0 }]
    return estimateBlockMs(planOf({ ...scenario, itemProfile }, { quick: true }))
  }
  expect(await blockMs(100)).toBeGreaterThan((await blockMs(0)) + 100)
  expect(await blockMs(10, 'world.notifyRate={perSecond: 5, burst: 1}')).toBeGreaterThan((await blockMs(10)) + 10_000)
})
