import { expect, test } from 'vitest'
import { planOfBatch } from '../../bench/plan/calibration-batches.ts'
import { measureBatch } from '../../bench/commands/calibrate.ts'
import type { Trial } from '../../bench/trial/trial.ts'
import { aTinyPlan } from '../support/races.ts'

const { scenario } = aTinyPlan(['world.items.count=1', 'world.items.dueShare=1'])

test('a batch measures all copies in shuffled iterations, then all but the unrecorded ones as often one after the other', async () => {
  const trials: Trial[] = []
  const signal = new AbortController().signal
  const outcome = await measureBatch({ scenario, number: 1, ended: (trial) => trials.push(trial), signal })
  const { variants, pairs, looks } = planOfBatch(scenario, 1)
  const recorded = pairs.filter(({ isUnrecorded }) => !isUnrecorded)
  const measured = trials.filter(({ phase }) => phase === 'measured')
  const runs = looks[0]!.blocks * scenario.plan.iterations
  expect(measured).toHaveLength((variants.length + 2 * recorded.length) * runs)
  // In a row: after the shuffled iterations, the variant changes as often as there are copies.
  const row = measured.slice(variants.length * runs)
  const changes = row.filter(({ variant }, index) => variant !== row[index - 1]?.variant)
  expect(changes.map(({ variant }) => variant)).toEqual(recorded.flatMap(({ one, other }) => [one, other]))
  expect(changes.map(({ slowedBy }) => slowedBy ?? 0)).toEqual(recorded.flatMap(({ slowedBy }) => [0, slowedBy]))
  expect(outcome!.compared.map(({ one, other, slowedBy }) => ({ one, other, slowedBy }))).toEqual(
    recorded.map(({ one, other, slowedBy }) => ({ one, other, slowedBy })),
  )
  expect(outcome!.unrecorded).toHaveLength(pairs.length - recorded.length)
  // Nothing is known of the steps of what was not recorded; of all others there is.
  const unrecorded = new Set(pairs.flatMap(({ other, isUnrecorded }) => (isUnrecorded ? other : [])))
  for (const { variant, steps, timeBreakdown: split } of measured) {
    expect(steps.fetch!.count > 0, variant).toBe(!unrecorded.has(variant))
    expect(split !== undefined, variant).toBe(!unrecorded.has(variant))
  }
})

test('an abort ends a batch without an outcome, and nothing more is begun', async () => {
  const signal = AbortSignal.abort(new Error('planned'))
  const begun: string[] = []
  expect(await measureBatch({ scenario, number: 1, beginning: (part) => begun.push(part), signal })).toBeUndefined()
  expect(begun).toEqual([])
})
