import type { Coordinates } from '../../scenario/axes.ts'
import { type Crossing, crossingsOf } from './crossover.ts'
import { changesBest, type PairAlong } from './pairs.ts'

/** Where one strategy overtakes another along an axis, the other axes standing still. */
export interface Crossover extends Omit<Crossing, 'isRising'> {
  readonly axis: string
  /** The values of the other axes. */
  readonly where: Coordinates
  /** The faster one above. */
  readonly overtaking: string
  readonly overtaken: string
  /** Whether what to ship may change there, as `changesBest` has it. Only by time. */
  readonly isDecisive: boolean
  /** About the size of a feed there, where the axis is one that sizes depend on. */
  readonly kilobytes?: number
}

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
