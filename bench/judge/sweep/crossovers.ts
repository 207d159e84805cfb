import { crossingsOf, type Point, signOf } from './crossover.ts'
import type { Crossover, Lead } from './judgement.ts'
import { changesBest, type PairAlong } from './pairs.ts'

/** Every crossover of these pairs. */
export function crossoversOf(pairs: readonly PairAlong[]): Crossover[] {
  return pairs.flatMap((pair) =>
    crossingsOf(pair.points).map(({ isRising, ...crossing }): Crossover => {
      const { axis, where, one, other } = pair
      const [overtaking, overtaken] = isRising ? [other, one] : [one, other]
      const isDecisive = changesBest(pair, crossing.bracket, { ahead: overtaking, behind: overtaken })
      return { axis, where, overtaking, overtaken, ...crossing, isDecisive }
    }),
  )
}

/**
 * What crossovers cannot show: two strategies of which at the small end neither is significantly faster, as one feed is fetched alike by all,
 * never change places significantly, though one of them is left behind.
 */
export function leadsOf(pairs: readonly PairAlong[]): Lead[] {
  return pairs.flatMap((pair) => {
    const { axis, where, one, other, points } = pair
    const sorted = points.toSorted((a, b) => a.x - b.x)
    const index = beginningOf(sorted)
    if (index === undefined) return []
    const [below, first] = [sorted[index - 1]!, sorted[index]!]
    const [ahead, behind] = signOf(first) < 0 ? [one, other] : [other, one]
    const isDecisive = changesBest(pair, [below.x, first.x], { ahead, behind })
    return [{ axis, where, ahead, behind, from: first.x, isDecisive }]
  })
}

/** The first of the points from which on all are sure, and of one sign, where none before is sure. */
function beginningOf(points: readonly Point[]): number | undefined {
  const signs = points.map(signOf)
  const index = signs.findIndex((sign) => sign !== 0)
  return index > 0 && signs.slice(index).every((sign) => sign === signs[index]) ? index : undefined
}
