import type { Round } from '../rounds.ts'
import { candidatesOf } from '../../plan/schedule.ts'
import { ratioOverForks } from '../../statistics/fork-ratio.ts'
import { ratioOfRatios } from '../../statistics/ratio-of-ratios.ts'
import { withForks } from '../../statistics/with-forks.ts'
import type { Trial } from '../../trial/trial.ts'
import { forkLogs } from './fork-logs.ts'
import type { Against } from './gate.ts'
import type { Change } from './limit.ts'
import type { Metric } from './metric.ts'
import type { Stored } from './stored.ts'

/** How much a metric has changed. */
export interface Changed {
  readonly change: Change
  /** About what it would be with so many forks of this race. */
  readonly changeWith: (forks: number) => Pick<Change, 'low' | 'high'>
}

/** A strategy as it is and as it was. */
export interface Comparison {
  readonly strategy: string
  /** The arms of this race that it rests on. */
  readonly arms: readonly string[]
  /** What they must have told people, where that is known from elsewhere. */
  readonly ledgerDigest?: string
  /** Why it cannot be judged, whatever this race measures. */
  readonly doubt?: string
  /** How long all this was measured. */
  readonly seconds: number
  /** At the level of this comparison alone; undefined where it is not told. */
  readonly changeOf: (rounds: readonly Round[], metric: Metric, alpha: number) => Changed | undefined
}

/** Every comparison that a race, of which this was told, has to offer with what it is held against. */
export function comparisonsIn(scenario: Trial['scenario'], told: readonly Trial[], against: Against): Comparison[] {
  const secondsOf = (arms: readonly string[]) =>
    told.reduce((sum, { arm, makespanMs }) => (arms.includes(arm) ? sum + makespanMs : sum), 0) / 1000
  if (against.is === 'stored') {
    const { stored } = against
    return candidatesOf(scenario)
      .filter((name) => stored.candidates.includes(name))
      .map((name) => withStored(name, scenario.reference, { stored, secondsOf }))
  }
  const old = new Map(told.flatMap(({ arm, role, strategy }) => (role === 'baseline' ? [[strategy, arm]] : [])))
  return scenario.arms.flatMap((name) => {
    const was = old.get(name)
    return was === undefined ? [] : [withOldArm(name, was, secondsOf([name, was]))]
  })
}

/** As it was, in the same rounds: whatever befalls a round befalls both. */
function withOldArm(strategy: string, was: string, seconds: number): Comparison {
  return {
    strategy,
    arms: [strategy, was],
    seconds,
    changeOf(rounds, metric, alpha) {
      const logs = forkLogs(rounds, [strategy, was], metric)
      if (!logs) return undefined
      const change = ratioOverForks(logs, alpha)
      return { change, changeWith: (forks) => withForks(change, forks) }
    },
  }
}

interface WithStored {
  readonly stored: Stored
  readonly secondsOf: (arms: readonly string[]) => number
}

/** As it was at another time: only what it is to the reference can be compared. */
function withStored(strategy: string, reference: string, { stored, secondsOf }: WithStored): Comparison {
  const arms = [reference, strategy]
  return {
    strategy,
    arms,
    ledgerDigest: stored.ledgerDigest,
    ...(stored.late.includes(strategy) && {
      doubt: `the mock server could not keep up with ${strategy} in the baseline, which is to be measured again, with longer delays or on a quieter machine`,
    }),
    seconds: secondsOf(arms),
    changeOf(rounds, metric, alpha) {
      const now = forkLogs(rounds, [strategy, reference], metric)
      const then = forkLogs(stored.rounds, [strategy, reference], metric)
      if (!now || !then) return undefined
      const [isNow, was] = [ratioOverForks(now, alpha), ratioOverForks(then, alpha)]
      const change = { ...ratioOfRatios(isNow, was, alpha), forks: isNow.forks }
      return { change, changeWith: (forks) => ratioOfRatios(withForks(isNow, forks), was, alpha) }
    },
  }
}
