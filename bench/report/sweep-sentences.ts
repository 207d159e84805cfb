import { isNumeric } from '../sweep/axes.ts'
import type { Crossover } from '../sweep/crossovers.ts'
import type { Lead } from '../sweep/leads.ts'
import { formatCoordinates, formatValue, labelOf } from '../sweep/labels.ts'
import { type CellResult, isOfTimeAlone, type SweepResult } from '../sweep/result.ts'
import { isComparison } from '../verdict.ts'
import { formatDuration } from './format.ts'
import { leftOutRemarks } from './sweep-limits.ts'
import { placesOf } from './sweep-places.ts'
import { pickedBy } from './sweep-wish.ts'

/** How a value of an axis is spoken of: what stands before the number, and its unit. */
const TOLD: Readonly<Record<string, readonly [before: string, unit: string]>> = {
  'world.feeds.count': ['', ' feeds'],
  'world.feeds.events': ['', ' events a feed'],
  'world.feeds.descriptionBytes': ['', ' bytes of description an event'],
  'world.feedDelay.ms': ['a feed delay of ', ' ms'],
  'world.feedDelay.medianMs': ['a median feed delay of ', ' ms'],
  'world.slackDelay.ms': ['a Slack delay of ', ' ms'],
  'world.slackDelay.medianMs': ['a median Slack delay of ', ' ms'],
  'world.dnsDelayMs': ['a lookup of ', ' ms'],
  'limits.concurrency': ['a concurrency of ', ''],
  'limits.threads': ['', ' threads'],
}

/** One crossover as a sentence. */
export function crossoverSentence({ axis, where, overtaking, overtaken, at, low, high, kilobytes }: Crossover): string {
  const fixed = Object.keys(where).length === 0 ? '' : `At ${formatCoordinates(where)}, `
  const size = kilobytes === undefined ? '' : `, about ${formatPlace(kilobytes)} KB a feed`
  return `${fixed}${overtaking} overtakes ${overtaken} at ${onAxis(axis, formatPlace(at))} (${formatPlace(low)} to ${formatPlace(high)})${size}.`
}

/** Leads as sentences, one for all that begin at a place over one strategy. */
export function leadSentences(leads: readonly Lead[]): string[] {
  const groups = Map.groupBy(leads, ({ axis, where, behind, from }) => JSON.stringify([axis, where, behind, from]))
  return Array.from(groups.values(), (own) => {
    const { axis, where, behind, from } = own[0]!
    const fixed = Object.keys(where).length === 0 ? 'From' : `At ${formatCoordinates(where)}, from`
    const names = new Intl.ListFormat('en').format(own.map(({ ahead }) => ahead))
    return `${fixed} ${onAxis(axis, formatValue(from))} on, ${names} ${own.length === 1 ? 'is' : 'are'} surely faster than ${behind} wherever they can be compared.`
  })
}

function onAxis(axis: string, value: string): string {
  const [before, unit] = TOLD[axis] ?? [`${labelOf(axis)} `, '']
  return `${before}${value}${unit}`
}

/** Three significant digits, without zeros at the end. */
function formatPlace(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en-US').replaceAll(',', ' ') : String(+value.toPrecision(3))
}

/** How much was measured, and where. */
export function measuredSentence({ cells, planned, environments }: SweepResult): string {
  const measured = cells.flatMap(({ measured: how }) => how ?? [])
  const forks = measured.map((how) => how.forks)
  const [least, most] = [Math.min(...forks), Math.max(...forks)]
  const rounds = measured.reduce((sum, how) => sum + how.rounds, 0)
  const elapsedMs = measured.reduce((sum, how) => sum + how.elapsedMs, 0)
  const each = least === most ? least : `${least} to ${most}`
  return `${measured.length} of ${planned} cells, ${each} forks each, ${rounds} rounds, ${formatDuration(elapsedMs)}; on local, ${environments[0]}`
}

