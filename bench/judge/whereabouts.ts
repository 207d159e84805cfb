import { candidatesOf, isContestant } from '../plan/schedule.ts'
import { type ContainerPhases, comparePhases, type PhaseComparison } from '../statistics/phases.ts'
import type { TimeSplit, Trial } from '../trial/trial.ts'
import type { Round } from './rounds.ts'

/** Where the time of an arm goes, means over its runs in milliseconds; the four parts add up to the total. */
export interface Whereabouts {
  readonly arm: string
  readonly totalMs: number
  readonly waitingMs: number
  readonly cpuMs: number
  readonly queueingMs: number
  readonly startUpMs: number
  /** How many steps of each kind the run waited for, one after another. */
  readonly path: TimeSplit['path']
  readonly overlap: number
  /** With the reference, part by part; absent for itself, and below two forks. */
  readonly gap?: PhaseComparison
}

/** The names of the parts, as they are told. */
export const PARTS = { waitingMs: 'waiting', cpuMs: 'CPU', queueingMs: 'queueing', startUpMs: 'start-up' } as const

type Part = keyof typeof PARTS

/** Where there is no look, and nothing is said that could be stopped for. */
const ALPHA = 0.05

/** Of those arms that are there for themselves and whose runs were all recorded; gaps at the level of the look, shared by the candidates. */
export function whereaboutsOf(rounds: readonly Round[], scenario: Trial['scenario'], alpha = ALPHA): Whereabouts[] {
  const trialsBy = Map.groupBy(
    rounds.flatMap(({ trials }) => trials),
    ({ arm }) => arm,
  )
  const known = scenario.arms.flatMap((arm) => {
    const trials = (trialsBy.get(arm) ?? []).filter(({ role }) => isContestant(role))
    const split = trials.flatMap((trial) =>
      trial.split ? [{ ...trial.split, fork: trial.fork, totalMs: trial.makespanMs }] : [],
    )
    return split.length === trials.length && split.length > 0 ? [{ arm, split }] : []
  })
  const reference = known.find(({ arm }) => arm === scenario.reference)
  const level = alpha / Math.max(1, candidatesOf(scenario).length)
  return known.map(({ arm, split }) => {
    const mean = (pick: (one: (typeof split)[number]) => number) =>
      split.reduce((sum, one) => sum + pick(one), 0) / split.length
    const gap =
      reference && arm !== scenario.reference && new Set(split.map(({ fork }) => fork)).size > 1
        ? comparePhases(forksOf(reference.split), forksOf(split), level)
        : undefined
    return {
      arm,
      totalMs: mean(({ totalMs }) => totalMs),
      waitingMs: mean(({ waitingMs }) => waitingMs),
      cpuMs: mean(({ cpuMs }) => cpuMs),
      queueingMs: mean(({ queueingMs }) => queueingMs),
      startUpMs: mean(({ startUpMs }) => startUpMs),
      path: {
        fetch: mean(({ path }) => path.fetch),
        check: mean(({ path }) => path.check),
        notify: mean(({ path }) => path.notify),
      },
      overlap: mean(({ overlap }) => overlap),
      ...(gap && { gap }),
    }
  })
}

type Split = TimeSplit & { readonly fork: number; readonly totalMs: number }

function forksOf(split: readonly Split[]): ContainerPhases[] {
  return Array.from(
    Map.groupBy(split, ({ fork }) => fork),
    ([pair, own]) => {
      const mean = (pick: (one: Split) => number) => own.reduce((sum, one) => sum + pick(one), 0) / own.length
      const parts = (Object.keys(PARTS) as Part[]).map((part) => [PARTS[part], mean((one) => one[part])] as const)
      return { pair, phases: Object.fromEntries(parts), totalMs: mean(({ totalMs }) => totalMs) }
    },
  )
}
