import { tableOf } from '../build-table.ts'
import type { Table } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { isNumeric } from '../../scenario/axes.ts'
import { formatValue, labelOf } from '../../scenario/cell-labels.ts'
import { inOrder } from '../../judge/sweep/order.ts'
import type { Crossover } from '../../judge/sweep/judgement.ts'
import { type VariantInCell, type CellResult, isOfTimeAlone, type SweepResult } from '../../judge/sweep/judgement.ts'
import { formatSpeedUps, formatSummary } from '../format.ts'
import { UNKNOWN } from '../known-columns.ts'
import { formatNumber } from '../messages/formats.ts'
import { formatVerdictCode } from '../verdict-text.ts'
import { isComparison } from '../../judge/verdict.ts'
import { isBeyondConstraints } from '../../judge/sweep/eligibility.ts'
import { beginningsOf } from '../sentences/sweep-names.ts'
import { crossoverSentence, leadSentences } from '../sentences/sweep.ts'
import { pickedBy } from '../sentences/sweep-criteria.ts'

/** Marks what was predicted and not measured. */
const PREDICTED = '~'

/** Of what the rows of cells are: times over one reference, or over that of each cell. */
export function cellsTitle(result: SweepResult, messages: Messages): string {
  const reference = onlyReferenceOf(result)
  const labels = labelsOf(result)
  return reference === undefined
    ? messages.sweep.cellsTitle(labels)
    : messages.sweep.cellsTitleOneReference(reference, labels)
}

/** No more cells than this are shown at first. */
const MAX_SHOWN = 16

/** What is best in each measured cell, a row each, and how much better it is than the reference. */
export function bestTable(result: SweepResult, messages: Messages): Table {
  const { axes, cells } = result
  const measured = inOrder(axes, cells).filter(({ isPredicted }) => !isPredicted)
  const shown = measured.slice(0, MAX_SHOWN)
  const own = ({ variants }: CellResult, name: string | undefined) => variants.find(({ variant }) => variant === name)
  const milliseconds = (variant: VariantInCell | undefined) =>
    variant ? `${formatNumber(variant.makespanMs.median)} ms` : UNKNOWN
  return tableOf(
    shown,
    [
      { head: labelsOf(result), cellOf: ({ at }) => Object.values(at).map(formatValue).join(', ') },
      { head: messages.sweep.bestColumn, isText: true, cellOf: (cell) => bestNames(cell, messages) },
      { head: messages.comparison.medianColumn, cellOf: (cell) => milliseconds(own(cell, cell.best[0])) },
      {
        head: messages.comparison.speedUpColumn,
        cellOf(cell) {
          const { ratio, low, high } = own(cell, cell.best[0])?.ratio ?? {}
          return ratio === undefined || low === undefined || high === undefined
            ? UNKNOWN
            : formatSpeedUps({ ratio, low, high }, messages).withInterval
        },
      },
      { head: messages.sweep.referenceColumn, cellOf: (cell) => milliseconds(own(cell, cell.reference)) },
    ],
    {
      notes: measured.length > shown.length ? [messages.sweep.moreCells(measured.length - shown.length)] : [],
    },
  )
}

function bestNames(cell: CellResult, messages: Messages): string {
  if (cell.best.length > 0) return messages.either(cell.best)
  if (isBeyondConstraints(cell)) return messages.sweep.noneEligibleMark
  const isAnyJudged = cell.variants.some(({ verdict }) => verdict && isComparison(verdict))
  return isAnyJudged ? messages.verdicts.inconclusive : messages.verdicts.notJudged
}

/** What was measured in each cell, a row each, with every interval. */
export function cellsTable(result: SweepResult, messages: Messages): Table {
  const { axes, variants: names, cells } = result
  const reference = onlyReferenceOf(result)
  const nameOf = beginningsOf(names)
  const markOf = ({ isPredicted }: CellResult) => (isPredicted ? PREDICTED : '')
  const variantIn = ({ variants }: CellResult, name: string) => variants.find(({ variant }) => variant === name)
  return tableOf(
    inOrder(axes, cells),
    [
      {
        head: labelsOf(result),
        cellOf: (cell) => markOf(cell) + Object.values(cell.at).map(formatValue).join(', '),
      },
      { head: messages.sweep.bestColumn, cellOf: (cell) => bestIn(cell, nameOf, messages) },
      {
        head:
          reference === undefined
            ? messages.sweep.referenceTimeColumn
            : messages.comparison.millisecondsColumn(reference),
        cellOf: (cell) => markOf(cell) + makespanOf(variantIn(cell, cell.reference), messages),
      },
      ...names
        .filter((name) => name !== reference)
        .map((name) => ({
          head: name,
          cellOf: (cell: CellResult) =>
            name === cell.reference ? '1' : markOf(cell) + ratioOf(variantIn(cell, name), messages),
        })),
    ],
    { notes: [namesNote(result, messages)] },
  )
}

