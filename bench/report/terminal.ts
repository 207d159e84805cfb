import { styleText } from 'node:util'
import { ENGLISH } from './messages/en.ts'
import type { Messages } from './messages/messages.ts'
import { drawSection } from './draw-section.ts'
import {
  formatDuration,
  formatPlace,
  formatRatio,
  formatIterations,
  formatSubject,
  formatSummary,
  formatVerdict,
  titleOf,
  unitOf,
} from './format.ts'
import { resourceSection } from './strategy-section.ts'
import { emulatedTitle } from './emulation.ts'
import { notesOn } from './notes.ts'
import { recommendationText } from './recommendation.ts'
import type { VariantResult, Result } from '../judge/comparison/judgement.ts'
import { sectionsOf } from './sections.ts'
import type { Section } from './section.ts'
import { shortNames } from './short-names.ts'
import { axisOf, drawAxis, drawStrip } from './strip.ts'
import { layOut, padded, widthOf, wrap } from './table.ts'

type Paint = 'bold' | 'dim' | 'green' | 'red' | 'yellow'

export interface TerminalOptions {
  /** Columns; at least 60 are used. */
  readonly width: number
  readonly colour: boolean
  /** What stands between the remarks and the advice: all there is to tell, unless given. */
  readonly sections?: readonly Section[]
  /** English unless given. */
  readonly messages?: Messages
}

/** The report for a terminal: a strip a strategy on a shared axis, ratios and words, what lies beside, advice. */
export function drawTerminal(whole: Result, options: TerminalOptions): string {
  const { messages = ENGLISH } = options
  const width = Math.max(60, options.width)
  const paint = (text: string, how: Paint) => (options.colour ? styleText(how, text, { validateStream: false }) : text)
  const result = withShortNames(whole, width)
  const title = [titleOf(whole, messages), formatSubject(whole, messages)].filter(Boolean).join(': ')
  const measured = [
    formatIterations(whole, messages),
    formatDuration(result.elapsedMs, messages),
    formatPlace(whole, messages),
  ]
  const drawing = { width, paint, messages }
  return [
    ...(result.target === 'lab' ? [paint(emulatedTitle(messages), 'yellow')] : []),
    ...wrap(title, width).map((line) => paint(line, 'bold')),
    ...wrap(messages.beside(measured), width),
    '',
    ...strips(result.variants, drawing),
    '',
    ...words(result, drawing),
    '',
    ...beside(result, drawing),
    ...notesOn(whole, messages).flatMap((note) => wrap(note, width)),
    '',
    ...(options.sections ?? sectionsOf(whole, messages)).flatMap((section) => [
      ...drawSection(section, width, paint),
      '',
    ]),
    ...wrap(recommendationText(whole, messages), width).map((line) => paint(line, 'bold')),
  ].join('\n')
}

interface Drawing {
  readonly width: number
  readonly paint: (text: string, how: Paint) => string
  readonly messages: Messages
}

function withShortNames(result: Result, width: number): Result {
  const short = shortNames(result.scenario.variants, width)
  const nameOf = (name: string) => short.get(name) ?? name
  return {
    ...result,
    scenario: { ...result.scenario, reference: nameOf(result.scenario.reference) },
    variants: result.variants.map((variant) => ({ ...variant, variant: nameOf(variant.variant) })),
  }
}

function strips(variants: readonly VariantResult[], { width, paint, messages }: Drawing): string[] {
  const medians = variants.map(({ makespanMs }) => formatSummary(makespanMs, messages))
  const nameWidth = Math.max(...variants.map(({ variant }) => widthOf(variant)))
  const unit = messages.charts.makespanAxis
  const stripWidth = width - nameWidth - Math.max(...[unit, ...medians].map(widthOf)) - 4
  const axis = axisOf(
    variants.map(({ samplesMs }) => samplesMs),
    stripWidth,
  )
  return [
    paint(`${' '.repeat(nameWidth)}  ${drawAxis(axis)}  ${unit}`, 'dim'),
    ...variants.map(
      ({ variant, samplesMs }, index) =>
        `${padded(variant, nameWidth)}  ${drawStrip(samplesMs, axis)}  ${medians[index]}`,
    ),
  ]
}

/** Words need at least so many columns beside their ratios; where names leave less, they stand below them. */
const MIN_WORD_WIDTH = 16

function words(result: Result, { width, paint, messages }: Drawing): string[] {
  const { variants, scenario } = result
  const isRanked = variants.some(({ letters }) => letters !== undefined)
  const heads = layOut([
    [
      '',
      messages.comparison.timeRatioColumn(scenario.reference),
      ...(isRanked ? [messages.comparison.tieGroupColumn] : []),
    ],
    ...variants.map((variant) => [
      variant.variant,
      formatRatio(variant, messages),
      ...(isRanked ? [variant.letters ?? ''] : []),
    ]),
  ])
  const left = Math.max(...heads.map(widthOf)) + 2
  // A long word goes on below itself.
  const rowsOf = (head: string, word: string) =>
    width - left < MIN_WORD_WIDTH
      ? [head, ...wrap(word, width - 4, '').map((line) => `    ${line}`)]
      : wrap(word, width - left, '').map((line, index) => padded(index === 0 ? head : '', left) + line)
  const [first, ...rest] = heads as [string, ...string[]]
  return [
    ...rowsOf(first, messages.comparison.verdictColumn).map((row) => paint(row, 'dim')),
    ...variants.flatMap((variant, index) =>
      rowsOf(rest[index]!, formatVerdict(variant, scenario.margin, { unit: unitOf(result), messages })).map((row) =>
        paintWord(row, variant, paint),
      ),
    ),
  ]
}

function paintWord(row: string, { role, verdict }: VariantResult, paint: (text: string, how: Paint) => string): string {
  if (role !== 'candidate') return row
  if (verdict?.code === 'faster') return paint(row, 'green')
  if (verdict?.code === 'slower' || verdict?.code === 'output-mismatch' || verdict?.code === 'unreliable')
    return paint(row, 'red')
  return row
}

/** A table of what fits beside the names, and what is left out for want of room: report.html has it all. */
function beside(result: Result, { width, paint, messages }: Drawing): string[] {
  const { shortHead, rows, notes } = resourceSection(result, messages)
  // Of functions of somebody else hardly anything is known.
  if (shortHead.length === 1) return []
  const tableOf = (columns: number) =>
    layOut(
      [shortHead, ...rows].map((row) => row.slice(0, columns)),
      shortHead.map((_, column) => column).slice(1),
    )
  let columns = shortHead.length
  while (columns > 2 && tableOf(columns).some((line) => widthOf(line) > width)) columns--
  const leftOut = shortHead.slice(columns)
  const [head, ...lines] = tableOf(columns)
  const told = [
    ...notes,
    ...(leftOut.length > 0 ? [messages.comparison.columnsWithoutRoom(messages.beside(leftOut))] : []),
  ]
  return [paint(head!, 'dim'), ...lines, ...told.flatMap((note) => wrap(note, width)), '']
}
