import { strategies, type StrategyName } from '../../strategies/index.ts'
import { type Variant, slowedName } from './schedule.ts'

/** How much slower the slowed copies are. */
export const EFFECTS = [0.02, 0.05, 0.1] as const

/** Two copies of the reference, by the names of their variants, and whether the second is one that was made slower, or that is not recorded. */
export interface CopyPair {
  readonly one: string
  readonly other: string
  readonly slowedBy: number
  readonly isUnrecorded: boolean
}

/** What is measured at a time: all copies of one strategy, each in one comparison only, so that none leans on another. */
export interface Batch {
  readonly variants: readonly Variant[]
  readonly pairs: readonly CopyPair[]
}

/** How many comparisons a batch has: of equal copies, of each effect, and of recording on and off. */
export const EQUAL_PAIRS = 8
const PAIRS_AN_EFFECT = 2
const UNRECORDED_PAIRS = 2

/** One batch of copies of a strategy. The first variant is called the reference, since a benchmark has one; it is a copy like the others. */
export function batchOf(strategy: StrategyName): Batch {
  const variants: Variant[] = []
  const add = (name: string, special: Pick<Variant, 'slowedBy' | 'isUnrecorded'> = {}) => {
    const role = variants.length === 0 ? 'reference' : 'candidate'
    variants.push({ name, strategy, order: strategies[strategy], role, ...special })
    return name
  }
  const pair = (kind: string, index: number, special: Pick<Variant, 'slowedBy' | 'isUnrecorded'> = {}): CopyPair => ({
    one: add(`${kind} ${index} A`),
    other: add(`${kind} ${index} B`, special),
    slowedBy: special.slowedBy ?? 0,
    isUnrecorded: special.isUnrecorded ?? false,
  })
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
  const pairs = [
    ...upTo(EQUAL_PAIRS).map((index) => pair('copy', index)),
    ...EFFECTS.flatMap((slowedBy) =>
      upTo(PAIRS_AN_EFFECT).map((index) => pair(slowedName(slowedBy), index, { slowedBy })),
    ),
    ...upTo(UNRECORDED_PAIRS).map((index) => pair('unrecorded', index, { isUnrecorded: true })),
  ]
  return { variants, pairs }
}
