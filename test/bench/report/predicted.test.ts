import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keepScenario, readRacedScenario } from '../../../bench/commands/raced-scenario.ts'
import { calibrateCosts } from '../../../bench/prediction/calibrate.ts'
import { predictMakespans } from '../../../bench/prediction/makespans.ts'
import { withPredicted } from '../../../bench/report/predicted.ts'
import { summarize } from '../../../bench/report/summarize.ts'
import { parseScenario } from '../../../bench/scenario-file.ts'
import { digestOf } from '../../../bench/scenario.ts'
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
  keepScenario(folder, SCENARIO)
  expect(readRacedScenario(folder, trial!)).toEqual({ scenario: SCENARIO, warnings: [] })
  for (const text of [JSON.stringify({ ...SCENARIO, check: 'full' }), '{', '[]']) {
    writeFileSync(join(folder, 'scenario.json'), text)
    const { scenario, warnings } = readRacedScenario(folder, trial!)
    expect(scenario).toBeUndefined()
    expect(warnings[0]).toContain('expected the scenario that was raced, got another')
  }
})
