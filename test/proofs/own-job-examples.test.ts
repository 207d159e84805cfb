import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SPEED } from '../../bench/judge/selection-criteria.ts'
import { summarize } from '../../bench/judge/comparison/summarize.ts'
import { planOf } from '../../bench/plan/plan.ts'
import { checkOwnJob } from '../../bench/run/contract/own-job.ts'
import { raceTrials } from '../../bench/run/local/race.ts'
import { readScenario } from '../../bench/scenario/file.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')

// Breakage: an example that is refused, or whose posts a strategy does not send as sequential does.
test.each(['orders/orders.yaml', 'parcels/parcels.yaml'])(
  'the example %s is measured with every strategy that it names',
  async (file) => {
    const few = ['plan.iterations=1', 'plan.warmUps=1', 'world.items.count=10']
    const scenario = readScenario(join(EXAMPLES, file), few)
    const checked = (await checkOwnJob(scenario))!
    expect(checked.failing).toBeUndefined()
    expect(checked.findings).toBeGreaterThan(0)
    const trials = await raceTrials(planOf(scenario, { quick: true, budgetMs: Infinity, own: [] }))
    expect(trials.flatMap(({ faults, failedItems = [] }) => [...faults, ...failedItems])).toEqual([])
    const { deliveries, variants } = summarize(trials, SPEED)
    expect(deliveries).toMatchObject({ same: true, duplicates: 0 })
    expect(deliveries.accepted).toBeGreaterThan(0)
    expect(variants.map(({ strategy }) => strategy)).toEqual(expect.arrayContaining(scenario.variants))
  },
)
