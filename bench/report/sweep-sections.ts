import { ENGLISH } from './messages/en.ts'
import type { Messages } from './messages/messages.ts'
import { isAt, isNumeric } from '../scenario/axes.ts'
import { formatValue, labelOf } from '../scenario/cell-labels.ts'
import { inOrder, valuesOf } from '../judge/sweep/order.ts'
import type { Crossover } from '../judge/sweep/judgement.ts'
import { type VariantInCell, type CellResult, isOfTimeAlone, type SweepResult } from '../judge/sweep/judgement.ts'
import { formatSummary, wordIn } from './format.ts'
import type { Section } from './section.ts'
import { isBeyondConstraints } from '../judge/sweep/eligibility.ts'
import { beginningsOf } from './sweep-names.ts'
import { crossoverSentence, leadSentences } from './sweep-sentences.ts'
import { pickedBy } from './sweep-criteria.ts'

/** Marks what was predicted and not measured. */
const PREDICTED = '~'

/** What a report of a sweep shows; `isFull`: with every interval, and every crossover. */
export function sweepSections(result: SweepResult, isFull: boolean, messages: Messages = ENGLISH): Section[] {
  const isMap = result.axes.length === 2
  return [
    ...(isMap ? [mapSection(result, messages)] : []),
    ...(isMap && !isFull ? [] : [cellsSection(result, isFull, messages)]),
    ...overtakingSection(result, { isFull }, messages),
  ]
}

/** What is best in each cell of a grid of two axes. */
function mapSection(result: SweepResult, messages: Messages): Section {
  const { axes, cells, variants } = result
  const [down, across] = [axes[0]!.path, axes[1]!.path]
  const [rows, columns] = [down, across].map((path) => valuesOf(axes, path, cells)) as [unknown[], unknown[]]
  const cellAt = (row: unknown, column: unknown) => cells.find(({ at }) => isAt(at, { [down]: row, [across]: column }))
  const nameOf = beginningsOf(variants)
  return {
    title: messages.sweep.decisionMapTitle(labelOf(down), labelOf(across)),
    head: [labelOf(down), ...columns.map((column) => `${labelOf(across)} ${formatValue(column)}`)],
    rows: rows.map((row) => [
      formatValue(row),
      ...columns.map((column) => {
        const cell = cellAt(row, column)
        return cell ? bestIn(cell, nameOf, messages) : '–'
      }),
    ]),
    isNumeric: true,
    notes: [namesNote(result, messages)],
  }
}

/** What was measured in each cell, a row each. */
export function cellsSection(result: SweepResult, isFull: boolean, messages: Messages): Section {
  const { axes, variants, cells } = result
  const references = [...new Set(cells.map(({ reference }) => reference))]
  const [only] = references
  const isOne = references.length === 1
  const labels = axes.map(({ path }) => labelOf(path)).join(', ')
  const columns = variants.filter((name) => !isOne || name !== only)
  const nameOf = beginningsOf(variants)
  return {
    title: isOne ? messages.sweep.cellsTitleOneReference(only!, labels) : messages.sweep.cellsTitle(labels),
    head: [
      labels,
      messages.sweep.bestColumn,
      isOne ? messages.comparison.millisecondsColumn(only!) : messages.sweep.referenceTimeColumn,
      ...columns,
    ],
    rows: inOrder(axes, cells).map((cell) => {
      const { at, variants, reference, isPredicted } = cell
      const mark = isPredicted ? PREDICTED : ''
      const variantOf = (name: string) => variants.find(({ variant }) => variant === name)
      return [
        mark + Object.values(at).map(formatValue).join(', '),
        bestIn(cell, nameOf, messages),
        mark + makespanOf(variantOf(reference), isFull, messages),
        ...columns.map((name) => (name === reference ? '1' : mark + ratioOf(variantOf(name), isFull, messages))),
      ]
    }),
    isNumeric: true,
    notes: [namesNote(result, messages), ...(isFull ? [] : [messages.sweep.intervalsInMarkdown])],
  }
}

function namesNote(result: SweepResult, messages: Messages): string {
  const names = messages.beside(Array.from(beginningsOf(result.variants), ([name, short]) => `${short}: ${name}`))
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
  const told =
    best.map((name) => nameOf.get(name) ?? name).join('/') || (isBeyondConstraints(cell) ? noneIn(messages) : '?')
  return isPredicted ? PREDICTED + told : told
}

function makespanOf(variant: VariantInCell | undefined, isFull: boolean, messages: Messages): string {
  if (!variant) return '–'
  const { median, low, high } = variant.makespanMs
  const interval = isFull && low !== undefined && high !== undefined ? { low, high } : undefined
  return formatSummary({ median, ...(interval && { interval }) }, messages)
}

function ratioOf(variant: VariantInCell | undefined, isFull: boolean, messages: Messages): string {
  const word = variant?.verdict && wordIn(variant.verdict.code, messages)
  if (!variant?.ratio) return word ?? '–'
  const { ratio, low, high } = variant.ratio
  const interval =
    isFull && low !== undefined && high !== undefined
      ? messages.units.ratioIntervalSuffix(low.toFixed(3), high.toFixed(3))
      : ''
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
  { isFull, tell = (one) => crossoverSentence(one, messages) }: Overtaking,
  messages: Messages,
): Section[] {
  const { axes, crossovers, leads, variants } = result
  const numeric = axes.filter(isNumeric)
  if (numeric.length === 0 || variants.length < 2) return []
  // On one axis there is room for all of them.
  const isBrief = !isFull && axes.length > 1
  const [decisive, others] = parted(crossovers)
  const [decisiveLeads, otherLeads] = parted(leads)
  const none = numeric
    .filter(({ path }) => crossovers.every(({ axis }) => axis !== path))
    .map(({ path }) => messages.sweep.noCrossover(labelOf(path)))
  return [
    {
      title: messages.sweep.crossoversTitle,
      head: [],
      rows: [],
      isNumeric: false,
      notes: [
        ...(isOfTimeAlone(result) || crossovers.length + leads.length === 0
          ? []
          : [messages.sweep.crossoversOfTimeAlone(pickedBy(result, messages))]),
        ...decisive.map(tell),
        ...leadSentences(decisiveLeads, messages),
        ...(isBrief
          ? countOf(others.length + otherLeads.length, result, messages)
          : [...others.map(tell), ...leadSentences(otherLeads, messages)]),
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

function countOf(others: number, result: SweepResult, messages: Messages): string[] {
  if (others === 0) return []
  return isOfTimeAlone(result)
    ? [messages.sweep.moreCrossoversInMarkdown(others)]
    : [messages.sweep.crossoversInMarkdown(others)]
}
