import { expect, test } from 'vitest'
import { EQUAL_PAIRS } from '../../bench/calibration/arms.ts'
import { measureBatch, planOfBatch } from '../../bench/calibration/measure.ts'
import type { Trial } from '../../bench/trial.ts'
import { aTinyPlan } from '../support/races.ts'

const { scenario } = aTinyPlan(['world.feeds.count=1', 'world.feeds.dueShare=1'])

test('a batch races all copies in shuffled rounds, then the equal ones as often one after the other', async () => {
  const trials: Trial[] = []
  const signal = new AbortController().signal
  const outcome = await measureBatch({ scenario, number: 1, ended: (trial) => trials.push(trial), signal })
  const { arms, pairs, looks } = planOfBatch(scenario, 1)
  const measured = trials.filter(({ phase }) => phase === 'measured')
  const runs = looks[0]!.forks * scenario.plan.rounds
  expect(measured).toHaveLength(arms.length * runs + 2 * EQUAL_PAIRS * runs)
  // In a row: after the shuffled rounds, the arm changes as often as there are copies.
  const row = measured.slice(arms.length * runs)
  const changes = row.filter(({ arm }, index) => arm !== row[index - 1]?.arm)
  expect(changes.map(({ arm }) => arm)).toEqual(arms.slice(0, 2 * EQUAL_PAIRS).map(({ name }) => name))
  expect(outcome!.estimates.map(({ one }) => one)).toEqual(pairs.map(({ one }) => one))
  expect(outcome!.blocked).toHaveLength(EQUAL_PAIRS)
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
