import type { Discard } from '../../io/trial-reasons.ts'
import type { Arrival, Trial } from '../../trial/trial.ts'

/** A job that was started on a schedule. */
export type ScheduledTrial = Trial & { readonly arrival: Arrival }

export function isScheduled(trial: Trial): trial is ScheduledTrial {
  return trial.arrival !== undefined
}

/** One block in which every variant did all its jobs, each variant's in order. */
export interface LoadBlock {
  readonly block: number
  readonly jobs: ReadonlyMap<string, readonly ScheduledTrial[]>
}

/** Whole blocks that were not discarded for a fault of the harness, in order. */
export function wholeBlocks(trials: readonly Trial[]): LoadBlock[] {
  const discarded = discardedBlocks(trials)
  const { variants, iterations } = trials[0]!.scenario
  return [...Map.groupBy(trials.filter(isScheduled), ({ block }) => block)]
    .map(([block, own]) => ({ block, jobs: byVariant(own) }))
    .filter(
      ({ block, jobs }) =>
        !discarded.has(block) && variants.every((variant) => jobs.get(variant)?.length === iterations),
    )
    .sort((a, b) => a.block - b.block)
}

/** Blocks that are discarded, for every variant, with the fault of the harness. */
export function discardedBlocks(trials: readonly Trial[]): Map<number, Discard> {
  return new Map(
    trials
      .filter(isScheduled)
      .flatMap(({ block, discarded }) => (discarded === undefined ? [] : [[block, discarded] as const])),
  )
}

function byVariant(trials: readonly ScheduledTrial[]): Map<string, ScheduledTrial[]> {
  return Map.groupBy(
    trials.toSorted((a, b) => a.iteration - b.iteration),
    ({ variant }) => variant,
  )
}

/** From the instant a job was due to its end, in milliseconds: however late it was started, it is whoever waits for it that counts. */
export function latencyMs({ arrival: { intendedMs, startedMs }, makespanMs }: ScheduledTrial): number {
  return startedMs + makespanMs - intendedMs
}

/** From the instant a job was due to its begin, in milliseconds. */
export function waitMs({ arrival: { intendedMs, startedMs } }: ScheduledTrial): number {
  return startedMs - intendedMs
}
