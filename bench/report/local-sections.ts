import { ENGLISH } from './messages/en.ts'
import type { Messages } from './messages/messages.ts'
import { isSelectable, MIN_ENVIRONMENTS } from '../plan/schedule.ts'
import type { ColdRow } from '../statistics/cold-table.ts'
import { causesIn } from './causes.ts'
import { formatNumber, formatRatio, formatSummary, unitOf } from './format.ts'
import { phaseIn } from './phase-names.ts'
import type { Result } from '../judge/comparison/judgement.ts'
import type { Section } from './section.ts'
import { PARTS } from '../judge/comparison/time-breakdowns.ts'

/** The second and third of the three estimands, beside typical time: mean cost with its tails, and cold starts; then where the time goes. */
export function localSectionsOf(result: Result, messages: Messages = ENGLISH): Section[] {
  const { cold, timeBreakdowns } = result
  return [
    costSection(result, messages),
    ...(cold.length > 0 ? [coldSection(result, messages)] : []),
    ...(timeBreakdowns.length > 0 ? [timeBreakdownSection(result, messages)] : []),
  ]
}

export function costSection(result: Result, messages: Messages): Section {
  const { variants, scenario } = result
  const tails = variants[0]!.tails
  return {
    title: messages.comparison.costTitle,
    head: [
      '',
      messages.comparison.meanTimeColumn,
      messages.comparison.costRatioColumn(scenario.reference),
      ...tails.map(({ share }) => messages.comparison.millisecondsColumn(nameOf(share))),
    ],
    rows: variants
      .filter(({ role }) => isSelectable(role))
      .map((variant) => [
        variant.variant,
        formatSummary(
          { median: variant.meanMs.mean, ...(variant.meanMs.interval && { interval: variant.meanMs.interval }) },
          messages,
        ),
        formatRatio({ role: variant.role, ...(variant.costRatio && { ratio: variant.costRatio }) }, messages),
        ...variant.tails.map((tail) =>
          'value' in tail ? formatSummary({ median: tail.value, interval: tail }, messages) : '–',
        ),
      ]),
    isNumeric: true,
    notes: [costNote(result, messages), ...tailNotes(result, messages)],
  }
}

function costNote({ variants, isBilled }: Result, messages: Messages): string {
  const what = isBilled ? messages.comparison.costBasisBilled : messages.comparison.costBasisTime
  const alpha = variants.find(({ role, costRatio }) => role === 'candidate' && costRatio)?.costRatio!.alpha
  return alpha === undefined
    ? messages.units.sentence(what)
    : messages.comparison.costBasisWithLevel(what, +(100 * (1 - alpha)).toFixed(2))
}

function tailNotes(result: Result, messages: Messages): string[] {
  const { tails } = result.variants[0]!
  const needed = tails.flatMap((tail) =>
    'valuesNeeded' in tail ? [messages.comparison.quantileNeeds(nameOf(tail.share), tail.valuesNeeded)] : [],
  )
  const known = tails.flatMap((tail) => ('value' in tail ? [nameOf(tail.share)] : []))
  const isOfRuns = unitOf(result) === 'fork'
  const { count } = tails[0]!
  return [
    ...(known.length === 0
      ? []
      : [
          isOfRuns
            ? messages.comparison.quantilesOfRuns(messages.beside(known))
            : messages.comparison.quantilesOfContainers(messages.beside(known)),
        ]),
    ...(needed.length === 0
      ? []
      : [
          isOfRuns
            ? messages.comparison.tooFewRuns(messages.beside(needed), count)
            : messages.comparison.tooFewContainers(messages.beside(needed), count),
        ]),
  ]
}

function nameOf(share: number): string {
  return `p${Math.round(share * 100)}`
}

export function coldSection({ cold }: Result, messages: Messages): Section {
  return {
    title: messages.comparison.coldProcessesTitle,
    head: [
      '',
      messages.comparison.processesColumn,
      messages.comparison.firstRunColumn,
      messages.comparison.coldOverWarmColumn,
    ],
    rows: cold.map((row) => [
      row.variant,
      String(row.count),
      formatSummary(row.makespanMs, messages),
      formatColdOverWarm(row, messages),
    ]),
    isNumeric: true,
    notes: [
      messages.comparison.coldOverWarmNote,
      ...(cold.some(({ enough }) => !enough) ? [messages.comparison.tooFewColdProcesses(MIN_ENVIRONMENTS)] : []),
    ],
  }
}

/** How many times as long a cold run takes as warm ones. */
export function formatColdOverWarm({ coldOverWarm: over }: ColdRow, messages: Messages): string {
  if (!over) return '–'
  const { ratio, interval } = over
  return formatSummary({ median: ratio, ...(interval && { interval }) }, messages)
}

export function timeBreakdownSection(result: Result, messages: Messages): Section {
  const { timeBreakdowns } = result
  const gaps = timeBreakdowns.flatMap(({ variant, gap }) => (gap ? [{ variant, comparison: gap }] : []))
  const parts = Object.keys(PARTS) as (keyof typeof PARTS)[]
  return {
    title: messages.causes.timeBreakdownTitle,
    head: [
      '',
      messages.causes.totalColumn,
      ...parts.map((part) => phaseIn(PARTS[part], messages)),
      phaseIn('fetch', messages),
      phaseIn('notify', messages),
      messages.causes.meanConcurrencyColumn,
    ],
    rows: timeBreakdowns.map((row) => [
      row.variant,
      formatNumber(row.totalMs),
      ...parts.map((part) => formatNumber(row[part])),
      row.path.fetch.toFixed(1),
      row.path.notify.toFixed(1),
      row.meanConcurrency.toFixed(1),
    ]),
    isNumeric: true,
    notes: [messages.causes.timeBreakdownNote, ...causesIn(gaps, result, messages)],
  }
}
