import { raceTrials } from '../run/local/race.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Trial } from '../trial/trial.ts'
import { planOfBatch, plansInARow } from '../plan/calibration-batches.ts'
import { type BatchOutcome, blockedInterval, countedOf, shuffledEstimate } from '../judge/calibration/estimates.ts'
import { progressTexts } from '../report/messages/commands.ts'

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
 * all of the next. Undefined once `signal` is aborted. Rejects where a run failed: then nothing can be said of the machine.
 */
export async function measureBatch({
  scenario,
  number,
  beginning,
  ended,
  signal,
}: BatchOptions): Promise<BatchOutcome | undefined> {
  const plan = planOfBatch(scenario, number)
  const watched = { signal, ended }
  const warming = (block: number) => beginning?.(progressTexts.process(block, plan.looks[0]!.blocks))
  const shuffled = countedOf(await raceTrials(plan, { ...watched, warming }))
  if (signal.aborted) return undefined
  beginning?.(progressTexts.inARow)
  const blocked: Trial[] = []
  for (const one of plansInARow(plan)) {
    blocked.push(...countedOf(await raceTrials(one, watched)))
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
