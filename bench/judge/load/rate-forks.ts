import type { Arrival, Trial } from '../../trial/trial.ts'

/** A job that was started on a schedule. */
export type ScheduledTrial = Trial & { readonly arrival: Arrival }

export function isScheduled(trial: Trial): trial is ScheduledTrial {
  return trial.arrival !== undefined
}

/** One fork in which every arm did all its jobs, each arm's in order. */
export interface RateFork {
  readonly fork: number
  readonly jobs: ReadonlyMap<string, readonly ScheduledTrial[]>
}

/** Whole forks that no fault of the harness spoilt, in order. */
export function wholeForks(trials: readonly Trial[]): RateFork[] {
  const spoilt = voidForks(trials)
  const { arms, rounds } = trials[0]!.scenario
  return [...Map.groupBy(trials.filter(isScheduled), ({ fork }) => fork)]
    .map(([fork, own]) => ({ fork, jobs: byArm(own) }))
    .filter(({ fork, jobs }) => !spoilt.has(fork) && arms.every((arm) => jobs.get(arm)?.length === rounds))
    .sort((a, b) => a.fork - b.fork)
}

/** Forks that a fault of the harness spoils, for every arm, with what it was. */
export function voidForks(trials: readonly Trial[]): Map<number, string> {
  return new Map(
    trials
      .filter(isScheduled)
      .flatMap(({ fork, void: spoilt }) => (spoilt === undefined ? [] : [[fork, spoilt] as const])),
  )
}

function byArm(trials: readonly ScheduledTrial[]): Map<string, ScheduledTrial[]> {
  return Map.groupBy(
    trials.toSorted((a, b) => a.round - b.round),
    ({ arm }) => arm,
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
