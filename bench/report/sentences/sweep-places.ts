import type { Messages } from '../messages/messages.ts'
import { formatCoordinates, formatValue, labelOf } from '../../scenario/cell-labels.ts'
import type { Coordinates } from '../../scenario/axes.ts'
import type { CellResult } from '../../judge/sweep/judgement.ts'

/** No more than these are named one by one. */
const MAX_NAMED = 6

/** Where cells are, a few of them by name: `at items.count 1, 3`, or `in every cell` where they are as many as all cells. */
export function placesOf(places: readonly Coordinates[], cells: number, messages: Messages): string {
  if (places.length === cells) return messages.sweep.inEveryCell
  const named = places.slice(0, MAX_NAMED)
  const paths = Object.keys(named[0]!)
  const [only] = paths
  const list =
    paths.length === 1
      ? `${labelOf(only!)} ${messages.beside(named.map((at) => formatValue(at[only!])))}`
      : messages.clauses(named.map(formatCoordinates))
  const more = places.length - MAX_NAMED
  return more > 0 ? messages.sweep.atPlacesAndMore(list, more) : messages.sweep.atPlaces(list)
}

export function placesIn(cells: readonly CellResult[]): Coordinates[] {
  return cells.map(({ at }) => at)
}
