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
import type { ArmResult, Result } from './result.ts'
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
  const measured = `${result.forks} forks × ${scenario.rounds} rounds in ${formatDuration(result.elapsedMs)}`
  const where = `${result.place}, ${environment.cores} cores, Node ${environment.node}`
  return [
    paint(`${scenario.name}: ${result.feeds} feeds, ${result.ledger.accepted} notifications`, 'bold'),
    ...wrap(`${measured} on ${where}, check: ${scenario.check}`, width),
    '',
    ...strips(arms, width, paint),
    '',
    ...words(result, paint),
    '',
    ...beside(arms, paint),
    '',
    ...remarksOn(result).flatMap((remark) => wrap(remark, width)),
    '',
    ...wrap(result.advice, width).map((line) => paint(line, 'bold')),
  ].join('\n')
}

function strips(arms: readonly ArmResult[], width: number, paint: (text: string, how: Paint) => string): string[] {
  const medians = arms.map(({ makespanMs }) => formatSummary(makespanMs))
  const nameWidth = Math.max(...arms.map(({ arm }) => widthOf(arm)))
  const stripWidth = width - nameWidth - Math.max(...medians.map(widthOf)) - 4
  const axis = axisOf(
    arms.map(({ samplesMs }) => samplesMs),
    stripWidth,
  )
  return [
    paint(`${' '.repeat(nameWidth)}  ${drawAxis(axis)}  makespan, ms`, 'dim'),
    ...arms.map(
      ({ arm, samplesMs }, index) => `${arm.padEnd(nameWidth)}  ${drawStrip(samplesMs, axis)}  ${medians[index]}`,
    ),
  ]
}

function words({ arms, scenario }: Result, paint: (text: string, how: Paint) => string): string[] {
  const [head, ...rows] = layOut([
    ['', `time over ${scenario.reference}`, 'word'],
    ...arms.map((arm) => [arm.arm, formatRatio(arm), formatVerdict(arm, scenario.margin)]),
  ])
  return [paint(head!, 'dim'), ...rows.map((row, index) => paintWord(row, arms[index]!, paint))]
}

function paintWord(row: string, { role, verdict }: ArmResult, paint: (text: string, how: Paint) => string): string {
  if (role !== 'candidate') return row
  if (verdict?.word === 'faster') return paint(row, 'green')
  if (verdict?.word === 'slower' || verdict?.word === 'wrong output' || verdict?.word === 'unreliable')
    return paint(row, 'red')
  return row
}

function beside(arms: readonly ArmResult[], paint: (text: string, how: Paint) => string): string[] {
  const [head, ...rows] = layOut(
    [
      ['', '/structural', 'first ms', 'CPU ms', 'stall ms', 'RSS MB', 'sockets', 'limits'],
      ...arms.map((arm) => [
        arm.arm,
        formatNumber(arm.overStructural.median),
        arm.firstNotificationMs ? formatNumber(arm.firstNotificationMs.median) : '–',
        formatNumber(arm.cpuMs.median),
        formatNumber(arm.stallMs.median),
        formatMegabytes(arm.peakRssBytes),
        String(arm.peakConnections),
        formatLimits(arm.limits),
      ]),
    ],
    [1, 2, 3, 4, 5, 6],
  )
  return [paint(head!, 'dim'), ...rows]
}
