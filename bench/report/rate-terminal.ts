import { loadRecommendationText } from './load-recommendation.ts'
import { styleText } from 'node:util'
import { ENGLISH } from './messages/en.ts'
import type { Messages } from './messages/messages.ts'
import type { RateVariant, RateResult } from '../judge/load/judgement.ts'
import { drawBacklog } from './backlog-line.ts'
import { drawSection } from './draw-section.ts'
import { formatDuration, formatPlace, formatRatio, formatVerdict } from './format.ts'
import { rateNotes } from './rate-notes.ts'
import { rateSections } from './rate-sections.ts'
import { formatJobs, formatPace, formatSchedule } from './rate-words.ts'
import { shortNames } from './short-names.ts'
import { layOut, padded, widthOf, wrap } from './table.ts'
import type { TerminalOptions } from './terminal.ts'
import { extentOf } from '../statistics/extent.ts'

type Paint = (text: string, how: 'bold' | 'dim' | 'green' | 'red') => string

/** The report on a rate for a terminal: how the backlog went, words, tables, advice. */
export function drawRateTerminal(result: RateResult, options: TerminalOptions): string {
  const { messages = ENGLISH } = options
  const width = Math.max(60, options.width)
  const paint: Paint = (text, how) => (options.colour ? styleText(how, text, { validateStream: false }) : text)
  const { scenario, items, deliveries, everyMs } = result
  const short = shortNames(scenario.variants, width)
  const variants = result.variants.map((variant) => ({
    ...variant,
    variant: short.get(variant.variant) ?? variant.variant,
  }))
  const drawing = { width, paint, messages }
  const subject = [
    messages.count(items, 'feed'),
    messages.count(deliveries.accepted, 'notification'),
    formatSchedule(everyMs, messages),
  ]
  const measured = [
    formatJobs(result, messages),
    formatDuration(result.elapsedMs, messages),
    formatPlace({ ...result, target: 'local' }, messages),
  ]
  return [
    ...wrap(`${scenario.name}: ${messages.beside(subject)}`, width).map((line) => paint(line, 'bold')),
    ...wrap(messages.beside(measured), width),
    '',
    ...backlogs(variants, drawing),
    '',
    ...words(variants, scenario, drawing),
    '',
    ...rateSections({ ...result, variants }, messages).flatMap((section) => [
      ...drawSection(section, width, paint),
      '',
    ]),
    ...rateNotes(result, messages).flatMap((note) => wrap(note, width)),
    '',
    ...wrap(loadRecommendationText(result, messages), width).map((line) => paint(line, 'bold')),
  ].join('\n')
}

interface Drawing {
  readonly width: number
  readonly paint: Paint
  readonly messages: Messages
}

const MAX_CELLS = 60

function backlogs(variants: readonly RateVariant[], { width, paint, messages }: Drawing): string[] {
  const nameWidth = Math.max(...variants.map(({ variant }) => widthOf(variant)))
  const largest = variants.map(({ backlog }) => messages.load.largestBacklog(backlog.largest))
  const cells = Math.min(MAX_CELLS, width - nameWidth - Math.max(...largest.map(widthOf)) - 4)
  const [, most] = extentOf(variants.flatMap(({ backlog }) => backlog.byJob))
  return [
    ...wrap(messages.load.backlogTitle, width).map((line) => paint(line, 'dim')),
    ...variants.map(({ variant, backlog }, index) => {
      const line = drawBacklog(backlog.byJob, most, cells)
      return `${padded(variant, nameWidth)}  ${padded(line, Math.min(cells, backlog.byJob.length))}  ${largest[index]}`
    }),
  ]
}

function words(
  variants: readonly RateVariant[],
  { reference, margin }: RateResult['scenario'],
  { width, paint, messages }: Drawing,
): string[] {
  const heads = layOut([
    ['', messages.load.latencyRatioColumn(reference), ''],
    ...variants.map((variant) => [variant.variant, formatRatio(variant, messages), '']),
  ])
  const left = Math.max(...heads.map(widthOf)) + 2
  // A long word goes on below itself.
  const rowsOf = (head: string, word: string) =>
    wrap(word, width - left, '').map((line, index) => padded(index === 0 ? head : '', left) + line)
  return [
    ...rowsOf(heads[0]!, messages.comparison.verdictColumn).map((row) => paint(row, 'dim')),
    ...variants.flatMap((variant, index) => {
      const pace = formatPace(variant, messages)
      const word = [formatVerdict(variant, margin, { messages }), ...(pace === '–' ? [] : [pace])].join('; ')
      return rowsOf(heads[index + 1]!, word).map((row) => paintVariant(row, variant, paint))
    }),
  ]
}

function paintVariant(row: string, { role, verdict, pace }: RateVariant, paint: Paint): string {
  if (role !== 'candidate' && role !== 'reference') return row
  if (pace?.code === 'falls-behind' || verdict?.code === 'output-mismatch' || verdict?.code === 'unreliable')
    return paint(row, 'red')
  return verdict?.code === 'faster' && pace?.code === 'keeps-up' ? paint(row, 'green') : row
}
