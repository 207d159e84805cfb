import { race } from '../../run/local/race.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Trial } from '../../trial/trial.ts'

/** All trials of a plan, which ends at the first look at which `isSettled` says so: the first of all, unless it is given. */
export async function trialsOf(
  plan: Plan,
  isSettled: (trials: readonly Trial[]) => boolean = () => true,
  signal = new AbortController().signal,
): Promise<Trial[]> {
  const trials: Trial[] = []
  await race(plan, { ended: (trial) => trials.push(trial), goOn: () => !isSettled(trials) }, signal)
  return trials
}
