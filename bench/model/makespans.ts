import { CodedError } from '../io/user-error.ts'
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
 * alike. A strategy that waits for something other than a step is left out.
 */
export async function predictIterations(
  scenario: Scenario,
  costs: Costs,
  names: readonly StrategyName[],
  iterations: readonly { readonly block: number; readonly iteration: number }[],
): Promise<Map<StrategyName, readonly number[]>> {
  const isEach = scenario.world.items.count <= MAX_SIMULATED
  const feedsOf = simulatedFeedsOf(scenario)
  const drawn = isEach ? iterations.map(({ block, iteration }) => feedsOf(block, iteration)) : []
  const predict = async (name: StrategyName) => {
    if (!isEach) {
      const alike = await predictMakespans(scenario, costs, [name])
      return iterations.map(() => alike.get(name)!)
    }
    const strategy = strategies[name]
    const limits = resolveLimits(strategy, scenario.limits)
    const own: number[] = []
    for (const feeds of drawn) {
      const { makespanMs } = await simulate(simulatedRunOf(scenario, { strategy, limits, costs, feeds }))
      own.push(makespanMs)
    }
    return own
  }
  const makespansMs = new Map<StrategyName, number[]>()
  for (const name of names) {
    try {
      makespansMs.set(name, await predict(name))
    } catch (error) {
      if (!(error instanceof CodedError && error.code === 'waits-for-no-step')) throw error
    }
  }
  return makespansMs
}
