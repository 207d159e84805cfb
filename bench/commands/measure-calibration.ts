import { runFailedText } from '../report/trial-reasons.ts'
import { race } from '../run/local/race.ts'
import type { Plan } from '../plan/plan.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Trial } from '../trial/trial.ts'
import { planOfBatch, plansInARow } from '../plan/calibration-batches.ts'
import {
  type BatchOutcome,
  blockedInterval,
  countedOf,
  RunFailed,
  shuffledEstimate,
} from '../judge/calibration/estimates.ts'

export interface BatchOptions {
  readonly scenario: Scenario
  /** Other delays and orders for each batch. */
  readonly number: number
  /** A block begins, or the runs one after the other do. */
  readonly beginning?: (part: string) => void
  readonly ended?: (trial: Trial) => void
  readonly signal: AbortSignal
}

/**
 * Races a batch of copies as every race is run, then makes as many runs of all but the unrecorded ones in the usual order: all of the one,
 * all of the next. Undefined once `signal` is aborted. Rejects where a run failed: then the machine cannot be told anything about.
 */
export async function measureBatch({
  scenario,
  number,
  beginning,
  ended,
  signal,
}: BatchOptions): Promise<BatchOutcome | undefined> {
  const plan = planOfBatch(scenario, number)
  const shuffled = await raced(plan, signal, {
    ended,
    warming: (block) => beginning?.(`fork ${block} of ${plan.looks[0]!.blocks}`),
  })
  if (signal.aborted) return undefined
  beginning?.('copies one after the other')
  const blocked: Trial[] = []
  for (const one of plansInARow(plan)) {
    blocked.push(...(await raced(one, signal, { ended })))
    if (signal.aborted) return undefined
  }
  return {
    compared: plan.pairs
      .filter(({ isUnrecorded }) => !isUnrecorded)
      .map(({ one, other, slowedBy }) => ({
        one,
        other,
        slowedBy,
        shuffled: shuffledEstimate(shuffled, { one, other }),
        blocked: blockedInterval(blocked, { one, other }),
      })),
    unrecorded: plan.pairs.flatMap((pair) => (pair.isUnrecorded ? shuffledEstimate(shuffled, pair) : [])),
  }
}

interface Watched {
  readonly warming?: (block: number) => void
  readonly ended?: ((trial: Trial) => void) | undefined
}

async function raced(plan: Plan, signal: AbortSignal, { warming, ended }: Watched): Promise<Trial[]> {
  const trials: Trial[] = []
  await race(
    plan,
    {
      ...(warming && { warming }),
      ended(trial) {
        trials.push(trial)
        ended?.(trial)
      },
      goOn: () => false,
    },
    signal,
  )
  try {
    return countedOf(trials)
  } catch (error) {
    if (!(error instanceof RunFailed)) throw error
    throw new Error(runFailedText(error.fault), { cause: error })
  }
}
