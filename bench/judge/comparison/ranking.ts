import { ratioOverBlocks } from '../../statistics/block-ratio.ts'
import { hodgesLehmann } from '../../statistics/hodges-lehmann.ts'
import { lettersOf } from '../../statistics/letters.ts'
import { pairwise, type TimedVariant } from '../../statistics/pairwise.ts'

/** Variants by what they are compared by, best first, with letters: two that share one do not differ significantly. */
export interface Ranking {
  readonly order: readonly string[]
  readonly letters: ReadonlyMap<string, string>
  readonly areApart: (one: string, other: string) => boolean
}

export interface RankingOptions {
  /** Of all pairs together. */
  readonly alpha: number
  readonly margin: number
  /** On a machine that is not, only pairs whose whole interval lies beyond the margin differ. */
  readonly isFit: boolean
}

/** Undefined below two blocks, or two variants. */
export function rank(variants: readonly TimedVariant[], { alpha, margin, isFit }: RankingOptions): Ranking | undefined {
  if (variants.length < 2 || variants[0]!.blocks.length < 2) return undefined
  const pairs = pairwise(variants, alpha)
  const isFar = (one: string, other: string) =>
    isBeyond(differences(variants, one, other), alpha / pairs.length, margin)
  const apart = pairs.filter(({ one, other, differ }) => differ && (isFit || isFar(one, other)))
  // Against the first one, in the same iterations: what an iteration has drawn, or a slow run, ought not to decide the order.
  const levelOf = (name: string) => mean(differences(variants, variants[0]!.name, name).map(hodgesLehmann))
  const order = variants.map(({ name }) => ({ name, level: levelOf(name) }))
  order.sort((a, b) => a.level - b.level)
  const names = order.map(({ name }) => name)
  const isPair = (one: string, other: string) => apart.some((pair) => pair.one === one && pair.other === other)
  return {
    order: names,
    letters: lettersOf(names, apart),
    areApart: (one, other) => isPair(one, other) || isPair(other, one),
  }
}

function differences(variants: readonly TimedVariant[], one: string, other: string): number[][] {
  const blocksOf = (wanted: string) => variants.find(({ name }) => name === wanted)!.blocks
  const others = blocksOf(other)
  return blocksOf(one).map((iterations, block) => iterations.map((log, iteration) => others[block]![iteration]! - log))
}

function isBeyond(logRatios: readonly (readonly number[])[], alpha: number, margin: number): boolean {
  const { low, high } = ratioOverBlocks(logRatios, alpha)
  return low > 1 + margin || high < 1 / (1 + margin)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
