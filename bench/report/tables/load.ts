import { tableOf } from '../build-table.ts'
import type { Table, Row } from '../document.ts'
import { UNKNOWN } from '../known-columns.ts'
import { variantInSentence } from '../messages/controls.ts'
import type { Messages } from '../messages/messages.ts'
import type { LoadVariant, LoadResult } from '../../judge/load/judgement.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { formatMean, formatRatio, formatSummary } from '../format.ts'
import { formatNumber } from '../messages/formats.ts'
import { formatPace, formatPaceShort } from '../sentences/load-words.ts'
import { comparedText } from './ranking.ts'
import { formatVerdict } from '../verdict-text.ts'
import { coloursOf } from '../palette.ts'

/** Those with the lowest latency first, the copies of the reference last. */
export function byLatency(variants: readonly LoadVariant[]): LoadVariant[] {
  const isCopy = ({ role }: LoadVariant) => Number(!isSelectable(role))
  return variants.toSorted((a, b) => isCopy(a) - isCopy(b) || a.latencyMs.median - b.latencyMs.median)
}

/** The variants that can be recommended, those with the lowest latency first, with what matters most about each, and how their backlog grew. */
export function loadRankingTable({ variants, recommendation }: LoadResult, messages: Messages): Table {
  const { comparison, load } = messages
  const colours = coloursOf(variants)
  const ranked = byLatency(variants).filter(({ role }) => isSelectable(role))
  const p90Of = ({ tails }: LoadVariant) => {
    const tail = tails.find(({ share }) => share === 0.9)
    return tail && 'value' in tail ? `${formatNumber(tail.value)} ms` : UNKNOWN
  }
  return tableOf(
    ranked,
    [
      { head: comparison.variantColumn, shortHead: '', cellOf: ({ variant }) => variant },
      { head: load.latencyColumn, cellOf: ({ latencyMs }) => `${formatNumber(latencyMs.median)} ms` },
      { head: 'p90', cellOf: p90Of, leftOut: 3 },
      { head: load.paceColumn, isText: true, cellOf: (variant) => formatPaceShort(variant, messages) },
      {
        head: comparison.speedUpColumn,
        shortHead: comparison.speedUpShortColumn,
        isText: true,
        cellOf: (variant) => comparedText(variant, messages),
        leftOut: 1,
      },
      { head: load.loadColumn, cellOf: ({ load: { mean } }) => mean.toFixed(2), leftOut: 2 },
    ],
    {
      strips: { as: 'series', values: ranked.map(({ backlog }) => backlog.byJob), unit: '' },
      lookOf: (variant) => ({
        ...toneOf(variant),
        colour: colours.get(variant.variant)!,
        ...markOf(variant, recommendation, messages),
      }),
    },
  )
}

/** What is recommended, and whose interval overlaps with its. */
function markOf(
  { variant }: LoadVariant,
  recommendation: LoadResult['recommendation'],
  messages: Messages,
): Pick<Row, 'mark' | 'isRecommended'> {
  if (recommendation.code !== 'use') return {}
  if (recommendation.variant === variant) return { mark: messages.page.recommendedBadge, isRecommended: true }
  return recommendation.close.includes(variant) ? { mark: messages.page.closeBadge } : {}
}

/** What became of each variant on a schedule, a row each. */
export function loadVariantsTable({ variants, scenario }: LoadResult, messages: Messages): Table {
  const { comparison, load } = messages
  const colours = coloursOf(variants)
  return tableOf(
    variants,
    [
      { head: comparison.variantColumn, shortHead: '', cellOf: ({ variant }) => variant },
      {
        head: comparison.verdictColumn,
        isText: true,
        cellOf: (variant) => formatVerdict(variant, scenario.margin, { messages }),
      },
      { head: load.latencyRatioColumn(scenario.reference), cellOf: (variant) => formatRatio(variant, messages) },
      { head: load.latencyMsColumn, cellOf: ({ latencyMs }) => formatSummary(latencyMs, messages) },
      { head: load.paceColumn, isText: true, cellOf: (variant) => formatPace(variant, messages) },
      { head: load.serviceTimeMsColumn, cellOf: ({ serviceMs }) => formatNumber(serviceMs.median) },
      { head: load.loadColumn, cellOf: ({ load: { mean } }) => mean.toFixed(2) },
      {
        head: comparison.failedRunsColumn,
        cellOf: ({ failed: { trials, of } }) => comparison.failedOfRuns(trials, of),
      },
    ],
    { lookOf: (variant) => ({ ...toneOf(variant), colour: colours.get(variant.variant)! }) },
  )
}

