import { strategies, type StrategyName } from '../../strategies/index.ts'
import { calibrateCosts } from '../prediction/calibrate.ts'
import type { Costs } from '../prediction/costs.ts'
import { predictMakespans } from '../prediction/makespans.ts'
import type { Scenario } from '../scenario.ts'
import { isContestant } from '../schedule.ts'
import type { Trial } from '../trial.ts'
import type { Result } from './result.ts'

/**
 * The result with, for each strategy of ours, how many times as long it took as the model predicts from the runs of `sequential` in the
 * same race. As it was where there is no such run without failures.
 */
export async function withPredicted(result: Result, trials: readonly Trial[], scenario: Scenario): Promise<Result> {
  const costs = costsIn(trials, scenario)
  if (!costs) return result
  const names = result.arms.flatMap(({ arm, role }) =>
    isContestant(role) && Object.hasOwn(strategies, arm) ? [arm as StrategyName] : [],
  )
  const predictedMs = await predictMakespans(scenario, costs, names)
  return {
    ...result,
    arms: result.arms.map((arm) => {
      const ms = predictedMs.get(arm.arm as StrategyName)
      return ms === undefined || !isContestant(arm.role) ? arm : { ...arm, overPredicted: arm.makespanMs.median / ms }
    }),
  }
}

function costsIn(trials: readonly Trial[], scenario: Scenario): Costs | undefined {
  try {
    return calibrateCosts([{ scenario, trials }], trials[0]!.environment.cores)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
