import { lambdaUsd } from '../model/cost.ts'
import type { Objective } from './objective.ts'
import { hodgesLehmann } from '../statistics/hodges-lehmann.ts'
import type { TimedArm } from '../statistics/pairwise.ts'
import type { Trial } from '../trial/trial.ts'
import type { Round } from './rounds.ts'

/**
 * The logarithms of what arms are compared by, by fork and round, less being better: times, or one value a fork where money counts,
 * which follows the mean; balanced ones are over the reference's. An arm that never told anybody has none for `first-notification`, and is left out.
 */
export function scoresOf(
  rounds: readonly Round[],
  { arms, reference }: { readonly arms: readonly string[]; readonly reference: string },
  objective: Objective,
): TimedArm[] {
  const costOf = costIn(rounds)
  const forks = [...Map.groupBy(rounds, ({ fork }) => fork).values()]
  const of = (name: string, scoreOf: (fork: readonly Round[], arm: string) => number[] | undefined): TimedArm[] => {
    const scores = forks.map((fork) => scoreOf(fork, name))
    return scores.every((score) => score !== undefined) ? [{ name, forks: scores }] : []
  }
  switch (objective.for) {
    case 'speed':
      return arms.flatMap((arm) => of(arm, (fork, name) => logsOf(fork, name, ({ makespanMs }) => makespanMs)))
    case 'first-notification':
      return arms.flatMap((arm) => of(arm, (fork, name) => logsOf(fork, name, (trial) => trial.firstNotificationMs)))
    case 'cost':
      return arms.flatMap((arm) => of(arm, (fork, name) => [logMeanCost(fork, name, costOf)]))
    case 'balanced': {
      const { speedWeight } = objective
      const speed = (fork: readonly Round[], name: string) =>
        hodgesLehmann(
          fork.map((round) => Math.log(trialIn(round, name).makespanMs / trialIn(round, reference).makespanMs)),
        )
      const cost = (fork: readonly Round[], name: string) =>
        logMeanCost(fork, name, costOf) - logMeanCost(fork, reference, costOf)
      return arms.flatMap((arm) =>
        of(arm, (fork, name) => [speedWeight * speed(fork, name) + (1 - speedWeight) * cost(fork, name)]),
      )
    }
  }
}

/**
 * Whether it is known of all runs what was billed of them: where a single one has no REPORT, dollars would stand beside milliseconds.
 * Traces alone do not tell how much memory was billed, which is 0 then.
 */
export function isBilled(rounds: readonly Round[]): boolean {
  return rounds.every(({ trials }) =>
    trials.every(({ invocation }) => invocation?.billedMs !== undefined && invocation.memoryMb > 0),
  )
}

/** What a run of these rounds costs: US dollars where all of them were billed, else its time. */
export function costIn(rounds: readonly Round[]): (trial: Trial) => number {
  return isBilled(rounds) ? usdOf : ({ makespanMs }) => makespanMs
}

function usdOf({ invocation }: Trial): number {
  const { billedMs, memoryMb, architecture = 'x86_64' } = invocation!
  return lambdaUsd({ billedMs: billedMs!, memoryMb, invocations: 1, architecture })
}

/** The trial of an arm in a round that counts, which has one of each. */
export function trialIn({ trials }: Round, arm: string): Trial {
  return trials.find((trial) => trial.arm === arm)!
}

function logsOf(fork: readonly Round[], arm: string, pick: (trial: Trial) => number | undefined): number[] | undefined {
  const values = fork.map((round) => pick(trialIn(round, arm)))
  return values.every((value) => value !== undefined) ? values.map(Math.log) : undefined
}

function logMeanCost(fork: readonly Round[], arm: string, costOf: (trial: Trial) => number): number {
  return Math.log(fork.reduce((sum, round) => sum + costOf(trialIn(round, arm)), 0) / fork.length)
}
