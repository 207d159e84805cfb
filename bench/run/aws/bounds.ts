import type { Trial } from '../../trial/trial.ts'
import type { AbPlan } from './ab-plan.ts'
import { spentUsd } from './invocation-cost.ts'

/** Counts what ended; throws, in words, once more has failed or was spent than the plan allows. */
export function createBounds({ allowedErrors, maxUsd = Infinity }: AbPlan): (trial: Trial) => void {
  let [failed, usd] = [0, 0]
  return (trial) => {
    usd += spentUsd(trial)
    if (trial.faults.length > 0 && ++failed > allowedErrors)
      throw new Error(
        `${failed} invocations failed, more than the ${allowedErrors} allowed; the last one: ${trial.faults[0]}`,
      )
    if (usd > maxUsd)
      throw new Error(
        `about USD ${usd.toFixed(4)} was spent, more than the USD ${maxUsd} of --max-usd: invocations take longer than --expect`,
      )
  }
}
