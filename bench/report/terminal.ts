import { styleText } from 'node:util'
import { drawSection } from './draw-section.ts'
import {
  formatCpuMs,
  formatDuration,
  formatLimits,
  formatMegabytes,
  formatNumber,
  formatOverStructural,
  formatRatio,
  formatRounds,
  formatStallMs,
  formatSubject,
  formatSummary,
  formatVerdict,
  remarksOn,
  titleOf,
  unitOf,
} from './format.ts'
import { isContestant } from '../schedule.ts'
import { EMULATED } from './emulation.ts'
import type { ArmResult, Result } from './result.ts'
import { type Section, sectionsOf } from './sections.ts'
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
}

/** The report for a terminal: a strip a strategy on a shared axis, ratios and words, what lies beside, advice. */
export function drawTerminal(whole: Result, options: TerminalOptions): string {
  const width = Math.max(60, options.width)
  const paint = (text: string, how: Paint) => (options.colour ? styleText(how, text, { validateStream: false }) : text)
  const result = withShortNames(whole, width)
  const { arms } = result
  const title = [titleOf(whole), formatSubject(whole)].filter(Boolean).join(': ')
  return [
    ...(result.place === 'lab' ? [paint(EMULATED, 'yellow')] : []),
    ...wrap(title, width).map((line) => paint(line, 'bold')),
    ...wrap(`${formatRounds(whole)}, ${formatDuration(result.elapsedMs)}, ${whereOf(whole)}`, width),
    '',
    ...strips(arms, width, paint),
    '',
    ...words(result, width, paint),
    '',
    ...beside(result, width, paint),
    ...remarksOn(whole).flatMap((remark) => wrap(remark, width)),
    '',
    ...(options.sections ?? sectionsOf(whole)).flatMap((section) => [...drawSection(section, width, paint), '']),
    ...wrap(result.advice, width).map((line) => paint(line, 'bold')),
  ].join('\n')
}

/** What is of another machine than the functions' is said to be. */
function whereOf({ place, environment, scenario, feeds }: Result): string {
  const where = {
    local: `on local, ${environment.cores} cores`,
    lab: `in the lab, ${environment.cores} cores`,
    aws: `on AWS, asked from ${environment.cores} cores`,
  }[place]
  return `${where}, Node ${environment.node}${feeds > 0 && scenario.check !== 'unknown' ? `, check: ${scenario.check}` : ''}`
}

function withShortNames(result: Result, width: number): Result {
  const short = shortNames(result.scenario.arms, width)
  const nameOf = (name: string) => short.get(name) ?? name
  return {
    ...result,
    scenario: { ...result.scenario, reference: nameOf(result.scenario.reference) },
    arms: result.arms.map((arm) => ({ ...arm, arm: nameOf(arm.arm) })),
  }
}

function strips(arms: readonly ArmResult[], width: number, paint: (text: string, how: Paint) => string): string[] {
  const medians = arms.map(({ makespanMs }) => formatSummary(makespanMs))
  const nameWidth = Math.max(...arms.map(({ arm }) => widthOf(arm)))
  const unit = 'makespan, ms'
  const stripWidth = width - nameWidth - Math.max(...[unit, ...medians].map(widthOf)) - 4
  const axis = axisOf(
    arms.map(({ samplesMs }) => samplesMs),
    stripWidth,
  )
  return [
    paint(`${' '.repeat(nameWidth)}  ${drawAxis(axis)}  ${unit}`, 'dim'),
    ...arms.map(
      ({ arm, samplesMs }, index) => `${padded(arm, nameWidth)}  ${drawStrip(samplesMs, axis)}  ${medians[index]}`,
    ),
  ]
}

/** Words need at least so many columns beside their ratios; where names leave less, they stand below them. */
const LEAST_WORD_WIDTH = 16

function words(result: Result, width: number, paint: (text: string, how: Paint) => string): string[] {
  const { arms, scenario } = result
  const isRanked = arms.some(({ letters }) => letters !== undefined)
  const heads = layOut([
    ['', `time over ${scenario.reference}`, ...(isRanked ? ['rank'] : [])],
    ...arms.map((arm) => [arm.arm, formatRatio(arm), ...(isRanked ? [arm.letters ?? ''] : [])]),
  ])
  const left = Math.max(...heads.map(widthOf)) + 2
  // A long word goes on below itself.
  const rowsOf = (head: string, word: string) =>
    width - left < LEAST_WORD_WIDTH
      ? [head, ...wrap(word, width - 4, '').map((line) => `    ${line}`)]
      : wrap(word, width - left, '').map((line, index) => padded(index === 0 ? head : '', left) + line)
  const [first, ...rest] = heads as [string, ...string[]]
  return [
    ...rowsOf(first, 'word').map((row) => paint(row, 'dim')),
    ...arms.flatMap((arm, index) =>
      rowsOf(rest[index]!, formatVerdict(arm, scenario.margin, unitOf(result))).map((row) =>
        paintWord(row, arm, paint),
      ),
    ),
  ]
}

function paintWord(row: string, { role, verdict }: ArmResult, paint: (text: string, how: Paint) => string): string {
  if (role !== 'candidate') return row
  if (verdict?.word === 'faster') return paint(row, 'green')
  if (verdict?.word === 'slower' || verdict?.word === 'wrong output' || verdict?.word === 'unreliable')
    return paint(row, 'red')
  return row
}

/** The most important first: on a narrow terminal the last ones are left out, and report.md has them all. */
const BESIDE: readonly (readonly [string, (arm: ArmResult) => string])[] = [
  ['/structural', formatOverStructural],
  ['held/drawn', ({ heldOverDrawn }) => heldOverDrawn?.toFixed(2) ?? '–'],
  ['first ms', ({ firstNotificationMs }) => (firstNotificationMs ? formatNumber(firstNotificationMs.median) : '–')],
  ['CPU ms', formatCpuMs],
  ['stall ms', formatStallMs],
  ['RSS MB', ({ peakRssBytes }) => formatMegabytes(peakRssBytes)],
  ['sockets', ({ peakConnections }) => String(peakConnections ?? '–')],
]

function beside({ arms, lambda }: Result, width: number, paint: (text: string, how: Paint) => string): string[] {
  // Of functions of somebody else hardly anything is known.
  const known = BESIDE.filter(([, cellOf]) => !lambda || arms.some((arm) => cellOf(arm) !== '–'))
  if (known.length === 0) return []
  const numeric = known.map((_, index) => index + 1)
  const tableOf = (columns: typeof BESIDE) =>
    layOut(
      [
        ['', ...columns.map(([head]) => head)],
        ...arms.map((arm) => [arm.arm, ...columns.map(([, cellOf]) => cellOf(arm))]),
      ],
      numeric,
    )
  const fits = (lines: readonly string[]) => lines.every((line) => widthOf(line) <= width)
  const whole = tableOf([...known, ['limits', ({ limits }) => formatLimits(limits)]])
  if (fits(whole)) return [paint(whole[0]!, 'dim'), ...whole.slice(1), '']
  let shown = known
  while (shown.length > 1 && !fits(tableOf(shown))) shown = shown.slice(0, -1)
  const [head, ...rows] = tableOf(shown)
  const limited = arms.filter(({ role, limits }) => isContestant(role) && formatLimits(limits) !== '')
  const limits = limited.map((arm) => `${arm.arm} ${formatLimits(arm.limits)}`).join('; ')
  return [paint(head!, 'dim'), ...rows, ...(limits === '' ? [] : wrap(`Limits: ${limits}.`, width)), '']
}
