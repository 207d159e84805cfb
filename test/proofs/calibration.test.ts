import { expect, test } from 'vitest'
import { planOfBatch } from '../../bench/plan/calibration-batches.ts'
import { measureBatch } from '../../bench/commands/measure-calibration.ts'
import type { Trial } from '../../bench/trial/trial.ts'
import { aTinyPlan } from '../support/races.ts'

const { scenario } = aTinyPlan(['world.feeds.count=1', 'world.feeds.dueShare=1'])

test('a batch races all copies in shuffled rounds, then all but the unrecorded ones as often one after the other', async () => {
  const trials: Trial[] = []
  const signal = new AbortController().signal
  const outcome = await measureBatch({ scenario, number: 1, ended: (trial) => trials.push(trial), signal })
  const { arms, pairs, looks } = planOfBatch(scenario, 1)
  const recorded = pairs.filter(({ isUnrecorded }) => !isUnrecorded)
  const measured = trials.filter(({ phase }) => phase === 'measured')
  const runs = looks[0]!.forks * scenario.plan.rounds
  expect(measured).toHaveLength((arms.length + 2 * recorded.length) * runs)
  // In a row: after the shuffled rounds, the arm changes as often as there are copies.
  const row = measured.slice(arms.length * runs)
  const changes = row.filter(({ arm }, index) => arm !== row[index - 1]?.arm)
  expect(changes.map(({ arm }) => arm)).toEqual(recorded.flatMap(({ one, other }) => [one, other]))
  expect(changes.map(({ planted }) => planted ?? 0)).toEqual(recorded.flatMap(({ planted }) => [0, planted]))
  expect(outcome!.compared.map(({ one, other, planted }) => ({ one, other, planted }))).toEqual(
    recorded.map(({ one, other, planted }) => ({ one, other, planted })),
  )
  expect(outcome!.unrecorded).toHaveLength(pairs.length - recorded.length)
  // Nothing is known of the steps of what was not recorded; of all others there is.
  const unrecorded = new Set(pairs.flatMap(({ other, isUnrecorded }) => (isUnrecorded ? other : [])))
  for (const { arm, steps, split } of measured) {
    expect(steps.fetch!.count > 0, arm).toBe(!unrecorded.has(arm))
    expect(split !== undefined, arm).toBe(!unrecorded.has(arm))
  }
})

test('an abort ends a batch without an outcome, and nothing more is begun', async () => {
  const signal = AbortSignal.abort(new Error('planned'))
  const begun: string[] = []
  expect(await measureBatch({ scenario, number: 1, beginning: (part) => begun.push(part), signal })).toBeUndefined()
  expect(begun).toEqual([])
})
