import type { Patience } from '../../bench/run/local/patience.ts'
import { runLoad } from '../../bench/run/load/drive.ts'
import { type LoadPlan, loadPlanOf } from '../../bench/plan/load-plan.ts'
import type { Trial } from '../../bench/trial/trial.ts'
import { aTinyPlan } from './races.ts'

/** Jobs of milliseconds on a schedule. */
export const aTinyLoad = ({ settings = ['plan.warmUps=2'], jobs = 8, everyMs = 5, blocks = 2 } = {}): LoadPlan =>
  loadPlanOf(aTinyPlan(settings).scenario, { jobs, everyMs, blocks })

interface Watched {
  readonly starting?: (block: number, variant: string) => void
  readonly ended?: (trials: readonly Trial[]) => void
  readonly signal?: AbortSignal
  readonly patience?: Patience
}

/** Runs the jobs to their end and gives their trials in the order in which they ended. */
export async function ran(load: LoadPlan, watched: Watched = {}) {
  const { starting, ended, signal = new AbortController().signal, patience } = watched
  const trials: Trial[] = []
  await runLoad(
    load,
    {
      ...(starting && { starting }),
      ended(some) {
        trials.push(...some)
        ended?.(some)
      },
    },
    signal,
    patience,
  )
  return trials
}
