import { ENGLISH } from '../messages/en.ts'
import type { Messages } from '../messages/messages.ts'
import {
  areByConstraints,
  type ExclusionInCell,
  exclusionsIn,
  isBeyondConstraints,
} from '../../judge/sweep/eligibility.ts'
import type { CellResult, SweepResult } from '../../judge/sweep/judgement.ts'
import { exclusionText } from './recommendation.ts'
import { placesIn, placesOf } from './sweep-places.ts'

/** That nothing keeps to the constraints there, or nothing of what could be judged. */
export function noneEligibleText(isByConstraints: boolean, places: string, messages: Messages): string {
  return isByConstraints ? messages.sweep.noneEligible(places) : messages.sweep.noneJudgedEligible(places)
}

/** What was left out of which measured cells, and why. */
export function leftOutNotes(
  { objective }: SweepResult,
  cells: readonly CellResult[],
  messages: Messages = ENGLISH,
): string[] {
  const { byConstraints, unjudged } = exclusionsIn(cells)
  const beyond = cells.filter(isBeyondConstraints)
  const exclusions = (own: readonly ExclusionInCell[]) => exclusionsText(own, cells.length, messages)
  return [
    ...(byConstraints.length > 0 ? [messages.sweep.excludedByConstraints(exclusions(byConstraints))] : []),
    ...(beyond.length > 0
      ? [noneEligibleText(areByConstraints(beyond), placesOf(placesIn(beyond), cells.length, messages), messages)]
      : []),
    ...(unjudged.length > 0 ? [messages.sweep.unjudgedByObjective(objective, exclusions(unjudged))] : []),
  ]
}

/** Each variant once, with in how many cells, which, and the reason in the first of them. */
function exclusionsText(exclusions: readonly ExclusionInCell[], cells: number, messages: Messages): string {
  const texts = Array.from(
    Map.groupBy(exclusions, ({ variant }) => variant),
    ([variant, own]) => {
      const places = placesOf(placesIn(own.map(({ cell }) => cell)), cells, messages)
      const where =
        own.length === cells ? places : messages.sweep.excludedPlaces({ excluded: own.length, cells, places })
      const [because, ...more] = new Set(own.map((one) => exclusionText(one, messages)))
      return more.length === 0
        ? messages.units.withDetail(`${variant} ${where}`, because!)
        : messages.sweep.excludedForSeveralReasons({ variant, places: where, reason: because! })
    },
  )
  return messages.clauses(texts)
}
