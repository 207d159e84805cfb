import { loadRecommendationText } from './load-recommendation.ts'
import { styleText } from 'node:util'
import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
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
  const { language = ENGLISH } = options
  const { count } = language
  const width = Math.max(60, options.width)
  const paint: Paint = (text, how) => (options.colour ? styleText(how, text, { validateStream: false }) : text)
  const { scenario, items, deliveries, everyMs } = result
  const short = shortNames(scenario.variants, width)
  const variants = result.variants.map((variant) => ({
    ...variant,
    variant: short.get(variant.variant) ?? variant.variant,
  }))
  const drawing = { width, paint, language }
  const subject = [count(items, 'feed'), count(deliveries.accepted, 'notification'), formatSchedule(everyMs, language)]
  const measured = [
    formatJobs(result, language),
    formatDuration(result.elapsedMs, language),
    formatPlace({ ...result, target: 'local' }, language),
  ]
  return [
    ...wrap(`${scenario.name}: ${language.beside(subject)}`, width).map((line) => paint(line, 'bold')),
    ...wrap(language.beside(measured), width),
    '',
    ...backlogs(variants, drawing),
    '',
    ...words(variants, scenario, drawing),
    '',
    ...rateSections({ ...result, variants }, language).flatMap((section) => [
      ...drawSection(section, width, paint),
      '',
    ]),
    ...rateNotes(result, language).flatMap((note) => wrap(note, width)),
    '',
    ...wrap(loadRecommendationText(result, language), width).map((line) => paint(line, 'bold')),
  ].join('\n')
}

interface Drawing {
  readonly width: number
  readonly paint: Paint
  readonly language: Language
}

const MAX_CELLS = 60

function backlogs(variants: readonly RateVariant[], { width, paint, language: { say } }: Drawing): string[] {
  const nameWidth = Math.max(...variants.map(({ variant }) => widthOf(variant)))
  const largest = variants.map(({ backlog }) => say`up to ${backlog.largest}`)
  const cells = Math.min(MAX_CELLS, width - nameWidth - Math.max(...largest.map(widthOf)) - 4)
  const [, most] = extentOf(variants.flatMap(({ backlog }) => backlog.byJob))
  return [
    ...wrap(say`Backlog from the first job to the last: further jobs that were due when one began`, width).map((line) =>
      paint(line, 'dim'),
    ),
    ...variants.map(({ variant, backlog }, index) => {
      const line = drawBacklog(backlog.byJob, most, cells)
      return `${padded(variant, nameWidth)}  ${padded(line, Math.min(cells, backlog.byJob.length))}  ${largest[index]}`
    }),
  ]
}

function words(
  variants: readonly RateVariant[],
  { reference, margin }: RateResult['scenario'],
  { width, paint, language }: Drawing,
): string[] {
  const { say } = language
  const heads = layOut([
    ['', say`latency over ${reference}`, ''],
    ...variants.map((variant) => [variant.variant, formatRatio(variant, language), '']),
  ])
  const left = Math.max(...heads.map(widthOf)) + 2
  // A long word goes on below itself.
  const rowsOf = (head: string, word: string) =>
    wrap(word, width - left, '').map((line, index) => padded(index === 0 ? head : '', left) + line)
  return [
    ...rowsOf(heads[0]!, say`word`).map((row) => paint(row, 'dim')),
    ...variants.flatMap((variant, index) => {
      const pace = formatPace(variant, language)
      const word = [formatVerdict(variant, margin, { language }), ...(pace === '–' ? [] : [pace])].join('; ')
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
