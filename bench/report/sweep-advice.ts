import { exclusionText, remediesText } from './recommendation.ts'
import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import { type Axis, isNumeric } from '../scenario/axes.ts'
import { formatValue, labelOf } from '../scenario/cell-labels.ts'
import { inOrder } from '../judge/sweep/order.ts'
import type { CellResult, SweepResult } from '../judge/sweep/judgement.ts'
import { remediesFor } from '../judge/comparison/remedies.ts'
import { isBeyondLimits, nothingIn } from './sweep-limits.ts'
import { placesOf } from './sweep-places.ts'
import { crossoverSentence } from './sweep-sentences.ts'
import { pickedBy } from './sweep-criteria.ts'

/** What to do, in one sentence, and in another where the machine was not fit; made only of what the report shows. */
export function sweepAdvice(result: SweepResult, language: Language = ENGLISH): string {
  const measured = inOrder(
    result.axes,
    result.cells.filter(({ isPredicted }) => !isPredicted),
  )
  const wrong = measured.filter(({ measured: how }) => !how!.sameDeliveries)
  if (wrong.length > 0)
    return language.say`Do not pick by speed: the strategies did not tell people the same ${placesOf(wrong, measured, language)}.`
  return language.sentences([whatToShip(result, measured, language), ...ifUnfit(result, measured, language)])
}

function whatToShip(result: SweepResult, measured: readonly CellResult[], language: Language): string {
  const { say, beside, sentences } = language
  const [axis, ...more] = result.axes
  const stretches = stretchesOf(axis!, measured)
  const [only] = stretches
  const why = pickedBy(result, language)
  if (stretches.length === 1 && only!.name !== undefined)
    return sentences([
      say`Ship ${only!.name}: in every measured cell it is the best, or cannot be told apart from it${why}.`,
      ...timeOf(only!.name, measured, language),
    ])
  if (stretches.every(({ name }) => name === undefined)) return ofNothing(result, measured, language)
  if (more.length > 0) return onGrid(measured, why, language)
  const told = stretches.map((stretch) => stretchIn(stretch, axis!, language))
  const decisive = result.crossovers.filter(({ isDecisive }) => isDecisive)
  return sentences([
    say`What to ship depends on ${labelOf(axis!.path)}${why}: ${beside(told)}.`,
    ...decisive.slice(0, MAX_CROSSOVERS).map((crossover) => crossoverSentence(crossover, language)),
  ])
}

/** More of them say less: all stand below. */
const MAX_CROSSOVERS = 2

/** How much it takes where that is least, and where it is most; nothing of the reference, nor where cells have others. */
function timeOf(name: string, measured: readonly CellResult[], { say }: Language): string[] {
  const [{ reference }] = measured as [CellResult, ...CellResult[]]
  const ratios = measured.flatMap(({ variants }) => variants.find(({ variant }) => variant === name)?.ratio ?? [])
  if (ratios.length < measured.length || measured.some((cell) => cell.reference !== reference)) return []
  const [least, ...more] = ratios.toSorted((a, b) => a.ratio - b.ratio)
  const told = ({ ratio, low, high }: (typeof ratios)[number]) =>
    say`${ratio.toFixed(3)} (${low!.toFixed(3)} to ${high!.toFixed(3)})`
  const most = more.at(-1)
  const range = most ? say`${told(least!)} to ${told(most)}` : told(least!)
  return [say`Its time is ${range} of ${reference}'s.`]
}

/** Where neighbours stand in two directions: what is among the best wherever something is decided, if anything is. */
function onGrid(measured: readonly CellResult[], why: string, language: Language): string {
  const { say, sentences } = language
  const decided = measured.filter(({ best }) => best.length > 0)
  const [first, ...others] = decided
  const common = first!.best.find((name) => others.every(({ best }) => best.includes(name)))
  return common === undefined
    ? say`No strategy is the best everywhere${why}: which one to ship depends on the cell.`
    : sentences([
        say`Ship ${common}: it is the best, or cannot be told apart from it, in all ${decided.length} of ${measured.length} measured cells in which something is decided${why}.`,
        ...timeOf(common, decided, language),
      ])
}

