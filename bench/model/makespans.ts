import { strategies, type StrategyName } from '../../strategies/index.ts'
import { resolveLimits } from '../../strategies/limits.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { MAX_SIMULATED } from './extrapolation.ts'
import type { Costs } from './costs.ts'
import { simulatedFeedsOf } from './simulated-feeds.ts'
import { createPredictor, simulatedRunOf } from './predict.ts'
import { simulate } from './simulation.ts'

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

/**
 * The same of single iterations of a benchmark, in their order, each with the delays that were drawn in it; of more feeds than are simulated all are
 * alike.
 */
export async function predictIterations(
  scenario: Scenario,
  costs: Costs,
  names: readonly StrategyName[],
  iterations: readonly { readonly block: number; readonly iteration: number }[],
): Promise<Map<StrategyName, readonly number[]>> {
  if (scenario.world.items.count > MAX_SIMULATED) {
    const alike = await predictMakespans(scenario, costs, names)
    return new Map(Array.from(alike, ([name, ms]) => [name, iterations.map(() => ms)]))
  }
  const feedsOf = simulatedFeedsOf(scenario)
  const drawn = iterations.map(({ block, iteration }) => feedsOf(block, iteration))
  const makespansMs = new Map<StrategyName, number[]>()
  for (const name of names) {
    const strategy = strategies[name]
    const limits = resolveLimits(strategy, scenario.limits)
    const own: number[] = []
    for (const feeds of drawn) {
      const { makespanMs } = await simulate(simulatedRunOf(scenario, { strategy, limits, costs, feeds }))
      own.push(makespanMs)
    }
    makespansMs.set(name, own)
  }
  return makespansMs
}
