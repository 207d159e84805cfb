import { estimateForkMs, type Plan, planOf } from './plan.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type Batch, batchOf } from './calibration-arms.ts'

/** Far from the forks of shuffled rounds, whose delays the runs in a row are not to meet again. */
const ALONE_FROM_FORK = 1000

/** The plan of a batch: one quick look at copies of the scenario's reference. `number`: other delays and orders for each batch. */
export function planOfBatch(scenario: Scenario, number: number): Plan & Batch {
  const seeded = { ...scenario, world: { ...scenario.world, seed: scenario.world.seed + number } }
  return { ...planOf(seeded, { quick: true }), ...batchOf(scenario.reference) }
}

/**
 * The usual order of a batch, a plan for each copy: as many runs as in shuffled rounds, all of one copy and then all of the copy that
 * it is compared with. Of unrecorded copies there are none.
 */
export function plansInARow(batch: Plan & Batch): Plan[] {
  const { scenario, arms, pairs, looks } = batch
  const { forks, alpha } = looks[0]!
  const long = { ...scenario, plan: { ...scenario.plan, rounds: forks * scenario.plan.rounds } }
  const copies = pairs.filter(({ isUnrecorded }) => !isUnrecorded).flatMap(({ one, other }) => [one, other])
  return copies.map((copy, index) => ({
    ...batch,
    scenario: long,
    looks: [{ forks: 1, alpha }],
    arms: arms.filter(({ name }) => name === copy),
    // Who runs benchmarks one after another meets other delays each time, in the same world.
    firstFork: ALONE_FROM_FORK + index,
  }))
}

/** Rough cost of the start of a race's mock server, some twice that of a child process: the copies in a row have one each. */
const WORLD_MS = 300

/** About how long a batch takes, in milliseconds, in both orders. */
export async function estimateBatchMs(scenario: Scenario): Promise<number> {
  const batch = planOfBatch(scenario, 1)
  const races = [batch, ...plansInARow(batch)]
  const racesMs = await Promise.all(
    races.map(async (race) => WORLD_MS + (await estimateForkMs(race)) * race.looks[0]!.forks),
  )
  return racesMs.reduce((sum, ms) => sum + ms, 0)
}
