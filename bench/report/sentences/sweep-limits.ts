import { ENGLISH } from '../messages/en.ts'
import type { Messages } from '../messages/messages.ts'
import type { CellResult, SweepResult } from '../../judge/sweep/judgement.ts'
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
export function nothingIn(cells: readonly CellResult[], where: string, messages: Messages): string {
  const isAll = cells.every(({ leftOut }) => leftOut.every(isByConstraint))
  return isAll ? messages.sweep.noneEligible(where) : messages.sweep.noneJudgedEligible(where)
}

type LeftOut = CellResult['leftOut'][number] & { readonly cell: CellResult }

/** What was left out of which measured cells, and why; where a word of the cell says it already, it is not said again. */
export function leftOutNotes(
  { objective }: SweepResult,
  cells: readonly CellResult[],
  messages: Messages = ENGLISH,
): string[] {
  const all = cells.flatMap((cell) => cell.leftOut.map((one): LeftOut => ({ cell, ...one })))
  const codeOf = ({ cell, variant }: LeftOut) => cell.variants.find((one) => one.variant === variant)?.verdict?.code
  const beyond = all.filter(isByConstraint)
  const unjudged = all.filter(
    (one) =>
      one.reason.code === 'no-notification' || (one.reason.code === 'verdict' && one.reason.verdict !== codeOf(one)),
  )
  const nowhere = cells.filter(isBeyondLimits)
  return [
    ...(beyond.length > 0 ? [messages.sweep.excludedByConstraints(told(beyond, cells, messages))] : []),
    ...(nowhere.length > 0 ? [nothingIn(nowhere, placesOf(nowhere, cells, messages), messages)] : []),
    ...(unjudged.length > 0 ? [messages.sweep.unjudgedByObjective(objective, told(unjudged, cells, messages))] : []),
  ]
}

/** Each variant once, with in how many cells, which, and the reason in the first of them. */
function told(leftOut: readonly LeftOut[], cells: readonly CellResult[], messages: Messages): string {
  return Map.groupBy(leftOut, ({ variant }) => variant)
    .entries()
    .map(([variant, own]) => {
      const places = placesOf(
        own.map(({ cell }) => cell),
        cells,
        messages,
      )
      const where =
        own.length === cells.length
          ? places
          : messages.sweep.excludedPlaces({ excluded: own.length, cells: cells.length, places })
      const [because, ...more] = new Set(own.map((one) => exclusionText(one, messages)))
      return more.length === 0
        ? `${variant} ${where} (${because})`
        : messages.sweep.excludedForSeveralReasons({ variant, places: where, reason: because! })
    })
    .toArray()
    .join('; ')
}
