import { drawUnits } from '../../mock-server/delay.ts'
import { strategies, type StrategyName } from '../../strategies/index.ts'
import { calibrateCosts } from '../model/calibrate.ts'
import type { Costs } from '../model/costs.ts'
import { predictRounds } from '../model/makespans.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { isContestant } from '../plan/schedule.ts'
import { median } from '../statistics/quantile.ts'
import type { Trial } from '../trial/trial.ts'
import type { Result } from './result.ts'
import { countedRounds, lookOf, type Round, voidsOf } from './rounds.ts'
import { trialIn } from './scores.ts'

/** Feeds of all rounds that are simulated together: more take longer than anyone waits for a report. */
const MAX_FEEDS = 2000

/**
 * The result with, for each strategy of ours, how many times as long it took as the model predicts from the runs of `sequential` in the
 * same race: the median over rounds, each against its own draws, which are luck. As it was where there is no such run without failures.
 */
export async function withPredicted(result: Result, trials: readonly Trial[], scenario: Scenario): Promise<Result> {
  const costs = costsIn(trials, scenario)
  const rounds = someOf(judgedRounds(result, trials), scenario)
  if (!costs || rounds.length === 0) return result
  const names = result.arms.flatMap(({ arm, role }) =>
    isContestant(role) && Object.hasOwn(strategies, arm) ? [arm as StrategyName] : [],
  )
  const predictedMs = await predictRounds(scenario, costs, names, rounds)
  return {
    ...result,
    arms: result.arms.map((arm) => {
      const ofArm = predictedMs.get(arm.arm as StrategyName)
      if (!ofArm || !isContestant(arm.role)) return arm
      const ratios = rounds.flatMap((round, index) => {
        const { makespanMs, faults } = trialIn(round, arm.arm)
        return faults.length > 0 ? [] : [makespanMs / ofArm[index]!]
      })
      return ratios.length === 0 ? arm : { ...arm, overPredicted: median(ratios) }
    }),
  }
}

/** Those of the look that was reached, or all so far, as everything else in a result is of them. */
function judgedRounds({ scenario }: Result, trials: readonly Trial[]): Round[] {
  const voids = voidsOf(trials)
  const rounds = countedRounds(trials, voids)
  const which = lookOf(rounds, voids, scenario)?.which
  return which ? rounds.filter(({ fork }) => which.includes(fork)) : rounds
}

/** As many as may be simulated, one at least, drawn by the seed: every so manieth would be of the same place in each fork. */
function someOf(rounds: readonly Round[], { world: { seed, feeds } }: Scenario): Round[] {
  const draw = ({ fork, round }: Round) => drawUnits(seed, 'predicted', fork, round)[0]
  return rounds.toSorted((a, b) => draw(a) - draw(b)).slice(0, Math.max(1, Math.floor(MAX_FEEDS / feeds.count)))
}

function costsIn(trials: readonly Trial[], scenario: Scenario): Costs | undefined {
  try {
    return calibrateCosts([{ scenario, trials }], trials[0]!.environment.cores)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
