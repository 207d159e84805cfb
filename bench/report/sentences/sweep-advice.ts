import { exclusionText, remediesText } from './recommendation.ts'
import { ENGLISH } from '../messages/en.ts'
import type { Recommendation } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { type Axis, isNumeric } from '../../scenario/axes.ts'
import { formatValue, labelOf } from '../../scenario/cell-labels.ts'
import { inOrder } from '../../judge/sweep/order.ts'
import type { CellResult, SweepResult } from '../../judge/sweep/judgement.ts'
import { remediesFor } from '../../judge/comparison/remedies.ts'
import { isBeyondLimits, nothingIn } from './sweep-limits.ts'
import { placesOf } from './sweep-places.ts'
import { crossoverSentence } from './sweep.ts'
import { pickedBy } from './sweep-criteria.ts'

/** What to do. */
export function sweepRecommendation(result: SweepResult, messages: Messages): Recommendation {
  return { headline: sweepAdvice(result, messages), details: [] }
}

/** What to do, in one sentence, and in another where the machine was not fit; made only of what the report shows. */
export function sweepAdvice(result: SweepResult, messages: Messages = ENGLISH): string {
  const measured = inOrder(
    result.axes,
    result.cells.filter(({ isPredicted }) => !isPredicted),
  )
  const wrong = measured.filter(({ measured: how }) => !how!.sameDeliveries)
  if (wrong.length > 0) return messages.sweep.adviceOutputMismatch(placesOf(wrong, measured, messages))
  return messages.sentences([whatToShip(result, measured, messages), ...ifUnfit(result, measured, messages)])
}

function whatToShip(result: SweepResult, measured: readonly CellResult[], messages: Messages): string {
  const [axis, ...more] = result.axes
  const stretches = stretchesOf(axis!, measured)
  const [only] = stretches
  const why = pickedBy(result, messages)
  if (stretches.length === 1 && only!.name !== undefined)
    return messages.sentences([
      messages.sweep.useInEveryCell(only!.name, why),
      ...timeOf(only!.name, measured, messages),
    ])
  if (stretches.every(({ name }) => name === undefined)) return ofNothing(result, measured, messages)
  if (more.length > 0) return onGrid(measured, why, messages)
  const told = stretches.map((stretch) => stretchIn(stretch, axis!, messages))
  const decisive = result.crossovers.filter(({ isDecisive }) => isDecisive)
  return messages.sentences([
    messages.sweep.dependsOnAxis({ axis: labelOf(axis!.path), criteria: why, choices: messages.beside(told) }),
    ...decisive.slice(0, MAX_CROSSOVERS).map((crossover) => crossoverSentence(crossover, messages)),
  ])
}

/** More of them say less: all stand below. */
const MAX_CROSSOVERS = 2

/** How much it takes where that is least, and where it is most; nothing of the reference, nor where cells have others. */
function timeOf(name: string, measured: readonly CellResult[], messages: Messages): string[] {
  const [{ reference }] = measured as [CellResult, ...CellResult[]]
  const ratios = measured.flatMap(({ variants }) => variants.find(({ variant }) => variant === name)?.ratio ?? [])
  if (ratios.length < measured.length || measured.some((cell) => cell.reference !== reference)) return []
  const [least, ...more] = ratios.toSorted((a, b) => a.ratio - b.ratio)
  const told = ({ ratio, low, high }: (typeof ratios)[number]) =>
    messages.units.withInterval({ estimate: ratio.toFixed(3), low: low!.toFixed(3), high: high!.toFixed(3) })
  const most = more.at(-1)
  const range = most ? messages.units.range(told(least!), told(most)) : told(least!)
  return [messages.sweep.timeOverReference(range, reference)]
}

/** Where neighbours stand in two directions: what is among the best wherever something is decided, if anything is. */
function onGrid(measured: readonly CellResult[], why: string, messages: Messages): string {
  const decided = measured.filter(({ best }) => best.length > 0)
  const [first, ...others] = decided
  const common = first!.best.find((name) => others.every(({ best }) => best.includes(name)))
  return common === undefined
    ? messages.sweep.dependsOnCell(why)
    : messages.sentences([
        messages.sweep.useWhereDecided({
          variant: common,
          decided: decided.length,
          measured: measured.length,
          criteria: why,
        }),
        ...timeOf(common, decided, messages),
      ])
}

/** What to ship in a stretch, and where it is. */
function stretchIn({ name, isBeyond, from, to }: Stretch, axis: Axis, messages: Messages): string {
  const what = name ?? (isBeyond ? messages.sweep.choiceNoneEligible : messages.sweep.choiceInconclusive)
  const [first, last] = [formatValue(from), formatValue(to)]
  if (from === to) return messages.sweep.choiceAtValue(what, first)
  return isNumeric(axis)
    ? messages.sweep.choiceOverNumbers({ choice: what, first, last })
    : messages.sweep.choiceOverValues({ choice: what, first, last })
}

/** Where no cell has a best. */
function ofNothing({ objective }: SweepResult, measured: readonly CellResult[], messages: Messages): string {
  const open = measured.filter((cell) => !isBeyondLimits(cell))
  if (open.length === 0)
    return messages.sentences([
      nothingIn(measured, messages.sweep.inAnyMeasuredCell, messages),
      messages.sweep.loosenConstraints,
    ])
  const where = open.length === measured.length ? messages.sweep.inAnyCell : messages.sweep.inAnyEligibleCell
  if (open.every(({ variants }) => variants.some(({ verdict }) => verdict?.code === 'mock-server-saturated')))
    return messages.sweep.mockServerSaturated(where)
  const reasons = open.map(({ leftOut, reference }) => {
    const exclusion = leftOut.find(({ variant }) => variant === reference)
    return exclusion && exclusionText(exclusion, messages)
  })
  const [reason] = reasons
  if (reason !== undefined && reasons.every((one) => one === reason))
    return messages.sweep.referenceExcluded({ objective, places: where, reason })
  return measured.some(isUnfit) ? messages.sweep.inconclusive(where) : messages.sweep.inconclusiveMoreBlocks(where)
}

function isUnfit({ measured }: CellResult): boolean {
  return !measured!.aaCheckPassed || !measured!.sensitivityCheckFound
}

/** In how many cells the machine was not fit for the margin, and what helps. */
function ifUnfit({ quick }: SweepResult, measured: readonly CellResult[], messages: Messages): string[] {
  const unfit = measured.filter(isUnfit)
  if (unfit.length === 0) return []
  const failed = unfit.filter((cell) => !cell.measured!.aaCheckPassed).length
  const missed = unfit.filter((cell) => !cell.measured!.sensitivityCheckFound).length
  const because = messages.beside([
    ...(failed > 0 ? [messages.sweep.aaCheckFailedCells(failed)] : []),
    ...(missed > 0 ? [messages.sweep.sensitivityCheckMissedCells(missed)] : []),
  ])
  const isLastLook = unfit.every((cell) => cell.measured!.isLastLook)
  const ways = remediesText(remediesFor({ target: 'local', quick, isLastLook, isByMargin: failed > 0 }), messages)
  return [
    messages.sweep.unfitCells({ unfit: unfit.length, measured: measured.length, causes: because, remedies: ways }),
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
