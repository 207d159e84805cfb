import { voidsOf } from '../rounds.ts'
import { type RatioEstimate, ratioOverForks } from '../../statistics/fork-ratio.ts'
import type { Interval } from '../../statistics/interval.ts'
import { welchRatio } from '../../statistics/welch.ts'
import type { Trial } from '../../trial/trial.ts'
import type { CopyPair } from '../../plan/calibration-arms.ts'

/** Of one comparison alone. */
const ALPHA = 0.05

type Copies = Pick<CopyPair, 'one' | 'other'>

/** The trials that count: none of a round that the harness spoilt. Throws where a run failed: then nothing can be said of the machine. */
export function countedOf(trials: readonly Trial[]): Trial[] {
  const broken = trials.find(({ faults, void: spoilt }) => faults.length > 0 && spoilt === undefined)
  if (broken) throw new Error(`a run failed: ${broken.faults[0]}`)
  const voids = voidsOf(trials)
  return trials.filter(({ fork, round }) => !voids.has(`${fork} ${round}`))
}

/**
 * How many times as long the second copy takes as the first, from shuffled rounds of at least 2 forks, judged as in every report: paired
 * by round, each fork one observation.
 */
export function shuffledEstimate(trials: readonly Trial[], { one, other }: Copies): RatioEstimate {
  const own = trials.filter(({ phase, arm }) => phase === 'measured' && (arm === one || arm === other))
  const forks = Array.from(Map.groupBy(own, ({ fork }) => fork).values(), (members) =>
    Array.from(Map.groupBy(members, ({ round }) => round).values(), (pair) => {
      const timeOf = (name: string) => pair.find(({ arm }) => arm === name)!.makespanMs
      return Math.log(timeOf(other) / timeOf(one))
    }),
  )
  return ratioOverForks(forks, ALPHA)
}

/** The same from at least 2 runs of each, made and judged in the usual way: all of the one and all of the other, by Welch. */
export function blockedInterval(trials: readonly Trial[], { one, other }: Copies): Interval {
  const timesOf = (name: string) =>
    trials.flatMap(({ phase, arm, makespanMs }) => (phase === 'measured' && arm === name ? makespanMs : []))
  return welchRatio(timesOf(one), timesOf(other), ALPHA)
}
