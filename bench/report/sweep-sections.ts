import { isAt, isNumeric } from '../sweep/axes.ts'
import { formatValue, labelOf } from '../sweep/labels.ts'
import { inOrder, valuesOf } from '../sweep/order.ts'
import { type ArmInCell, type CellResult, isOfTimeAlone, type SweepResult } from '../sweep/result.ts'
import { formatNumber } from './format.ts'
import type { Section } from './sections.ts'
import { isBeyondLimits } from './sweep-limits.ts'
import { beginningsOf } from './sweep-names.ts'
import { crossoverSentence, leadSentences } from './sweep-sentences.ts'
import { pickedBy } from './sweep-wish.ts'

/** Marks what was predicted and not measured. */
const PREDICTED = '~'

/** Stands for the best where there is none, and more forks would not change it. */
const NONE = 'none'

/** What a report of a sweep shows; `isFull`: with every interval, and every crossover. */
export function sweepSections(result: SweepResult, isFull: boolean): Section[] {
  const isMap = result.axes.length === 2
  return [
    ...(isMap ? [mapSection(result)] : []),
    ...(isMap && !isFull ? [] : [cellsSection(result, isFull)]),
    ...overtakingSection(result, isFull),
  ]
}

/** What is best in each cell of a grid of two axes. */
function mapSection(result: SweepResult): Section {
  const { axes, cells, strategies } = result
  const [down, across] = [axes[0]!.path, axes[1]!.path]
  const [rows, columns] = [down, across].map((path) => valuesOf(axes, path, cells)) as [unknown[], unknown[]]
  const cellAt = (row: unknown, column: unknown) => cells.find(({ at }) => isAt(at, { [down]: row, [across]: column }))
  const nameOf = beginningsOf(strategies)
  return {
    title: `Decision map: the best by ${labelOf(down)} (down) and ${labelOf(across)} (across)`,
    head: [labelOf(down), ...columns.map((column) => `${labelOf(across)} ${formatValue(column)}`)],
    rows: rows.map((row) => [
      formatValue(row),
      ...columns.map((column) => {
        const cell = cellAt(row, column)
        return cell ? bestIn(cell, nameOf) : '–'
      }),
    ]),
    isNumeric: true,
    notes: [namesNote(result)],
  }
}

/** What was measured in each cell, a row each. */
function cellsSection(result: SweepResult, isFull: boolean): Section {
  const { axes, strategies, cells } = result
  const references = [...new Set(cells.map(({ reference }) => reference))]
  const [only] = references
  const isOne = references.length === 1
  const columns = strategies.filter((name) => !isOne || name !== only)
  const nameOf = beginningsOf(strategies)
  return {
    title: `Time over ${isOne ? only : 'the reference'}, and the word, by ${axes.map(({ path }) => labelOf(path)).join(', ')}`,
    head: [axes.map(({ path }) => labelOf(path)).join(', '), 'best', `${isOne ? only : 'reference'} ms`, ...columns],
    rows: inOrder(axes, cells).map((cell) => {
      const { at, arms, reference, isPredicted } = cell
      const mark = isPredicted ? PREDICTED : ''
      const armOf = (name: string) => arms.find(({ arm }) => arm === name)
      return [
        mark + Object.values(at).map(formatValue).join(', '),
        bestIn(cell, nameOf),
        mark + makespanOf(armOf(reference), isFull),
        ...columns.map((name) => (name === reference ? '1' : mark + ratioOf(armOf(name), isFull))),
      ]
    }),
    isNumeric: true,
    notes: [namesNote(result), ...(isFull ? [] : ['Intervals are in report.md.'])],
  }
}

function namesNote(result: SweepResult): string {
  const names = Array.from(beginningsOf(result.strategies), ([name, short]) => `${short}: ${name}`)
  const none = result.cells.some(isBeyondLimits) ? `; ${NONE} where nothing keeps to the limits` : ''
  return `best${pickedBy(result)}: those surely better than the reference that cannot be told apart from the best of them, else the reference with what is not surely worse, joined by /; ? where nothing is decided${none}. ${names.join(', ')}.`
}

function bestIn(cell: CellResult, nameOf: ReadonlyMap<string, string>): string {
  const { best, isPredicted } = cell
  const told = best.map((name) => nameOf.get(name) ?? name).join('/') || (isBeyondLimits(cell) ? NONE : '?')
  return isPredicted ? PREDICTED + told : told
}

function makespanOf(arm: ArmInCell | undefined, isFull: boolean): string {
  if (!arm) return '–'
  const { median, low, high } = arm.makespanMs
  const interval = isFull && low !== undefined && high !== undefined
  return formatNumber(median) + (interval ? ` (${formatNumber(low)} to ${formatNumber(high)})` : '')
}

function ratioOf(arm: ArmInCell | undefined, isFull: boolean): string {
  const word = arm?.verdict?.word
  if (!arm?.ratio) return word ?? '–'
  const { ratio, low, high } = arm.ratio
  const interval = isFull && low !== undefined && high !== undefined ? ` (${low.toFixed(3)} to ${high.toFixed(3)})` : ''
  return `${ratio.toFixed(3)}${interval}${word === undefined ? '' : ` ${word}`}`
}

function overtakingSection(result: SweepResult, isFull: boolean): Section[] {
  const { axes, crossovers, leads, strategies } = result
  const numeric = axes.filter(isNumeric)
  if (numeric.length === 0 || strategies.length < 2) return []
  // On one axis there is room for all of them.
  const isBrief = !isFull && axes.length > 1
  const [decisive, others] = parted(crossovers)
  const [decisiveLeads, otherLeads] = parted(leads)
  const none = numeric
    .filter(({ path }) => crossovers.every(({ axis }) => axis !== path))
    .map(
      ({ path }) =>
        `Along ${labelOf(path)}: no crossover; no two strategies surely change places within what was measured.`,
    )
  return [
    {
      title: 'Where strategies overtake one another (95 %)',
      head: [],
      rows: [],
      isNumeric: false,
      notes: [
        ...(isOfTimeAlone(result) || crossovers.length + leads.length === 0
          ? []
          : [`Of time alone: what to ship${pickedBy(result)}, need not change there.`]),
        ...decisive.map(crossoverSentence),
        ...leadSentences(decisiveLeads),
        ...(isBrief
          ? countOf(others.length + otherLeads.length, result)
          : [...others.map(crossoverSentence), ...leadSentences(otherLeads)]),
        ...none,
      ],
    },
  ]
}

/** Those that change what to ship, and the others. */
function parted<Change extends { readonly isDecisive: boolean }>(changes: readonly Change[]): [Change[], Change[]] {
  return [changes.filter(({ isDecisive }) => isDecisive), changes.filter(({ isDecisive }) => !isDecisive)]
}

function countOf(others: number, result: SweepResult): string[] {
  if (others === 0) return []
  return isOfTimeAlone(result)
    ? [`${others} more, which do not change what is best there, are in report.md.`]
    : [`There are ${others}, in report.md.`]
}
