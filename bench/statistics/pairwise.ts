import { hodgesLehmann } from './hodges-lehmann.ts'
import { holmAdjusted } from './holm.ts'
import { meanTest } from './mean-test.ts'

/** The times of one arm: ln(time) by fork and round, each place being the same fork and round in every arm. */
export interface TimedArm {
  readonly name: string
  readonly forks: readonly (readonly number[])[]
}

/** Two arms, in the order in which they were given. */
export interface Pair {
  readonly one: string
  readonly other: string
  /** How many times as long the other takes. */
  readonly ratio: number
  /** Of this pair alone. */
  readonly p: number
  /** Of this pair as one of all: see `holmAdjusted`. */
  readonly adjustedP: number
  /** Whether they can be told apart at the level of the whole family. */
  readonly differ: boolean
}

/**
 * Compares every arm with every other one, such that with a probability of `alpha` at most any two equal ones are told
 * apart. Each pair is judged as `ratioOverForks` does: a Hodges-Lehmann value of the paired rounds per fork, Student's t
 * over forks; then Holm's correction. One pair for each two arms, in the order of the arms.
 * Throws RangeError for `alpha` not inside 0..1, fewer than 2 forks, a fork without rounds, arms that do not have the
 * same forks and rounds, and a log time that is not finite.
 */
export function pairwise(arms: readonly TimedArm[], alpha: number): Pair[] {
  if (!(alpha > 0 && alpha < 1))
    throw new RangeError(`pairwise: expected alpha between 0 and 1, both excluded, given ${alpha}`)
  const raw = arms.flatMap((one, index) => arms.slice(index + 1).map((other) => compare(one, other)))
  const adjusted = holmAdjusted(raw.map(({ p }) => p))
  return raw.map((pair, index) => ({ ...pair, adjustedP: adjusted[index]!, differ: adjusted[index]! <= alpha }))
}

function compare(one: TimedArm, other: TimedArm): Pick<Pair, 'one' | 'other' | 'ratio' | 'p'> {
  if (one.forks.length !== other.forks.length) throw notPaired(one, other)
  const typical = one.forks.map((rounds, fork) => {
    const otherRounds = other.forks[fork]!
    if (rounds.length !== otherRounds.length) throw notPaired(one, other)
    return hodgesLehmann(rounds.map((log, round) => otherRounds[round]! - log))
  })
  const p = meanTest(typical)
  const mean = typical.reduce((sum, value) => sum + value, 0) / typical.length
  return { one: one.name, other: other.name, ratio: Math.exp(mean), p }
}

function notPaired(one: TimedArm, other: TimedArm): RangeError {
  const shape = ({ name, forks }: TimedArm) => `${name} [${forks.map(({ length }) => length).join(', ')}]`
  return new RangeError(
    `pairwise: expected the same forks and rounds in every arm, given rounds per fork of ${shape(one)} and ${shape(other)}`,
  )
}