function toneOf({ role, verdict, pace }: LoadVariant): Pick<Row, 'tone'> {
  if (role !== 'candidate' && role !== 'reference') return {}
  if (pace?.code === 'falls-behind' || verdict?.code === 'output-mismatch' || verdict?.code === 'unreliable')
    return { tone: 'bad' }
  return verdict?.code === 'faster' && pace?.code === 'keeps-up' ? { tone: 'good' } : {}
}

/** How long jobs took from when they were due. */
export function latencyTable(result: LoadResult, messages: Messages): Table {
  const { variants } = result
  const { tails, latencyMs } = variants[0]!
  const refused = tails.flatMap((tail) =>
    'valuesNeeded' in tail ? [messages.comparison.quantileNeeds(nameOf(tail.share), tail.valuesNeeded)] : [],
  )
  return tableOf(
    variants,
    [
      { head: '', cellOf: ({ variant }) => variant },
      { head: messages.load.medianColumn, cellOf: (variant) => formatSummary(variant.latencyMs, messages) },
      ...tails.map(({ share }, place) => ({
        head: nameOf(share),
        cellOf({ tails: own }: LoadVariant) {
          const tail = own[place]!
          return 'value' in tail ? formatSummary({ median: tail.value, interval: tail }, messages) : UNKNOWN
        },
      })),
      { head: messages.load.serviceTimeColumn, cellOf: ({ serviceMs }) => formatSummary(serviceMs, messages) },
    ],
    {
      notes: [
        ...(refused.length > 0
          ? [messages.load.tooFewJobsForPercentiles(messages.beside(refused), latencyMs.count)]
          : []),
        messages.load.intervalsAssumeIndependence,
        closedLoop(result, messages),
        ...dependsOnLength(variants, messages),
      ],
    },
  )
}

/** The number that is missing where nobody asks when a job was due. */
function closedLoop({ variants }: LoadResult, messages: Messages): string {
  const parts = variants
    .filter(({ role }) => isSelectable(role))
    .map(({ variant, serviceMs, serviceRatio }) => {
      const time = `${variant} ${formatNumber(serviceMs.median)} ms`
      return serviceRatio ? messages.units.withDetail(time, serviceRatio.ratio.toFixed(3)) : time
    })
  return messages.load.closedLoop(messages.beside(parts))
}

function dependsOnLength(variants: readonly LoadVariant[], messages: Messages): string[] {
  const behind = variants.filter(({ role, pace }) => isSelectable(role) && pace?.code === 'falls-behind')
  if (behind.length === 0) return []
  const whose = messages.beside(behind.map(({ variant }) => variant))
  return [messages.load.latencyGrowsWithJobs(whose)]
}

/** How much of its time each variant was busy, and how far it fell behind. */
export function loadTable({ variants, scenario }: LoadResult, messages: Messages): Table {
  const usualMs = Math.max(...variants.map(({ stoodStillMs }) => stoodStillMs.median))
  const longest = variants.reduce((a, b) => (b.stoodStillMs.longest > a.stoodStillMs.longest ? b : a))
  return tableOf(
    variants,
    [
      { head: '', cellOf: ({ variant }) => variant },
      { head: messages.load.loadIntervalColumn, cellOf: ({ load }) => formatMean(load, messages) },
      { head: messages.load.busyColumn, cellOf: ({ busyShare }) => `${(busyShare * 100).toFixed(0)}%` },
      { head: messages.load.largestBacklogColumn, cellOf: ({ backlog }) => String(backlog.largest) },
      {
        head: messages.load.serviceRatioColumn(scenario.reference),
        cellOf: ({ role, serviceRatio }) => formatRatio({ role, ratio: serviceRatio }, messages),
      },
    ],
    {
      notes: [
        messages.load.loadLegend,
        messages.load.scheduleStops({
          medianMs: formatNumber(usualMs),
          longestMs: formatNumber(longest.stoodStillMs.longest),
          variant: variantInSentence(longest.variant, messages),
        }),
      ],
    },
  )
}

/** Such as `p95`. */
function nameOf(share: number): string {
  return `p${Math.round(share * 100)}`
}
