import { expect, test } from 'vitest'
import { planOf } from '../../../bench/plan/plan.ts'
import { estimateBlockMs } from '../../../bench/run/local/estimate.ts'
import { builtInScenarios, readScenario } from '../../../bench/scenario/file.ts'

// Breakage: a scenario that comes along and that nobody waits for.
test('a quick look at any scenario that comes along takes less than five minutes', async () => {
  for (const name of builtInScenarios()) {
    const plan = planOf(readScenario(name), { quick: true })
    expect(6 * (await estimateBlockMs(plan)), name).toBeLessThan(300_000)
  }
})
