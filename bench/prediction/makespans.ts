import { strategies, type StrategyName } from '../../strategies/index.ts'
import type { Scenario } from '../scenario.ts'
import type { Costs } from './costs.ts'
import { createPredictor } from './predict.ts'

/** Predicted makespans of strategies of ours in a scenario, in milliseconds. */
export async function predictMakespans(
  scenario: Scenario,
  costs: Costs,
  names: readonly StrategyName[],
): Promise<Map<StrategyName, number>> {
  const predict = createPredictor({ scenario, costs })
  const makespansMs = new Map<StrategyName, number>()
  for (const name of names) makespansMs.set(name, (await predict(strategies[name], scenario.limits)).makespanMs)
  return makespansMs
}
