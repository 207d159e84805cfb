import type { CellResult, SweepResult } from '../sweep/result.ts'
import { placesOf } from './sweep-places.ts'

/** Whether a cell has no best because nothing that can be judged there keeps to the limits. */
export function isBeyondLimits({ best, leftOut, reference }: CellResult): boolean {
  return best.length === 0 && leftOut.some(({ arm, isLimit }) => isLimit && arm === reference)
}

/** What keeps to no limits in such cells, in words: of what could not be judged nobody knows. */
export function nothingIn(cells: readonly CellResult[]): string {
  const isAll = cells.every(({ leftOut }) => leftOut.every(({ isLimit }) => isLimit))
  return isAll ? 'Nothing' : 'Nothing that could be judged'
}

type LeftOut = CellResult['leftOut'][number] & { readonly cell: CellResult }

/** What was left out of which measured cells, and why; where a word of the cell says it already, it is not said again. */
export function leftOutRemarks({ objective }: SweepResult, cells: readonly CellResult[]): string[] {
  const all = cells.flatMap((cell) => cell.leftOut.map((one): LeftOut => ({ cell, ...one })))
  const wordOf = ({ cell, arm }: LeftOut) => cell.arms.find((one) => one.arm === arm)?.verdict?.word
  const beyond = all.filter(({ isLimit }) => isLimit)
  const unjudged = all.filter((one) => !one.isLimit && one.because !== wordOf(one))
  const nowhere = cells.filter(isBeyondLimits)
  return [
    ...(beyond.length > 0 ? [`Left out by the limits: ${told(beyond, cells)}.`] : []),
    ...(nowhere.length > 0 ? [`${nothingIn(nowhere)} keeps to the limits ${placesOf(nowhere, cells)}.`] : []),
    ...(unjudged.length > 0 ? [`Not to be judged by ${objective}: ${told(unjudged, cells)}.`] : []),
  ]
}

/** Each arm once, with in how many cells, which, and the reason in the first of them. */
function told(leftOut: readonly LeftOut[], cells: readonly CellResult[]): string {
  return Map.groupBy(leftOut, ({ arm }) => arm)
    .entries()
    .map(([arm, own]) => {
      const places = placesOf(
        own.map(({ cell }) => cell),
        cells,
      )
      const where = own.length === cells.length ? places : `in ${own.length} of ${cells.length} cells, ${places}`
      const [{ because }] = own as [LeftOut, ...LeftOut[]]
      const isOne = own.every((one) => one.because === because)
      return `${arm} ${where} (${isOne ? '' : 'such as '}${because})`
    })
    .toArray()
    .join('; ')
}
