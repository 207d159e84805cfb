import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keepScenario, readRacedScenario } from '../../../bench/commands/raced-scenario.ts'
import { calibrateCosts } from '../../../bench/model/calibrate.ts'
import { predictMakespans, predictRounds } from '../../../bench/model/makespans.ts'
import { withPredicted } from '../../../bench/judge/predicted.ts'
import { summarize } from '../../../bench/judge/summarize.ts'
import { parseScenario } from '../../../bench/scenario/file.ts'
import { digestOf } from '../../../bench/scenario/scenario.ts'
import { aFolder } from '../../support/folders.ts'
import { changed, trialsOf } from '../../support/trials.ts'

const SCENARIO = parseScenario(
  `name: paper
world:
  feeds: { count: 12, events: 4, dueShare: 0.5 }
  feedDelay: { model: constant, ms: 3 }
  slackDelay: { model: constant, ms: 2 }
strategies: [sequential, promise-all]
`,
  'paper.yaml',
)
const TRIALS = changed(
  trialsOf({ candidates: { 'promise-all': 0.3, mine: 0.5 } }),
  () => true,
  ({ scenario }) => ({ scenario: { ...scenario, digest: digestOf(SCENARIO) } }),
)

// Breakage: a prediction of another scenario's delays, or one that stands at the copies of the reference, which are no strategies.
test('what was measured is held against what the model predicts from the race’s own sequential runs', async () => {
  const result = summarize(TRIALS)
  const costs = calibrateCosts([{ scenario: SCENARIO, trials: TRIALS }], 2)
  const predictedMs = await predictMakespans(SCENARIO, costs, ['sequential', 'promise-all'])
  const { arms } = await withPredicted(result, TRIALS, SCENARIO)
  for (const name of ['sequential', 'promise-all'] as const) {
    const arm = arms.find((one) => one.arm === name)!
    expect(arm.overPredicted).toBeCloseTo(arm.makespanMs.median / predictedMs.get(name)!, 10)
  }
  expect(arms.filter(({ overPredicted }) => overPredicted !== undefined).map(({ arm }) => arm)).toEqual([
    'sequential',
    'promise-all',
  ])
})

// Breakage: rounds held against the draws of other ones: how lucky they were was told as an error of the model, up to 5 %.
test('each round is held against what its own delays would take', async () => {
  const world = { ...SCENARIO.world, feedDelay: { model: 'lognormal', medianMs: 20, sigma: 1 } } as const
  const scenario = { ...SCENARIO, world }
  const costs = calibrateCosts([{ scenario, trials: TRIALS }], 2)
  const rounds = [1, 2, 3, 4, 5, 6].flatMap((fork) => [1, 2, 3, 4, 5, 6].map((round) => ({ fork, round })))
  const predictedMs = (await predictRounds(scenario, costs, ['promise-all'], rounds)).get('promise-all')!
  const trials = changed(
    TRIALS,
    ({ arm, phase }) => arm === 'promise-all' && phase === 'measured',
    ({ fork, round }) => ({ makespanMs: 1.5 * predictedMs[(fork - 1) * 6 + round - 1]! }),
  )
  const { arms } = await withPredicted(summarize(trials), trials, scenario)
  expect(new Set(predictedMs.map((ms) => ms.toFixed(3))).size).toBe(36)
  expect(arms.find(({ arm }) => arm === 'promise-all')!.overPredicted).toBeCloseTo(1.5, 10)
})

/** Over the predicted time of promise-all, whose runs take so many times as long as `slower` says. */
async function overPredicted(feeds: number, forks: number, slower: (fork: number, round: number) => number) {
  const scenario = { ...SCENARIO, world: { ...SCENARIO.world, feeds: { ...SCENARIO.world.feeds, count: feeds } } }
  const costs = calibrateCosts([{ scenario, trials: TRIALS }], 2)
  const [ms] = (await predictRounds(scenario, costs, ['promise-all'], [{ fork: 1, round: 1 }])).get('promise-all')!
  const trials = changed(
    changed(
      trialsOf({ forks, candidates: { 'promise-all': 0.3, mine: 0.5 } }),
      () => true,
      ({ scenario: of }) => ({
        scenario: { ...of, digest: digestOf(scenario) },
      }),
    ),
    ({ arm, phase }) => arm === 'promise-all' && phase === 'measured',
    ({ fork, round }) => ({ makespanMs: ms! * slower(fork, round) }),
  )
  const { arms } = await withPredicted(summarize(trials), trials, scenario)
  return arms.find(({ arm }) => arm === 'promise-all')!.overPredicted
}

// Breakage: every so manieth round, which is the same one of each fork.
test('of many feeds some rounds stand for all, from any place of a fork', async () => {
  // So many that every sixth round of 36 would be simulated, of which each is the first of its fork.
  expect(await overPredicted(300, 6, (_fork, round) => (round === 1 ? 2 : 1))).toBeCloseTo(1, 2)
})

// Breakage: rounds after the last look, of which nothing else in the report is.
test('only rounds of the look that was reached are held against predictions', async () => {
  expect(await overPredicted(12, 24, (fork) => (fork > 6 ? 3 : 1))).toBeCloseTo(1, 2)
})

test('without a sequential run that went well there is nothing to predict from', async () => {
  const failed = changed(
    TRIALS,
    ({ strategy }) => strategy === 'sequential',
    () => ({ faults: ['fell over'] }),
  )
  const result = summarize(failed)
  expect(await withPredicted(result, failed, SCENARIO)).toEqual(result)
})

test('a scenario beside trials is that of the trials, or it is said that it is not', () => {
  const folder = aFolder()
  const [trial] = TRIALS
  expect(readRacedScenario(folder, trial!)).toEqual({ warnings: [] })
  keepScenario({ path: folder }, SCENARIO)
  expect(readRacedScenario(folder, trial!)).toEqual({ scenario: SCENARIO, warnings: [] })
  for (const text of [JSON.stringify({ ...SCENARIO, check: 'full' }), '{', '[]']) {
    writeFileSync(join(folder, 'scenario.json'), text)
    const { scenario, warnings } = readRacedScenario(folder, trial!)
    expect(scenario).toBeUndefined()
    expect(warnings[0]).toContain('expected the scenario that was raced, got another')
  }
})
