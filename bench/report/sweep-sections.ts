import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import { isAt, isNumeric } from '../scenario/axes.ts'
import { formatValue, labelOf } from '../scenario/cell-labels.ts'
import { inOrder, valuesOf } from '../judge/sweep/order.ts'
import type { Crossover } from '../judge/sweep/judgement.ts'
import { type VariantInCell, type CellResult, isOfTimeAlone, type SweepResult } from '../judge/sweep/judgement.ts'
import { formatSummary, wordIn } from './format.ts'
import type { Section } from './section.ts'
import { isBeyondLimits } from './sweep-limits.ts'
import { beginningsOf } from './sweep-names.ts'
import { crossoverSentence, leadSentences } from './sweep-sentences.ts'
import { pickedBy } from './sweep-criteria.ts'

/** Marks what was predicted and not measured. */
const PREDICTED = '~'

/** What a report of a sweep shows; `isFull`: with every interval, and every crossover. */
export function sweepSections(result: SweepResult, isFull: boolean, language: Language = ENGLISH): Section[] {
  const isMap = result.axes.length === 2
  return [
    ...(isMap ? [mapSection(result, language)] : []),
    ...(isMap && !isFull ? [] : [cellsSection(result, isFull, language)]),
    ...overtakingSection(result, { isFull }, language),
  ]
}

/** What is best in each cell of a grid of two axes. */
function mapSection(result: SweepResult, language: Language): Section {
  const { say } = language
  const { axes, cells, variants } = result
  const [down, across] = [axes[0]!.path, axes[1]!.path]
  const [rows, columns] = [down, across].map((path) => valuesOf(axes, path, cells)) as [unknown[], unknown[]]
  const cellAt = (row: unknown, column: unknown) => cells.find(({ at }) => isAt(at, { [down]: row, [across]: column }))
  const nameOf = beginningsOf(variants)
  return {
    title: say`Decision map: the best by ${labelOf(down)} (down) and ${labelOf(across)} (across)`,
    head: [labelOf(down), ...columns.map((column) => `${labelOf(across)} ${formatValue(column)}`)],
    rows: rows.map((row) => [
      formatValue(row),
      ...columns.map((column) => {
        const cell = cellAt(row, column)
        return cell ? bestIn(cell, nameOf, language) : '–'
      }),
    ]),
    isNumeric: true,
    notes: [namesNote(result, language)],
  }
}

/** What was measured in each cell, a row each. */
export function cellsSection(result: SweepResult, isFull: boolean, language: Language): Section {
  const { say } = language
  const { axes, variants, cells } = result
  const references = [...new Set(cells.map(({ reference }) => reference))]
  const [only] = references
  const isOne = references.length === 1
  const labels = axes.map(({ path }) => labelOf(path)).join(', ')
  const columns = variants.filter((name) => !isOne || name !== only)
  const nameOf = beginningsOf(variants)
  return {
    title: isOne
      ? say`Time over ${only!}, and the word, by ${labels}`
      : say`Time over the reference, and the word, by ${labels}`,
    head: [labels, say`best`, isOne ? say`${only!} ms` : say`reference ms`, ...columns],
    rows: inOrder(axes, cells).map((cell) => {
      const { at, variants, reference, isPredicted } = cell
      const mark = isPredicted ? PREDICTED : ''
      const variantOf = (name: string) => variants.find(({ variant }) => variant === name)
      return [
        mark + Object.values(at).map(formatValue).join(', '),
        bestIn(cell, nameOf, language),
        mark + makespanOf(variantOf(reference), isFull, language),
        ...columns.map((name) => (name === reference ? '1' : mark + ratioOf(variantOf(name), isFull, language))),
      ]
    }),
    isNumeric: true,
    notes: [namesNote(result, language), ...(isFull ? [] : [say`Intervals are in report.md.`])],
  }
}

function namesNote(result: SweepResult, language: Language): string {
  const { say, beside } = language
  const names = beside(Array.from(beginningsOf(result.variants), ([name, short]) => `${short}: ${name}`))
  const best = say`best${pickedBy(result, language)}: those surely better than the reference that cannot be told apart from the best of them, else the reference with what is not surely worse, joined by /; ? where nothing is decided`
  return result.cells.some(isBeyondLimits)
    ? say`${best}; ${noneIn(language)} where nothing keeps to the limits. ${names}.`
    : say`${best}. ${names}.`
}

