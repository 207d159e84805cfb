import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import type { CellResult, SweepResult } from '../judge/sweep/judgement.ts'
import { exclusionText } from './recommendation.ts'
import { placesOf } from './sweep-places.ts'

/** Whether a cell has no best because nothing that can be judged there keeps to the limits. */
export function isBeyondLimits({ best, leftOut, reference }: CellResult): boolean {
  return best.length === 0 && leftOut.some((one) => isByConstraint(one) && one.variant === reference)
}

function isByConstraint({ reason }: CellResult['leftOut'][number]): boolean {
  return reason.code === 'constraint'
}

/** A sentence on what keeps to no limits in such cells: of what could not be judged nobody knows. */
export function nothingIn(cells: readonly CellResult[], where: string, { say }: Language): string {
  const isAll = cells.every(({ leftOut }) => leftOut.every(isByConstraint))
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
  const codeOf = ({ cell, variant }: LeftOut) => cell.variants.find((one) => one.variant === variant)?.verdict?.code
  const beyond = all.filter(isByConstraint)
  const unjudged = all.filter(
    (one) =>
      one.reason.code === 'no-notification' || (one.reason.code === 'verdict' && one.reason.verdict !== codeOf(one)),
  )
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
      const [because, ...more] = new Set(own.map((one) => exclusionText(one, language)))
      return more.length === 0 ? `${variant} ${where} (${because})` : say`${variant} ${where} (such as ${because!})`
    })
    .toArray()
    .join('; ')
}