/** What the words and crossovers rest on, and whatever is odd. */
export function sweepRemarks(result: SweepResult): string[] {
  const { cells, planned, environments, predictionErrors, unpredicted } = result
  const measured = cells.filter(({ isPredicted }) => !isPredicted)
  const left = planned - measured.length
  return [
    all(measured, ({ measured: how }) => how!.sameLedger, {
      good: 'Ledger: in every cell every strategy told people exactly the same',
      bad: 'Ledger: the strategies did NOT tell people the same',
    }),
    all(measured, ({ measured: how }) => how!.guardPassed, {
      good: 'A/A guard: passed in every cell',
      bad: 'A/A guard: failed, so that only what lies wholly beyond the margin is said,',
    }),
    all(measured, ({ measured: how }) => how!.plantedFound, {
      good: 'Planted arm: found in every cell',
      bad: 'Planted arm: MISSED, so that only what lies wholly beyond the margin is said,',
    }),
    ...troubles(measured),
    ...leftOutRemarks(result, measured),
    looksRemark(result, measured),
    ...(predictionErrors
      ? [
          `~: predicted, not measured, and without a word. Costs are those of the sequential runs; at the ${predictionErrors.cells} measured cells predicted times of the other strategies were ${predictionErrors.medianRatio.toFixed(2)} of the measured ones (${predictionErrors.low.toFixed(2)} to ${predictionErrors.high.toFixed(2)}).${isOfTimeAlone(result) ? '' : ` Of them only times are predicted, and no best${pickedBy(result)}, is.`}`,
        ]
      : []),
    ...(unpredicted === undefined ? [] : [`Not predicted between the measured cells: ${unpredicted}.`]),
    ...(environments.length > 1
      ? [`Not measured alike, so that cells need not agree: ${environments.join('; ')}.`]
      : []),
    ...(left > 0
      ? [`${left} of ${planned} cells are not measured yet: the same command, with the same --out, goes on with them.`]
      : []),
  ]
}

function all(
  cells: readonly CellResult[],
  isGood: (cell: CellResult) => boolean,
  { good, bad }: { readonly good: string; readonly bad: string },
): string {
  const others = cells.filter((cell) => !isGood(cell))
  return others.length === 0 ? `${good}.` : `${bad} ${placesOf(others, cells)}.`
}

/** Where strategies failed, or could not be judged. */
function troubles(cells: readonly CellResult[]): string[] {
  const found = cells.flatMap((cell) =>
    cell.arms.flatMap(({ arm, verdict }) =>
      verdict && !isComparison(verdict) ? [{ cell, told: `${arm}: ${verdict.word}` }] : [],
    ),
  )
  return Map.groupBy(found, ({ told }) => told)
    .entries()
    .map(([told, where]) => {
      const places = placesOf(
        where.map(({ cell }) => cell),
        cells,
      )
      return `${told} ${places}.`
    })
    .toArray()
}

function looksRemark({ quick, comparisons, axes, strategies }: SweepResult, cells: readonly CellResult[]): string {
  const alphas = [...new Set(cells.map(({ measured }) => measured!.alpha))].toSorted((a, b) => a - b)
  const early = cells.filter(({ measured }) => !measured!.isLastLook).length
  const shared = Math.max(1, strategies.length - 1)
  const judged = `Each cell is judged by itself: alpha ${alphas.join(' or ')} shared by ${shared === 1 ? 'one comparison' : `${shared} comparisons`}${quick ? ', quick' : ''}${early > 0 ? `, ${early} before the last look` : ''}.`
  if (!axes.some(isNumeric) || strategies.length < 2) return judged
  return `${judged} Crossovers, and who is surely faster from where on: ${comparisons} intervals, of every two strategies in every cell, each at the alpha of its cell over ${comparisons}, so that they hold together at 95 % whichever looks cells end at; from cell to cell the log of the ratio is taken for straight, over the log of the value where all are above 0.`
}