/** What to ship in a stretch, and where it is. */
function stretchIn({ name, isBeyond, from, to }: Stretch, axis: Axis, { say }: Language): string {
  const what = name ?? (isBeyond ? say`nothing (none keeps to the limits)` : say`nothing certain`)
  const [first, last] = [formatValue(from), formatValue(to)]
  if (from === to) return say`${what} at ${first}`
  return isNumeric(axis) ? say`${what} from ${first} to ${last}` : say`${what} at ${first} to ${last}`
}

/** Where no cell has a best. */
function ofNothing({ objective }: SweepResult, measured: readonly CellResult[], language: Language): string {
  const { say, sentences } = language
  const open = measured.filter((cell) => !isBeyondLimits(cell))
  if (open.length === 0)
    return sentences([
      nothingIn(measured, say`in any measured cell`, language),
      say`Loosen them, or try a lower --set limits.concurrency.`,
    ])
  const where =
    open.length === measured.length ? say`in any cell` : say`in any cell where something keeps to the limits`
  if (open.every(({ variants }) => variants.some(({ verdict }) => verdict?.code === 'mock-server-saturated')))
    return say`Nothing can be said ${where}: the mock server was too late; use longer delays, or a quieter machine.`
  const reasons = open.map(({ leftOut, reference }) => {
    const exclusion = leftOut.find(({ variant }) => variant === reference)
    return exclusion && exclusionText(exclusion, language)
  })
  const [reason] = reasons
  if (reason !== undefined && reasons.every((one) => one === reason))
    return say`Nothing can be picked for ${objective} ${where}: of the reference ${reason}.`
  return measured.some(isUnfit)
    ? say`Nothing is decided ${where}.`
    : say`Nothing is decided ${where}: let it run to more forks, or close other programs.`
}

function isUnfit({ measured }: CellResult): boolean {
  return !measured!.aaCheckPassed || !measured!.sensitivityCheckFound
}

/** In how many cells the machine was not fit for the margin, and what helps. */
function ifUnfit({ quick }: SweepResult, measured: readonly CellResult[], language: Language): string[] {
  const { say, beside } = language
  const unfit = measured.filter(isUnfit)
  if (unfit.length === 0) return []
  const failed = unfit.filter((cell) => !cell.measured!.aaCheckPassed).length
  const missed = unfit.filter((cell) => !cell.measured!.sensitivityCheckFound).length
  const because = beside([
    ...(failed > 0 ? [say`A/A guard failed in ${failed}`] : []),
    ...(missed > 0 ? [say`planted arm missed in ${missed}`] : []),
  ])
  const isLastLook = unfit.every((cell) => cell.measured!.isLastLook)
  const ways = remediesText(remediesFor({ target: 'local', quick, isLastLook, isByMargin: failed > 0 }), language)
  return [
    say`In ${unfit.length} of ${measured.length} cells the machine was not fit for the margin (${because}): ${ways}.`,
  ]
}

interface Stretch {
  /** Best in all of it, the simplest where there are several; undefined where nothing can be said. */
  readonly name: string | undefined
  /** Whether nothing keeps to the limits in any of it. */
  readonly isBeyond: boolean
  readonly from: unknown
  readonly to: unknown
}

/** Cells one after another that share a best strategy, or the reason why there is none, as many at a time as do. */
function stretchesOf({ path }: Axis, cells: readonly CellResult[]): Stretch[] {
  const stretches: { best: readonly string[]; isBeyond: boolean; from: unknown; to: unknown }[] = []
  for (const cell of cells) {
    const { at, best } = cell
    const isBeyond = isBeyondLimits(cell)
    const last = stretches.at(-1)
    const common = last ? last.best.filter((name) => best.includes(name)) : []
    const isWithout = last && last.best.length === 0 && best.length === 0 && last.isBeyond === isBeyond
    if (last && (common.length > 0 || isWithout)) stretches.splice(-1, 1, { ...last, best: common, to: at[path] })
    else stretches.push({ best, isBeyond, from: at[path], to: at[path] })
  }
  return stretches.map(({ best, ...where }) => ({ name: best[0], ...where }))
}
