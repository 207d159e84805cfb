import { crossingsOf } from './crossover.ts'
import type { Crossover } from './judgement.ts'
import { changesBest, type PairAlong } from './pairs.ts'

/** Every crossover of these pairs. */
export function crossoversOf(pairs: readonly PairAlong[]): Crossover[] {
  return pairs.flatMap((pair) =>
    crossingsOf(pair.points).map(({ isRising, ...crossing }): Crossover => {
      const { axis, where, one, other } = pair
      const [overtaking, overtaken] = isRising ? [other, one] : [one, other]
      const isDecisive = changesBest(pair, crossing.surelyBetween, { ahead: overtaking, behind: overtaken })
      return { axis, where, overtaking, overtaken, ...crossing, isDecisive }
    }),
  )
}
