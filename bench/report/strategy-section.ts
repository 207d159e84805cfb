import { COMPUTED_FOR, ONE_VCPU_MB, PRICES } from '../model/cost.ts'
import type { Messages } from './messages/messages.ts'
import { isSelectable } from '../plan/schedule.ts'
import {
  formatCpuMs,
  formatMockServerLag,
  formatLevel,
  formatLimits,
  formatMegabytes,
  formatNumber,
  formatOverIdeal,
  formatRatio,
  formatEventLoopDelayMs,
  formatSummary,
  formatVerdict,
  unitOf,
} from './format.ts'
import { isKnownIn, UNKNOWN } from './known-columns.ts'
import type { VariantResult, Result } from '../judge/comparison/judgement.ts'
import type { Section } from './section.ts'
import { usdPerMillionOf } from './usd.ts'

interface Column {
  readonly head: string
  /** Where there is little room. */
  readonly short?: string
  /** For whoever asks. */
  readonly meaning?: string
  readonly cellOf: (variant: VariantResult) => string
}

/** A table that can tell what its columns mean. */
export interface Explained extends Section {
  /** The head where there is little room. */
  readonly shortHead: readonly string[]
  readonly meanings: readonly { readonly head: string; readonly meaning: string }[]
}

/** What is said of each strategy, a row each, what matters most first. */
export function strategySection(result: Result, messages: Messages): Explained {
  const { scenario, lambda } = result
  const told = { unit: unitOf(result), messages }
  return {
    ...tableOf(result, [
      { head: messages.comparison.variantColumn, cellOf: ({ variant }) => variant },
      {
        head: messages.comparison.verdictColumn,
        meaning: messages.comparison.verdictMeaning,
        cellOf: (variant) => formatVerdict(variant, scenario.margin, told),
      },
      {
        head: overReference(result, messages),
        meaning: messages.comparison.timeRatioMeaning,
        cellOf: (variant) => formatRatio(variant, messages),
      },
      {
        head: messages.comparison.tieGroupColumn,
        meaning: messages.comparison.tieGroupMeaning,
        cellOf: ({ letters }) => letters ?? UNKNOWN,
      },
      {
        head: messages.comparison.makespanColumn,
        meaning: messages.comparison.makespanMeaning,
        cellOf: ({ makespanMs }) => formatSummary(makespanMs, messages),
      },
      {
        head: messages.comparison.usdPerMillionRunsColumn,
        meaning: messages.comparison.usdPerMillionRunsMeaning,
        cellOf: ({ variant }) => usdPerMillionOf(variant, result)?.toFixed(2) ?? UNKNOWN,
      },
      {
        head: messages.comparison.failedRunsColumn,
        meaning: messages.comparison.failedRunsMeaning,
        cellOf: ({ failed: { trials, of } }) => messages.comparison.failedOfRuns(trials, of),
      },
    ]),
    notes: [...levelNote(result, messages), ...(lambda ? [] : [priceNote(messages)])],
  }
}

/** Of the intervals of those that are judged. */
function levelOf({ variants }: Pick<Result, 'variants'>): number | undefined {
  return variants.find(({ role, ratio }) => role === 'candidate' && ratio)?.ratio!.alpha
}

/** Each candidate has a part of the whole level; who is not one of them has another. */
function levelNote(result: Result, messages: Messages): string[] {
  const alpha = levelOf(result)
  const others = result.variants.flatMap(({ variant, ratio }) =>
    ratio && alpha !== undefined && ratio.alpha !== alpha ? [`${variant} ${formatLevel(ratio.alpha)}`] : [],
  )
  return others.length === 0 ? [] : [messages.comparison.intervalLevelNote(messages.beside(others))]
}

function overReference(result: Result, messages: Messages): string {
  const { reference } = result.scenario
  const alpha = levelOf(result)
  return alpha === undefined
    ? messages.comparison.timeRatioColumn(reference)
    : messages.comparison.timeRatioColumnWithLevel(reference, formatLevel(alpha))
}

