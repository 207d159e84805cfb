import { drawUnits } from '../../../mock-server/delay.ts'
import { strategies, type StrategyName } from '../../../strategies/index.ts'
import { calibrateCosts } from '../../model/calibrate.ts'
import type { Costs } from '../../model/costs.ts'
import { predictIterations } from '../../model/makespans.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { median } from '../../statistics/quantile.ts'
import type { Trial } from '../../trial/trial.ts'
import type { Result } from './judgement.ts'
import { countedIterations, lookOf, type Iteration, discardedOf } from './iterations.ts'
import { trialIn } from './scores.ts'
import { UserError } from '../../io/user-error.ts'

/** Feeds of all iterations that are simulated together: more take longer than anyone waits for a report. */
const MAX_FEEDS = 2000

/**
 * The result with, for each strategy of ours, how many times as long it took as the model predicts from the runs of `sequential` in the
 * same benchmark: the median over iterations, each against its own draws, which are luck. As it was where there is no such run without failures.
 */
export async function withPredicted(result: Result, trials: readonly Trial[], scenario: Scenario): Promise<Result> {
  const costs = costsIn(trials, scenario)
  const iterations = someOf(judgedIterations(result, trials), scenario)
  if (!costs || iterations.length === 0) return result
  const names = result.variants.flatMap(({ variant, role }) =>
    isSelectable(role) && Object.hasOwn(strategies, variant) ? [variant as StrategyName] : [],
  )
  const predictedMs = await predictIterations(scenario, costs, names, iterations)
  return {
    ...result,
    variants: result.variants.map((variant) => {
      const ofVariant = predictedMs.get(variant.variant as StrategyName)
      if (!ofVariant || !isSelectable(variant.role)) return variant
      const ratios = iterations.flatMap((iteration, index) => {
        const { makespanMs, faults } = trialIn(iteration, variant.variant)
        return faults.length > 0 ? [] : [makespanMs / ofVariant[index]!]
      })
      return ratios.length === 0 ? variant : { ...variant, measuredOverPredicted: median(ratios) }
    }),
  }
}

/** Those of the look that was reached, or all so far, as everything else in a result is of them. */
function judgedIterations({ scenario }: Result, trials: readonly Trial[]): Iteration[] {
  const discarded = discardedOf(trials)
  const iterations = countedIterations(trials, discarded)
  const which = lookOf(iterations, discarded, scenario)?.which
  return which ? iterations.filter(({ block }) => which.includes(block)) : iterations
}

/** As many as may be simulated, one at least, drawn by the seed: every so manieth would be of the same place in each block. */
function someOf(iterations: readonly Iteration[], { world: { seed, items } }: Scenario): Iteration[] {
  const draw = ({ block, iteration }: Iteration) => drawUnits(seed, 'predicted', block, iteration)[0]
  return iterations.toSorted((a, b) => draw(a) - draw(b)).slice(0, Math.max(1, Math.floor(MAX_FEEDS / items.count)))
}

function costsIn(trials: readonly Trial[], scenario: Scenario): Costs | undefined {
  try {
    return calibrateCosts([{ scenario, trials }], trials[0]!.environment.cores)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
