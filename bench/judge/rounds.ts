import { ENGLISH } from '../report/messages/english.ts'
import type { Language } from '../report/messages/language.ts'
import { LOOKS, QUICK_LOOKS } from '../plan/schedule.ts'
import type { Trial } from '../trial/trial.ts'
import { unitOf } from '../report/format.ts'
import type { Result } from './result.ts'

/** Whether there is anything to judge: a round in which every arm ran, and that no fault of the harness spoilt. */
export function hasWholeRound(trials: readonly Trial[]): boolean {
  return [...Map.groupBy(trials, ({ scenario }) => scenario.digest).values()].some(
    (own) => countedRounds(own, voidsOf(own)).length > 0,
  )
}

/** A round in which every arm ran. */
export interface Round {
  readonly fork: number
  readonly round: number
  readonly trials: readonly Trial[]
}

const placeOf = ({ fork, round }: Trial) => `${fork} ${round}`

/** Rounds that a fault of the harness spoils, for every arm: what, by place. */
export function voidsOf(trials: readonly Trial[], { say }: Language = ENGLISH): Map<string, string> {
  const bad = trials.filter((trial) => trial.phase === 'measured' && trial.void !== undefined)
  return new Map(
    bad.map((trial) => {
      const { fork, round } = trial
      const why = trial.void!
      return [
        placeOf(trial),
        unitOf(trial) === 'fork'
          ? say`fork ${fork}, round ${round}: ${why}`
          : say`container ${fork}, round ${round}: ${why}`,
      ]
    }),
  )
}

/** Whole rounds, every arm in them, in order. An interrupted round tells nothing of a pair. */
export function countedRounds(trials: readonly Trial[], voids: ReadonlyMap<string, string>): Round[] {
  const measured = trials.filter((trial) => trial.phase === 'measured' && !voids.has(placeOf(trial)))
  const arms = new Set(trials[0]!.scenario.arms)
  return Map.groupBy(measured, placeOf)
    .values()
    .filter((members) => members.length === arms.size && new Set(members.map(({ arm }) => arm)).size === arms.size)
    .map((members) => ({ fork: members[0]!.fork, round: members[0]!.round, trials: members }))
    .toArray()
    .sort((a, b) => a.fork - b.fork || a.round - b.round)
}

/** The last look that was reached, and its forks: only they count, so that stopping in between cannot cheat. */
export function lookOf(
  rounds: readonly Round[],
  voids: ReadonlyMap<string, string>,
  { quick, rounds: perFork, looks: own }: Trial['scenario'],
): (NonNullable<Result['look']> & { readonly which: readonly number[] }) | undefined {
  // A fork that lost rounds to the harness still counts; one that was cut short does not.
  const lost = Map.groupBy(voids.keys(), (place) => Number.parseInt(place, 10))
  const complete = Map.groupBy(rounds, ({ fork }) => fork)
    .entries()
    .filter(([fork, members]) => members.length + (lost.get(fork)?.length ?? 0) === perFork)
    .map(([fork]) => fork)
    .toArray()
  const looks = own ?? (quick ? QUICK_LOOKS : LOOKS)
  const look = looks.findLast(({ forks }) => complete.length >= forks)
  return look && { ...look, last: look === looks.at(-1), which: complete.slice(0, look.forks) }
}
