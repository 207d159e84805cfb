import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keepScenario, readRacedScenario } from '../../../../bench/commands/results/raced-scenario.ts'
import { calibrateCosts } from '../../../../bench/model/calibrate.ts'
import { predictMakespans, predictIterations } from '../../../../bench/model/makespans.ts'
import { withPredicted } from '../../../../bench/judge/comparison/predicted.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { parseScenario } from '../../../../bench/scenario/file.ts'
import { digestOf } from '../../../../bench/scenario/scenario.ts'
import { aFolder } from '../../../support/folders.ts'
import { changed, trialsOf, aFault } from '../../../support/trials.ts'

const SCENARIO = parseScenario(
  `name: paper
world:
  items: { count: 12, events: 4, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 3 }
  notifyDelay: { model: constant, ms: 2 }
variants: [sequential, promise-all]
`,
  'paper.yaml',
)
const TRIALS = changed(
  trialsOf({ candidates: { 'promise-all': 0.3, mine: 0.5 } }),
  () => true,
  ({ scenario }) => ({ scenario: { ...scenario, digest: digestOf(SCENARIO) } }),
)

// Breakage: a prediction of another scenario's delays, or one that stands at the copies of the reference, which are no strategies.
test('what was measured is held against what the model predicts from the benchmark’s own sequential runs', async () => {
  const result = summarize(TRIALS)
  const costs = calibrateCosts([{ scenario: SCENARIO, trials: TRIALS }], 2)
  const predictedMs = await predictMakespans(SCENARIO, costs, ['sequential', 'promise-all'])
  const { variants } = await withPredicted(result, TRIALS, SCENARIO)
  for (const name of ['sequential', 'promise-all'] as const) {
    const variant = variants.find((one) => one.variant === name)!
    expect(variant.measuredOverPredicted).toBeCloseTo(variant.makespanMs.median / predictedMs.get(name)!, 10)
  }
  expect(
    variants.filter(({ measuredOverPredicted }) => measuredOverPredicted !== undefined).map(({ variant }) => variant),
  ).toEqual(['sequential', 'promise-all'])
})

// Breakage: iterations held against the draws of other ones: how lucky they were was reported as an error of the model, up to 5%.
test('each iteration is held against what its own delays would take', async () => {
  const world = { ...SCENARIO.world, fetchDelay: { model: 'lognormal', medianMs: 20, sigma: 1 } } as const
  const scenario = { ...SCENARIO, world }
  const costs = calibrateCosts([{ scenario, trials: TRIALS }], 2)
  const iterations = [1, 2, 3, 4, 5, 6].flatMap((block) =>
    [1, 2, 3, 4, 5, 6].map((iteration) => ({ block, iteration })),
  )
  const predictedMs = (await predictIterations(scenario, costs, ['promise-all'], iterations)).get('promise-all')!
  const trials = changed(
    TRIALS,
    ({ variant, phase }) => variant === 'promise-all' && phase === 'measured',
    ({ block, iteration }) => ({ makespanMs: 1.5 * predictedMs[(block - 1) * 6 + iteration - 1]! }),
  )
  const { variants } = await withPredicted(summarize(trials), trials, scenario)
  expect(new Set(predictedMs.map((ms) => ms.toFixed(3))).size).toBe(36)
  expect(variants.find(({ variant }) => variant === 'promise-all')!.measuredOverPredicted).toBeCloseTo(1.5, 10)
})

/** Over the predicted time of promise-all, whose runs take so many times as long as `slower` says. */
async function measuredOverPredicted(
  feeds: number,
  blocks: number,
  slower: (block: number, iteration: number) => number,
) {
  const scenario = { ...SCENARIO, world: { ...SCENARIO.world, feeds: { ...SCENARIO.world.items, count: feeds } } }
  const costs = calibrateCosts([{ scenario, trials: TRIALS }], 2)
  const [ms] = (await predictIterations(scenario, costs, ['promise-all'], [{ block: 1, iteration: 1 }])).get(
    'promise-all',
  )!
  const trials = changed(
    changed(
      trialsOf({ blocks, candidates: { 'promise-all': 0.3, mine: 0.5 } }),
      () => true,
      ({ scenario: of }) => ({
        scenario: { ...of, digest: digestOf(scenario) },
      }),
    ),
    ({ variant, phase }) => variant === 'promise-all' && phase === 'measured',
    ({ block, iteration }) => ({ makespanMs: ms! * slower(block, iteration) }),
  )
  const { variants } = await withPredicted(summarize(trials), trials, scenario)
  return variants.find(({ variant }) => variant === 'promise-all')!.measuredOverPredicted
}

// Breakage: every so manieth iteration, which is the same one of each block.
test('of many feeds some iterations stand for all, from any place of a block', async () => {
  // So many that every sixth iteration of 36 would be simulated, of which each is the first of its block.
  expect(await measuredOverPredicted(300, 6, (_block, iteration) => (iteration === 1 ? 2 : 1))).toBeCloseTo(1, 2)
})

// Breakage: iterations after the last look, of which nothing else in the report is.
test('only iterations of the look that was reached are held against predictions', async () => {
  expect(await measuredOverPredicted(12, 24, (block) => (block > 6 ? 3 : 1))).toBeCloseTo(1, 2)
})

test('without a sequential run that went well there is nothing to predict from', async () => {
  const failed = changed(
    TRIALS,
    ({ strategy }) => strategy === 'sequential',
    () => ({ faults: [aFault('fell over')] }),
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
    expect(warnings).toEqual([{ code: 'other-scenario-kept', parameters: { file: join(folder, 'scenario.json') } }])
  }
})
