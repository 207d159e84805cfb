import type { Messages } from '../messages/messages.ts'
import { isSelectable, MIN_ENVIRONMENTS } from '../../plan/schedule.ts'
import type { ColdRow } from '../../statistics/cold-table.ts'
import { causesIn } from '../sentences/causes.ts'
import { formatRatio, formatSummary, unitOf } from '../format.ts'
import { formatNumber } from '../messages/formats.ts'
import { phaseIn } from '../sentences/phase-names.ts'
import { UNKNOWN } from '../known-columns.ts'
import type { Result, VariantResult } from '../../judge/comparison/judgement.ts'
import { tableOf } from '../build-table.ts'
import type { Table } from '../document.ts'
import { PARTS } from '../../judge/comparison/time-breakdowns.ts'

/** Mean cost and tails of those that can be recommended. */
export function costTable(result: Result, messages: Messages): Table {
  const { variants, scenario } = result
  const tails = variants[0]!.tails
  return tableOf(
    variants.filter(({ role }) => isSelectable(role)),
    [
      { head: '', cellOf: ({ variant }) => variant },
      {
        head: messages.comparison.meanTimeColumn,
        cellOf: ({ meanMs: { mean, interval } }) =>
          formatSummary({ median: mean, ...(interval && { interval }) }, messages),
      },
      {
        head: messages.comparison.costRatioColumn(scenario.reference),
        cellOf: ({ role, costRatio }) => formatRatio({ role, ...(costRatio && { ratio: costRatio }) }, messages),
      },
      ...tails.map(({ share }, place) => ({
        head: messages.comparison.millisecondsColumn(nameOf(share)),
        cellOf({ tails: own }: VariantResult) {
          const tail = own[place]!
          return 'value' in tail ? formatSummary({ median: tail.value, interval: tail }, messages) : UNKNOWN
        },
      })),
    ],
    { notes: [costNote(result, messages), ...tailNotes(result, messages)] },
  )
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
  const isOfRuns = unitOf(result) === 'process'
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

/** First runs of fresh processes. */
export function coldProcessesTable({ cold }: Result, messages: Messages): Table {
  return tableOf(
    cold,
    [
      { head: '', cellOf: ({ variant }) => variant },
      { head: messages.comparison.processesColumn, cellOf: ({ count }) => String(count) },
      { head: messages.comparison.firstRunColumn, cellOf: ({ makespanMs }) => formatSummary(makespanMs, messages) },
      { head: messages.comparison.coldOverWarmColumn, cellOf: (row) => formatColdOverWarm(row, messages) },
    ],
    {
      notes: [
        messages.comparison.coldOverWarmNote,
        ...(cold.some(({ enough }) => !enough) ? [messages.comparison.tooFewColdProcesses(MIN_ENVIRONMENTS)] : []),
      ],
    },
  )
}

/** How many times as long a cold run takes as warm ones. */
export function formatColdOverWarm({ coldOverWarm: over }: ColdRow, messages: Messages): string {
  if (!over) return UNKNOWN
  const { ratio, interval } = over
  return formatSummary({ median: ratio, ...(interval && { interval }) }, messages)
}

/** What a run of each variant waited for. */
export function timeBreakdownTable(result: Result, messages: Messages): Table {
  const { timeBreakdowns } = result
  const gaps = timeBreakdowns.flatMap(({ variant, gap }) => (gap ? [{ variant, comparison: gap }] : []))
  const parts = Object.keys(PARTS) as (keyof typeof PARTS)[]
  return tableOf(
    timeBreakdowns,
    [
      { head: '', cellOf: ({ variant }) => variant },
      { head: messages.causes.totalColumn, cellOf: ({ totalMs }) => formatNumber(totalMs) },
      ...parts.map((part) => ({
        head: phaseIn(PARTS[part], messages),
        cellOf: ({ [part]: ms }: (typeof timeBreakdowns)[number]) => formatNumber(ms),
      })),
      { head: phaseIn('fetch', messages), cellOf: ({ path }) => path.fetch.toFixed(1) },
      { head: phaseIn('notify', messages), cellOf: ({ path }) => path.notify.toFixed(1) },
      {
        head: messages.causes.meanConcurrencyColumn,
        shortHead: messages.causes.meanConcurrencyShortColumn,
        cellOf: ({ meanConcurrency }) => meanConcurrency.toFixed(1),
      },
    ],
    { notes: [messages.causes.timeBreakdownNote, ...causesIn(gaps, result, messages)] },
  )
}
