import { expect, test } from 'vitest'
import { EQUAL_PAIRS } from '../../../bench/plan/calibration-variants.ts'
import { planOfBatch, plansInARow } from '../../../bench/plan/calibration-batches.ts'
import { estimateBatchMs } from '../../../bench/run/local/estimate.ts'
import { aTinyPlan } from '../../support/races.ts'

test('other batches meet other delays and orders, in the same world otherwise', () => {
  const { scenario } = aTinyPlan()
  const [first, second] = [1, 2].map((number) => planOfBatch(scenario, number).scenario)
  expect(first!.world.seed).not.toBe(second!.world.seed)
  expect({ ...first!.world, seed: 0 }).toEqual({ ...second!.world, seed: 0 })
})

// Breakage: slowed copies that are not run in the usual order, a pair torn apart, or unequally many runs.
test('in a row, both copies of each pair but the unrecorded ones make as many runs as in shuffled iterations', () => {
  const { scenario } = aTinyPlan()
  const batch = planOfBatch(scenario, 1)
  const row = plansInARow(batch)
  const names = row.map(({ variants }) => variants.map(({ name }) => name).join())
  expect(names).toEqual(batch.pairs.flatMap(({ one, other, isUnrecorded }) => (isUnrecorded ? [] : [one, other])))
  expect(row.filter(({ variants }) => variants[0]!.slowedBy === undefined)).toHaveLength(2 * EQUAL_PAIRS + 6)
  for (const { variants, looks, scenario: own } of row) {
    expect(batch.variants).toContain(variants[0])
    expect(looks[0]!.blocks * own.plan.iterations).toBe(batch.looks[0]!.blocks * scenario.plan.iterations)
    expect(looks[0]!.blocks).toBe(1)
  }
  // Who runs benchmarks one after another meets other delays each time: none of these runs shares a place with another.
  expect(new Set(row.map(({ firstBlock }) => firstBlock)).size).toBe(row.length)
  expect(Math.min(...row.map(({ firstBlock }) => firstBlock!))).toBeGreaterThan(batch.looks[0]!.blocks)
})

// Breakage: runs in a row that are not counted, or start-up and warm-up of theirs counted block by block.
test('what a batch takes is estimated from all its runs', async () => {
  // Of a feed that takes a second all the rest is small; nobody is notified.
  const { scenario } = aTinyPlan([
    'world.items.count=1',
    'world.items.dueShare=0',
    'world.fetchDelay.ms=1000',
    'plan.iterations=4',
  ])
  // Of 8 equal pairs, and of 2 pairs of each effect; 2 unrecorded pairs run in shuffled iterations alone.
  const copies = 2 * 8 + 2 * (2.02 + 2.05 + 2.1)
  const [shuffledRuns, runsInARow] = [6 * (4 + 2), 6 * 4 + 2]
  const wantedMs = 1000 * (shuffledRuns * (copies + 2 * 2) + runsInARow * copies)
  const estimatedMs = await estimateBatchMs(scenario)
  expect(estimatedMs / wantedMs).toBeGreaterThan(1)
  expect(estimatedMs / wantedMs).toBeLessThan(1.1)
})