/** What each strategy takes for its time, a row each, what matters most first. */
export function resourceSection(result: Result, messages: Messages): Explained {
  const table = tableOf(result, [
    { head: messages.comparison.variantColumn, short: '', cellOf: ({ variant }) => variant },
    {
      head: messages.comparison.overIdealColumn,
      short: messages.comparison.overIdealShortColumn,
      meaning: messages.comparison.overIdealMeaning,
      cellOf: formatOverIdeal,
    },
    {
      head: messages.comparison.firstNotificationColumn,
      short: messages.comparison.firstNotificationShortColumn,
      meaning: messages.comparison.firstNotificationMeaning,
      cellOf: ({ firstNotificationMs }) => (firstNotificationMs ? formatNumber(firstNotificationMs.median) : UNKNOWN),
    },
    {
      head: messages.comparison.eventLoopDelayColumn,
      short: messages.comparison.eventLoopDelayShortColumn,
      meaning: messages.comparison.eventLoopDelayMeaning,
      cellOf: formatEventLoopDelayMs,
    },
    {
      head: messages.comparison.cpuColumn,
      short: messages.comparison.cpuShortColumn,
      meaning: messages.comparison.cpuMeaning,
      cellOf: formatCpuMs,
    },
    {
      head: messages.comparison.peakRssColumn,
      short: messages.comparison.peakRssShortColumn,
      meaning: messages.comparison.peakRssMeaning,
      cellOf: ({ peakRssBytes }) => formatMegabytes(peakRssBytes),
    },
    {
      head: messages.comparison.mockServerLagColumn,
      short: messages.comparison.mockServerLagShortColumn,
      meaning: messages.comparison.mockServerLagMeaning,
      cellOf: formatMockServerLag,
    },
    {
      head: messages.comparison.peakConnectionsColumn,
      meaning: messages.comparison.peakConnectionsMeaning,
      cellOf: ({ peakConnections }) => String(peakConnections ?? UNKNOWN),
    },
    {
      head: messages.comparison.overPredictedColumn,
      short: messages.comparison.overPredictedShortColumn,
      meaning: messages.comparison.overPredictedMeaning,
      cellOf: ({ measuredOverPredicted }) => measuredOverPredicted?.toFixed(2) ?? UNKNOWN,
    },
  ])
  return { ...table, notes: limitsNote(result, messages) }
}

/** What the strategies were allowed to have under way, in a sentence; nothing where none was limited. */
function limitsNote({ variants }: Pick<Result, 'variants'>, messages: Messages): string[] {
  const limited = variants.filter(({ role, limits }) => isSelectable(role) && formatLimits(limits) !== '')
  const told = limited.map((variant) => `${variant.variant} ${formatLimits(variant.limits, messages)}`).join('; ')
  return told === '' ? [] : [messages.comparison.limitsNote(told)]
}

/** Columns of which nothing is known are left out. */
function tableOf({ variants }: Result, all: readonly Column[]): Explained {
  const rows = variants.map((variant) => all.map(({ cellOf }) => cellOf(variant)))
  const isKnown = isKnownIn(rows)
  const columns = all.filter(isKnown)
  return {
    title: '',
    head: columns.map(({ head }) => head),
    shortHead: columns.map(({ head, short = head }) => short),
    rows: rows.map((row) => row.filter(isKnown)),
    isNumeric: true,
    notes: [],
    meanings: columns.flatMap(({ head, meaning }) => (meaning === undefined ? [] : [{ head, meaning }])),
  }
}

/** What stands under a column of dollars that nobody billed. */
function priceNote(messages: Messages): string {
  const { region, asOf } = PRICES
  return messages.comparison.computedCostNote({
    memoryMb: ONE_VCPU_MB,
    architecture: COMPUTED_FOR,
    region,
    priceDate: asOf,
  })
}
