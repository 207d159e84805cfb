import { ratioOverForks } from '../statistics/fork-ratio.ts'
import { hodgesLehmann } from '../statistics/hodges-lehmann.ts'
import { lettersOf } from '../statistics/letters.ts'
import { pairwise, type TimedArm } from '../statistics/pairwise.ts'

/** Arms by what they are compared by, best first, with letters: two that share one cannot be told apart. */
export interface Ranking {
  readonly order: readonly string[]
  readonly letters: ReadonlyMap<string, string>
  readonly areApart: (one: string, other: string) => boolean
}

export interface RankingOptions {
  /** Of all pairs together. */
  readonly alpha: number
  readonly margin: number
  /** On a machine that is not, only pairs whose whole interval lies beyond the margin are told apart. */
  readonly isFit: boolean
}

/** Undefined below two forks, or two arms. */
export function rank(arms: readonly TimedArm[], { alpha, margin, isFit }: RankingOptions): Ranking | undefined {
  if (arms.length < 2 || arms[0]!.forks.length < 2) return undefined
  const pairs = pairwise(arms, alpha)
  const isFar = (one: string, other: string) => isBeyond(differences(arms, one, other), alpha / pairs.length, margin)
  const apart = pairs.filter(({ one, other, differ }) => differ && (isFit || isFar(one, other)))
  // Against the first one, in the same rounds: what a round has drawn, or a slow run, ought not to decide the order.
  const levelOf = (name: string) => mean(differences(arms, arms[0]!.name, name).map(hodgesLehmann))
  const order = arms.map(({ name }) => ({ name, level: levelOf(name) }))
  order.sort((a, b) => a.level - b.level)
  const names = order.map(({ name }) => name)
  const isPair = (one: string, other: string) => apart.some((pair) => pair.one === one && pair.other === other)
  return {
    order: names,
    letters: lettersOf(names, apart),
    areApart: (one, other) => isPair(one, other) || isPair(other, one),
  }
}

function differences(arms: readonly TimedArm[], one: string, other: string): number[][] {
  const forksOf = (wanted: string) => arms.find(({ name }) => name === wanted)!.forks
  const others = forksOf(other)
  return forksOf(one).map((rounds, fork) => rounds.map((log, round) => others[fork]![round]! - log))
}

function isBeyond(logRatios: readonly (readonly number[])[], alpha: number, margin: number): boolean {
  const { low, high } = ratioOverForks(logRatios, alpha)
  return low > 1 + margin || high < 1 / (1 + margin)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
