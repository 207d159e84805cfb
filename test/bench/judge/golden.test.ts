import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compareResults } from '../../../bench/judge/agreement/agreement.ts'
import { withPredicted } from '../../../bench/judge/comparison/predicted.ts'
import { jsonOf, resultsOf } from '../../../bench/judge/comparison/results.ts'
import { judgeGate } from '../../../bench/judge/gate/judge-gate.ts'
import { summarizeLoad } from '../../../bench/judge/load/summarize.ts'
import { parseObjective, type SelectionCriteria } from '../../../bench/judge/selection-criteria.ts'
import { predictBetween } from '../../../bench/judge/sweep/predict.ts'
import { summarizeSweep } from '../../../bench/judge/sweep/summarize.ts'
import { readScenario } from '../../../bench/scenario/file.ts'
import { recordSchema } from '../../../bench/trial/sweep-record.ts'
import { readTrials, type Trial, TRIAL_SCHEMA } from '../../../bench/trial/trial.ts'
import { aFolder } from '../../support/folders.ts'
import { differencesFrom, differencesFromGolden, goldenText } from '../../support/golden.ts'

/** Trials of real runs, kept before the judging code was rebuilt, under today's names and schema: judging does not depend on what was measured. */
function trialsOf(name: string): Trial[] {
  const file = join(aFolder(), 'trials.jsonl')
  writeFileSync(file, goldenText(`${name}.trials.jsonl`).replaceAll(/^\{"schema":5,/gm, `{"schema":${TRIAL_SCHEMA},`))
  return readTrials(file).trials
}

const changed = (trials: readonly Trial[], change: (trial: Trial) => Partial<Trial>): Trial[] =>
  trials.map((trial) => ({ ...trial, ...change(trial) }))

// Breakage of all of these: any other estimate, interval, level, verdict, tie group, check, recommendation or exit code.
for (const name of ['demo', 'heavy', 'faulty', 'slack-bound', 'lab', 'lab-two-sizes', 'gate'])
  test(`the judgement of a kept run has not changed: ${name}`, () => {
    expect(differencesFromGolden(`${name}.json`, jsonOf(resultsOf(trialsOf(name))))).toEqual([])
  })

test('the judgement of a run that was cut short has not changed', () => {
  const trials = trialsOf('demo')
  expect(differencesFromGolden('cut-short.json', jsonOf(resultsOf(trials.slice(0, trials.length * 0.45))))).toEqual([])
})

test('the judgement of a run with discarded iterations, failures, duplicates and other output has not changed', () => {
  const trials = trialsOf('demo')
  const isMeasured = ({ phase }: Trial) => phase === 'measured'
  const discarded = changed(trials, (trial) =>
    isMeasured(trial) && trial.variant === 'pipelined' && trial.block === 2 && trial.iteration === 3
      ? { discarded: { code: 'mock-server-stalled', lagMs: 120 } }
      : {},
  )
  expect(differencesFromGolden('discarded.json', jsonOf(resultsOf(discarded)))).toEqual([])
  const failing = changed(trials, (trial) =>
    isMeasured(trial) && trial.variant === 'pipelined' && trial.block === 3
      ? { faults: [{ code: 'missing-outcomes', outcomes: 2, items: 12 }], makespanMs: 60_000 }
      : {},
  )
  expect(differencesFromGolden('failing.json', jsonOf(resultsOf(failing)))).toEqual([])
  const other = changed(trials, (trial) =>
    trial.variant === 'worker-threads'
      ? { deliveries: { ...trial.deliveries, digest: 'f'.repeat(16) } }
      : isMeasured(trial) && trial.variant === 'look-ahead' && trial.block === 4
        ? { deliveries: { ...trial.deliveries, digest: 'e'.repeat(16), duplicates: 1 } }
        : {},
  )
  expect(differencesFromGolden('other-output.json', jsonOf(resultsOf(other)))).toEqual([])
})

test('what is selected by cost, by first notification, by both and within constraints has not changed', () => {
  const trials = trialsOf('demo')
  const criteria: Readonly<Record<string, SelectionCriteria>> = {
    cost: { objective: parseObjective('cost'), constraints: {} },
    'first-notification': { objective: parseObjective('first-notification'), constraints: {} },
    constrained: {
      objective: parseObjective('balanced', '0.7'),
      constraints: { inFlight: 4, rssBytes: 140e6, eventLoopDelayMs: 200, failures: 0 },
    },
  }
  for (const [name, one] of Object.entries(criteria)) {
    const [{ pick, recommendation }] = resultsOf(trials, one) as [ReturnType<typeof resultsOf>[number]]
    expect(differencesFromGolden(`selection-${name}.json`, { pick, recommendation }), name).toEqual([])
  }
})

test('what the model says of a kept run has not changed', async () => {
  const trials = trialsOf('demo')
  const result = await withPredicted(resultsOf(trials)[0]!, trials, readScenario('demo'))
  expect(
    differencesFromGolden(
      'predicted.json',
      result.variants.map(({ variant, measuredOverPredicted }) => [variant, measuredOverPredicted]),
    ),
  ).toEqual([])
})

test('the judgement of a kept sweep, with what is predicted in between, has not changed', async () => {
  const record = recordSchema.parse(JSON.parse(goldenText('sweep.json')))
  const raced = record.cells.map((cell, index) => ({ cell, trials: trialsOf(`sweep-${index}`) }))
  expect(
    differencesFromGolden('sweep-judgement.json', await predictBetween(record, raced, summarizeSweep(record, raced))),
  ).toEqual([])
})

test('the judgement of kept jobs on a schedule has not changed', () => {
  expect(differencesFromGolden('load.json', summarizeLoad(trialsOf('load')))).toEqual([])
})

test('what a gate makes of a kept run has not changed', () => {
  const conditions = [
    { metric: 'time', limit: 0.1 },
    { metric: 'cpu', limit: 0.05, strategy: 'pipelined' },
  ] as const
  const judged = judgeGate(trialsOf('gate'), { against: { is: 'revision', revision: 'old', unknown: [] }, conditions })
  expect(differencesFromGolden('gate-judgement.json', judged)).toEqual([])
})

test('how far two kept results agree has not changed', () => {
  const [demo, lab] = ['demo', 'lab'].map((name) => resultsOf(trialsOf(name))[0]!)
  expect(differencesFromGolden('agreement.json', compareResults(demo!, lab!))).toEqual([])
})

// Breakage: a comparison that finds nothing.
test('a judgement that differs in the twelfth digit, or by a code, is named', () => {
  const [result] = resultsOf(trialsOf('demo'))
  const [reference, ...others] = result!.variants
  const later = { ...reference!, meanMs: { ...reference!.meanMs, mean: reference!.meanMs.mean * (1 + 1e-11) } }
  const differences = (value: object) => differencesFrom('demo.json', { ...result!, ...value })
  expect(differences({ variants: [later, ...others] })).toEqual([
    expect.stringMatching(/^\.variants\.0\.meanMs\.mean: /),
  ])
  expect(differences({ exitCode: 5 })).toEqual(['.exitCode: 5, was 0'])
})
