import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import { formatCoordinates, formatValue, labelOf } from '../scenario/cell-labels.ts'
import type { CellResult } from '../judge/sweep/judgement.ts'

/** No more than these are named one by one. */
const MAX_NAMED = 6

/** Where cells are, a few of them by name: `at items.count 1, 3`, or `in every cell` where they are all of them. */
export function placesOf(
  cells: readonly CellResult[],
  all: readonly CellResult[],
  { say, beside }: Language = ENGLISH,
): string {
  if (cells.length === all.length) return say`in every cell`
  const named = cells.slice(0, MAX_NAMED).map(({ at }) => at)
  const paths = Object.keys(named[0]!)
  const [only] = paths
  const told =
    paths.length === 1
      ? `${labelOf(only!)} ${beside(named.map((at) => formatValue(at[only!])))}`
      : named.map(formatCoordinates).join('; ')
  const more = cells.length - MAX_NAMED
  return more > 0 ? say`at ${told} and in ${more} more cells` : say`at ${told}`
}
