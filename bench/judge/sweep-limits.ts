import { ENGLISH } from '../report/messages/english.ts'
import type { Language } from '../report/messages/language.ts'
import type { CellResult, SweepResult } from './sweep/result.ts'
import { wordIn } from '../report/format.ts'
import { placesOf } from '../report/sweep-places.ts'

/** Whether a cell has no best because nothing that can be judged there keeps to the limits. */
export function isBeyondLimits({ best, leftOut, reference }: CellResult): boolean {
  return best.length === 0 && leftOut.some(({ variant, isLimit }) => isLimit && variant === reference)
}

/** A sentence on what keeps to no limits in such cells: of what could not be judged nobody knows. */
export function nothingIn(cells: readonly CellResult[], where: string, { say }: Language): string {
  const isAll = cells.every(({ leftOut }) => leftOut.every(({ isLimit }) => isLimit))
  return isAll
    ? say`Nothing keeps to the limits ${where}.`
    : say`Nothing that could be judged keeps to the limits ${where}.`
}

type LeftOut = CellResult['leftOut'][number] & { readonly cell: CellResult }

/** What was left out of which measured cells, and why; where a word of the cell says it already, it is not said again. */
export function leftOutNotes(
  { objective }: SweepResult,
  cells: readonly CellResult[],
  language: Language = ENGLISH,
): string[] {
  const { say } = language
  const all = cells.flatMap((cell) => cell.leftOut.map((one): LeftOut => ({ cell, ...one })))
  const wordOf = ({ cell, variant }: LeftOut) => {
    const word = cell.variants.find((one) => one.variant === variant)?.verdict?.word
    return word && wordIn(word, language)
  }
  const beyond = all.filter(({ isLimit }) => isLimit)
  const unjudged = all.filter((one) => !one.isLimit && one.because !== wordOf(one))
  const nowhere = cells.filter(isBeyondLimits)
  return [
    ...(beyond.length > 0 ? [say`Left out by the limits: ${told(beyond, cells, language)}.`] : []),
    ...(nowhere.length > 0 ? [nothingIn(nowhere, placesOf(nowhere, cells, language), language)] : []),
    ...(unjudged.length > 0 ? [say`Not to be judged by ${objective}: ${told(unjudged, cells, language)}.`] : []),
  ]
}

/** Each variant once, with in how many cells, which, and the reason in the first of them. */
function told(leftOut: readonly LeftOut[], cells: readonly CellResult[], language: Language): string {
  const { say } = language
  return Map.groupBy(leftOut, ({ variant }) => variant)
    .entries()
    .map(([variant, own]) => {
      const places = placesOf(
        own.map(({ cell }) => cell),
        cells,
        language,
      )
      const where = own.length === cells.length ? places : say`in ${own.length} of ${cells.length} cells, ${places}`
      const [{ because }] = own as [LeftOut, ...LeftOut[]]
      return own.every((one) => one.because === because)
        ? `${variant} ${where} (${because})`
        : say`${variant} ${where} (such as ${because})`
    })
    .toArray()
    .join('; ')
}
