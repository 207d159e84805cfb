import { ENGLISH } from '../messages/en.ts'
import type { Messages } from '../messages/messages.ts'
import { formatCoordinates, formatValue, labelOf } from '../../scenario/cell-labels.ts'
import type { CellResult } from '../../judge/sweep/judgement.ts'

/** No more than these are named one by one. */
const MAX_NAMED = 6

/** Where cells are, a few of them by name: `at items.count 1, 3`, or `in every cell` where they are all of them. */
export function placesOf(
  cells: readonly CellResult[],
  all: readonly CellResult[],
  messages: Messages = ENGLISH,
): string {
  if (cells.length === all.length) return messages.sweep.inEveryCell
  const named = cells.slice(0, MAX_NAMED).map(({ at }) => at)
  const paths = Object.keys(named[0]!)
  const [only] = paths
  const told =
    paths.length === 1
      ? `${labelOf(only!)} ${messages.beside(named.map((at) => formatValue(at[only!])))}`
      : named.map(formatCoordinates).join('; ')
  const more = cells.length - MAX_NAMED
  return more > 0 ? messages.sweep.atPlacesAndMore(told, more) : messages.sweep.atPlaces(told)
}