function labelsOf({ axes }: SweepResult): string {
  return axes.map(({ path }) => labelOf(path)).join(', ')
}

/** The reference of all cells; undefined where they have different ones. */
function onlyReferenceOf({ cells }: SweepResult): string | undefined {
  const [only, ...others] = new Set(cells.map(({ reference }) => reference))
  return others.length === 0 ? only : undefined
}

function namesNote(result: SweepResult, messages: Messages): string {
  const names = messages.beside(
    Array.from(beginningsOf(result.variants), ([name, short]) => messages.labelled(short, name)),
  )
  const best = messages.sweep.bestLegend(pickedBy(result, messages))
  return result.cells.some(isBeyondConstraints)
    ? messages.sweep.legendWithNoneEligible({ best, noneMark: noneIn(messages), names })
    : messages.sweep.legend(best, names)
}

/** Stands for the best where there is none, and more blocks would not change it. */
function noneIn(messages: Messages): string {
  return messages.sweep.noneEligibleMark
}

/** The best of a cell, by the beginnings of their names. */
export function bestIn(cell: CellResult, nameOf: ReadonlyMap<string, string>, messages: Messages): string {
  const { best, isPredicted } = cell
  const text =
    best.map((name) => nameOf.get(name) ?? name).join('/') || (isBeyondConstraints(cell) ? noneIn(messages) : '?')
  return isPredicted ? PREDICTED + text : text
}

function makespanOf(variant: VariantInCell | undefined, messages: Messages): string {
  if (!variant) return '–'
  const { median, low, high } = variant.makespanMs
  const interval = low !== undefined && high !== undefined ? { low, high } : undefined
  return formatSummary({ median, ...(interval && { interval }) }, messages)
}

function ratioOf(variant: VariantInCell | undefined, messages: Messages): string {
  const verdict = variant?.verdict && formatVerdictCode(variant.verdict.code, messages)
  if (!variant?.ratio) return verdict ?? '–'
  const { ratio, low, high } = variant.ratio
  const interval =
    low !== undefined && high !== undefined ? messages.units.ratioIntervalSuffix(low.toFixed(3), high.toFixed(3)) : ''
  const timed = `${ratio.toFixed(3)}${interval}`
  return verdict === undefined ? timed : messages.comparison.speedUp(timed, verdict)
}

/** Where one strategy overtakes another, or is significantly faster from somewhere on: those that change what to use, and further ones. */
export function crossoverNotes(
  result: SweepResult,
  messages: Messages,
): { readonly main: readonly string[]; readonly more: readonly string[] } {
  const { axes, crossovers, leads, variants } = result
  const numeric = axes.filter(isNumeric)
  if (numeric.length === 0 || variants.length < 2) return { main: [], more: [] }
  const isOneAxis = axes.length === 1
  // In the chart of one axis they are numbered.
  const sentenceOf = (one: Crossover) => {
    const sentence = crossoverSentence(one, messages)
    return isOneAxis ? messages.labelled(`${parted(crossovers).flat().indexOf(one) + 1}`, sentence) : sentence
  }
  const [decisive, others] = parted(crossovers)
  const [decisiveLeads, otherLeads] = parted(leads)
  const more = [...others.map(sentenceOf), ...leadSentences(otherLeads, messages)]
  return {
    main: [
      ...(isOfTimeAlone(result) || crossovers.length + leads.length === 0
        ? []
        : [messages.sweep.crossoversOfTimeAlone(pickedBy(result, messages))]),
      ...decisive.map(sentenceOf),
      ...leadSentences(decisiveLeads, messages),
      // Along one axis there is room for all of them.
      ...(isOneAxis ? more : countOf(more.length, result, messages)),
      ...numeric
        .filter(({ path }) => crossovers.every(({ axis }) => axis !== path))
        .map(({ path }) => messages.sweep.noCrossover(labelOf(path))),
    ],
    more: isOneAxis ? [] : more,
  }
}

/** Those that change what is recommended, and the others. */
export function parted<Change extends { readonly isDecisive: boolean }>(
  changes: readonly Change[],
): [Change[], Change[]] {
  return [changes.filter(({ isDecisive }) => isDecisive), changes.filter(({ isDecisive }) => !isDecisive)]
}

function countOf(others: number, result: SweepResult, messages: Messages): string[] {
  if (others === 0) return []
  return isOfTimeAlone(result) ? [messages.sweep.moreCrossovers(others)] : [messages.sweep.crossoversElsewhere(others)]
}
