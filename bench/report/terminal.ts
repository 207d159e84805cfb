import { styleText } from 'node:util'
import {
  formatDuration,
  formatLimits,
  formatMegabytes,
  formatNumber,
  formatRatio,
  formatSummary,
  formatVerdict,
  remarksOn,
} from './format.ts'
import { EMULATED } from './emulation.ts'
import type { ArmResult, Result } from './result.ts'
import { type Section, sectionsOf } from './sections.ts'
import { axisOf, drawAxis, drawStrip } from './strip.ts'
import { layOut, widthOf, wrap } from './table.ts'

type Paint = 'bold' | 'dim' | 'green' | 'red' | 'yellow'

export interface TerminalOptions {
  /** Columns; at least 60 are used. */
  readonly width: number
  readonly colour: boolean
}

/** The report for a terminal: a strip a strategy on a shared axis, ratios and words, what lies beside, advice. */
export function drawTerminal(result: Result, options: TerminalOptions): string {
  const width = Math.max(60, options.width)
  const paint = (text: string, how: Paint) => (options.colour ? styleText(how, text, { validateStream: false }) : text)
  const { scenario, arms, environment } = result
  const measured = `${result.roundsCounted} rounds in ${result.forks} ${result.forks === 1 ? 'fork' : 'forks'}, ${formatDuration(result.elapsedMs)},`
  const where = `${result.place}, ${environment.cores} cores, Node ${environment.node}`
  return [
    ...(result.place === 'lab' ? [paint(EMULATED, 'yellow')] : []),
    ...wrap(`${scenario.name}: ${result.feeds} feeds, ${result.ledger.accepted} notifications`, width).map((line) =>
      paint(line, 'bold'),
    ),
    ...wrap(`${measured} on ${where}, check: ${scenario.check}`, width),
    '',
    ...strips(arms, width, paint),
    '',
    ...words(result, width, paint),
    '',
    ...beside(arms, width, paint),
    '',
    ...remarksOn(result).flatMap((remark) => wrap(remark, width)),
    '',
    ...sectionsOf(result).flatMap((section) => [...drawSection(section, width, paint), '']),
    ...wrap(result.advice, width).map((line) => paint(line, 'bold')),
  ].join('\n')
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
      ({ arm, samplesMs }, index) => `${arm.padEnd(nameWidth)}  ${drawStrip(samplesMs, axis)}  ${medians[index]}`,
    ),
  ]
}

function words({ arms, scenario }: Result, width: number, paint: (text: string, how: Paint) => string): string[] {
  const heads = layOut([
    ['', `time over ${scenario.reference}`, ''],
    ...arms.map((arm) => [arm.arm, formatRatio(arm), '']),
  ])
  const left = Math.max(...heads.map(widthOf)) + 2
  // A long word goes on below itself.
  const rowsOf = (head: string, word: string) =>
    wrap(word, width - left, '').map((line, index) => (index === 0 ? head : '').padEnd(left) + line)
  const [first, ...rest] = heads as [string, ...string[]]
  return [
    ...rowsOf(first, 'word').map((row) => paint(row, 'dim')),
    ...arms.flatMap((arm, index) =>
      rowsOf(rest[index]!, formatVerdict(arm, scenario.margin)).map((row) => paintWord(row, arm, paint)),
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
  ['/structural', ({ overStructural }) => formatNumber(overStructural.median)],
  ['held/drawn', ({ heldOverDrawn }) => heldOverDrawn?.toFixed(2) ?? '–'],
  ['first ms', ({ firstNotificationMs }) => (firstNotificationMs ? formatNumber(firstNotificationMs.median) : '–')],
  ['CPU ms', ({ cpuMs }) => formatNumber(cpuMs.median)],
  ['stall ms', ({ stallMs }) => formatNumber(stallMs.median)],
  ['RSS MB', ({ peakRssBytes }) => formatMegabytes(peakRssBytes)],
  ['sockets', ({ peakConnections }) => String(peakConnections ?? '–')],
]

function beside(arms: readonly ArmResult[], width: number, paint: (text: string, how: Paint) => string): string[] {
  const numeric = BESIDE.map((_, index) => index + 1)
  const tableOf = (columns: typeof BESIDE) =>
    layOut(
      [
        ['', ...columns.map(([head]) => head)],
        ...arms.map((arm) => [arm.arm, ...columns.map(([, cellOf]) => cellOf(arm))]),
      ],
      numeric,
    )
  const fits = (lines: readonly string[]) => lines.every((line) => widthOf(line) <= width)
  const whole = tableOf([...BESIDE, ['limits', ({ limits }) => formatLimits(limits)]])
  if (fits(whole)) return [paint(whole[0]!, 'dim'), ...whole.slice(1)]
  let shown = BESIDE
  while (shown.length > 1 && !fits(tableOf(shown))) shown = shown.slice(0, -1)
  const [head, ...rows] = tableOf(shown)
  const limited = arms.filter(({ role, limits }) => role !== 'guard' && formatLimits(limits) !== '')
  const limits = limited.map((arm) => `${arm.arm} ${formatLimits(arm.limits)}`).join('; ')
  return [paint(head!, 'dim'), ...rows, ...(limits === '' ? [] : wrap(`Limits: ${limits}.`, width))]
}

/** A table within `width` columns: where it is too wide its last columns are named instead; words are set as a list. */
export function drawSection(
  { title, head, rows, isNumeric, notes }: Section,
  width: number,
  paint: (text: string, how: Paint) => string,
): string[] {
  const told = notes.flatMap((note) => wrap(note, width))
  if (!isNumeric) return [...wrap(title, width).map((line) => paint(line, 'dim')), ...listed(rows, width), ...told]
  let columns = head.length
  const drawn = () =>
    layOut(
      [head, ...rows].map((row) => row.slice(0, columns)),
      head.map((_, index) => index).slice(1),
    )
  while (columns > 2 && drawn().some((line) => widthOf(line) > width)) columns--
  const [first, ...others] = drawn()
  const left = head.slice(columns)
  const missing = left.length === 0 ? [] : wrap(`In report.md also: ${left.join(', ')}.`, width)
  return [...wrap(title, width).map((line) => paint(line, 'dim')), paint(first!, 'dim'), ...others, ...missing, ...told]
}

/** Rows of words, each under its own first cell. */
function listed(rows: readonly (readonly string[])[], width: number): string[] {
  const nameWidth = Math.max(...rows.map(([name]) => widthOf(name!)))
  return rows.flatMap(([name, ...cells]) =>
    wrap(cells.join('; trust: '), width - nameWidth - 2, '').map(
      (line, index) => (index === 0 ? name! : '').padEnd(nameWidth + 2) + line,
    ),
  )
}