/** Whether more blocks might tell what is best there: not where nothing keeps to the limits, nor of what was only predicted. */
export function isOpen(cell: CellResult): boolean {
  return cell.best.length === 0 && !cell.isPredicted && !isBeyondLimits(cell)
}

/** Stands for the best where there is none, and more blocks would not change it. */
function noneIn({ say }: Language): string {
  return say`none`
}

/** The best of a cell, by the beginnings of their names. */
export function bestIn(cell: CellResult, nameOf: ReadonlyMap<string, string>, language: Language): string {
  const { best, isPredicted } = cell
  const told = best.map((name) => nameOf.get(name) ?? name).join('/') || (isBeyondLimits(cell) ? noneIn(language) : '?')
  return isPredicted ? PREDICTED + told : told
}

function makespanOf(variant: VariantInCell | undefined, isFull: boolean, language: Language): string {
  if (!variant) return '–'
  const { median, low, high } = variant.makespanMs
  const interval = isFull && low !== undefined && high !== undefined ? { low, high } : undefined
  return formatSummary({ median, ...(interval && { interval }) }, language)
}

function ratioOf(variant: VariantInCell | undefined, isFull: boolean, language: Language): string {
  const word = variant?.verdict && wordIn(variant.verdict.code, language)
  if (!variant?.ratio) return word ?? '–'
  const { ratio, low, high } = variant.ratio
  const interval =
    isFull && low !== undefined && high !== undefined ? language.say` (${low.toFixed(3)} to ${high.toFixed(3)})` : ''
  return `${ratio.toFixed(3)}${interval}${word === undefined ? '' : ` ${word}`}`
}

interface Overtaking {
  readonly isFull: boolean
  /** What a crossover is told as: a sentence alone, unless given. */
  readonly tell?: (one: Crossover) => string
}

/** Where one strategy overtakes another, or is surely faster from somewhere on. */
export function overtakingSection(
  result: SweepResult,
  { isFull, tell = (one) => crossoverSentence(one, language) }: Overtaking,
  language: Language,
): Section[] {
  const { say } = language
  const { axes, crossovers, leads, variants } = result
  const numeric = axes.filter(isNumeric)
  if (numeric.length === 0 || variants.length < 2) return []
  // On one axis there is room for all of them.
  const isBrief = !isFull && axes.length > 1
  const [decisive, others] = parted(crossovers)
  const [decisiveLeads, otherLeads] = parted(leads)
  const none = numeric
    .filter(({ path }) => crossovers.every(({ axis }) => axis !== path))
    .map(
      ({ path }) =>
        say`Along ${labelOf(path)}: no crossover; no two strategies surely change places within what was measured.`,
    )
  return [
    {
      title: say`Where strategies overtake one another (95 %)`,
      head: [],
      rows: [],
      isNumeric: false,
      notes: [
        ...(isOfTimeAlone(result) || crossovers.length + leads.length === 0
          ? []
          : [say`Of time alone: what to ship${pickedBy(result, language)}, need not change there.`]),
        ...decisive.map(tell),
        ...leadSentences(decisiveLeads, language),
        ...(isBrief
          ? countOf(others.length + otherLeads.length, result, language)
          : [...others.map(tell), ...leadSentences(otherLeads, language)]),
        ...none,
      ],
    },
  ]
}

/** Those that change what to ship, and the others. */
export function parted<Change extends { readonly isDecisive: boolean }>(
  changes: readonly Change[],
): [Change[], Change[]] {
  return [changes.filter(({ isDecisive }) => isDecisive), changes.filter(({ isDecisive }) => !isDecisive)]
}

function countOf(others: number, result: SweepResult, { say }: Language): string[] {
  if (others === 0) return []
  return isOfTimeAlone(result)
    ? [say`${others} more, which do not change what is best there, are in report.md.`]
    : [say`There are ${others}, in report.md.`]
}
