import { type Plan, planOf } from './plan.ts'
import { isStrategy, type Scenario } from '../scenario/scenario.ts'
import { UserError } from '../io/user-error.ts'
import { type Batch, batchOf } from './calibration-variants.ts'

/** Far from the blocks of shuffled iterations, whose delays the runs in a row are not to meet again. */
const ALONE_FROM_BLOCK = 1000

/**
 * The plan of a batch: one quick look at copies of the scenario's reference, which has to be a strategy (UserError otherwise). `number`: other
 * delays and orders for each batch.
 */
export function planOfBatch(scenario: Scenario, number: number): Plan & Batch {
  const seeded = { ...scenario, world: { ...scenario.world, seed: scenario.world.seed + number } }
  const { reference } = scenario
  if (!isStrategy(reference)) throw new UserError('calibration-of-program', { reference })
  return { ...planOf(seeded, { quick: true }), ...batchOf(reference) }
}

/**
 * The usual order of a batch, a plan for each copy: as many runs as in shuffled iterations, all of one copy and then all of the copy that
 * it is compared with. Of unrecorded copies there are none.
 */
export function plansInARow(batch: Plan & Batch): Plan[] {
  const { scenario, variants, pairs, looks } = batch
  const { blocks, alpha } = looks[0]!
  const long = { ...scenario, plan: { ...scenario.plan, iterations: blocks * scenario.plan.iterations } }
  const copies = pairs.filter(({ isUnrecorded }) => !isUnrecorded).flatMap(({ one, other }) => [one, other])
  return copies.map((copy, index) => ({
    ...batch,
    scenario: long,
    looks: [{ blocks: 1, alpha }],
    variants: variants.filter(({ name }) => name === copy),
    // Who runs benchmarks one after another meets other delays each time, in the same world.
    firstBlock: ALONE_FROM_BLOCK + index,
  }))
}
