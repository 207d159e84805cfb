import { COMPUTED_FOR, ONE_VCPU_MB, PRICES } from '../../model/cost.ts'
import type { Messages } from '../messages/messages.ts'
import { MAX_MOCK_SERVER_LAG } from '../../judge/comparison/final-verdict.ts'
import { recommendedIn } from '../../judge/comparison/recommendation.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { coloursOf } from '../palette.ts'
import {
  formatCpuMs,
  formatLevel,
  formatLimits,
  formatMegabytes,
  formatOverIdeal,
  formatRatio,
  formatEventLoopDelayMs,
  formatSummary,
  unitOf,
} from '../format.ts'
import { formatNumber } from '../messages/formats.ts'
import { formatVerdict } from '../verdict-text.ts'
import { UNKNOWN } from '../known-columns.ts'
import type { VariantResult, Result } from '../../judge/comparison/judgement.ts'
import type { Table } from '../document.ts'
import { type ColumnOf, tableOf } from '../build-table.ts'
import { toneOf } from './ranking.ts'
import { usdPerMillionOf } from './usd.ts'

/** What is said of each variant, a row each, what matters most first. */
export function variantsTable(result: Result, messages: Messages): Table {
  const { scenario, lambda, variants } = result
  const recommended = recommendedIn(result)
  const colours = coloursOf(variants)
  const columns: readonly ColumnOf<VariantResult>[] = [
    { head: messages.comparison.variantColumn, cellOf: ({ variant }) => variant },
    {
      head: messages.comparison.verdictColumn,
      meaning: messages.comparison.verdictMeaning,
      isText: true,
      cellOf: (variant) => formatVerdict(variant, scenario.margin, { unit: unitOf(result), messages }),
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
      meaning: result.lambda
        ? messages.comparison.usdPerMillionBilledMeaning
        : messages.comparison.usdPerMillionRunsMeaning,
      cellOf: ({ variant }) => usdPerMillionOf(variant, result)?.toFixed(2) ?? UNKNOWN,
    },
    {
      head: messages.comparison.failedRunsColumn,
      meaning: messages.comparison.failedRunsMeaning,
      cellOf: ({ failed: { trials, of } }) => messages.comparison.failedOfRuns(trials, of),
    },
  ]
  return tableOf(variants, columns, {
    notes: [...levelNote(result, messages), ...(lambda ? [] : [priceNote(messages)])],
    lookOf: (variant, place) => ({
      ...toneOf(variant),
      colour: colours.get(variant.variant)!,
      ...(variant.variant === recommended && { mark: messages.page.recommendedBadge }),
      isSetApart: isFirstCopy(variants, place),
    }),
  })
}

/** Where those end that can be recommended. */
function isFirstCopy(variants: readonly VariantResult[], place: number): boolean {
  return place > 0 && !isSelectable(variants[place]!.role) && isSelectable(variants[place - 1]!.role)
}

/** Of the intervals of those that are judged. */
function levelOf({ variants }: Pick<Result, 'variants'>): number | undefined {
  return variants.find(({ role, ratio }) => role === 'candidate' && ratio)?.ratio!.alpha
}

/** Each candidate has a part of the whole level; who is not one of them has another. */
function levelNote(result: Result, messages: Messages): string[] {
  const alpha = levelOf(result)
  const others = result.variants.flatMap(({ variant, ratio }) =>
    ratio && alpha !== undefined && ratio.alpha !== alpha
      ? [messages.units.withDetail(variant, formatLevel(ratio.alpha))]
      : [],
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

/** What each variant takes for its time, a row each, what matters most first. */
export function resourcesTable(result: Result, messages: Messages): Table {
  const colours = coloursOf(result.variants)
  const variants = result.variants.filter(({ role }) => isSelectable(role))
  const columns: readonly ColumnOf<VariantResult>[] = [
    { head: messages.comparison.variantColumn, shortHead: '', cellOf: ({ variant }) => variant },
    {
      head: messages.comparison.overIdealColumn,
      shortHead: messages.comparison.overIdealShortColumn,
      meaning: messages.comparison.overIdealMeaning,
      cellOf: formatOverIdeal,
    },
    {
      head: messages.comparison.firstNotificationColumn,
      shortHead: messages.comparison.firstNotificationShortColumn,
      meaning: messages.comparison.firstNotificationMeaning,
      cellOf: ({ firstNotificationMs }) => (firstNotificationMs ? formatNumber(firstNotificationMs.median) : UNKNOWN),
    },
    {
      head: messages.comparison.eventLoopDelayColumn,
      shortHead: messages.comparison.eventLoopDelayShortColumn,
      meaning: messages.comparison.eventLoopDelayMeaning,
      cellOf: formatEventLoopDelayMs,
    },
    {
      head: messages.comparison.cpuColumn,
      shortHead: messages.comparison.cpuShortColumn,
      meaning: messages.comparison.cpuMeaning,
      cellOf: formatCpuMs,
    },
    {
      head: messages.comparison.peakRssColumn,
      shortHead: messages.comparison.peakRssShortColumn,
      meaning: messages.comparison.peakRssMeaning,
      cellOf: ({ peakRssBytes }) => formatMegabytes(peakRssBytes),
    },
    {
      head: messages.comparison.mockServerLagColumn,
      shortHead: messages.comparison.mockServerLagShortColumn,
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
      shortHead: messages.comparison.overPredictedShortColumn,
      meaning: messages.comparison.overPredictedMeaning,
      cellOf: ({ measuredOverPredicted }) => measuredOverPredicted?.toFixed(2) ?? UNKNOWN,
    },
  ]
  return tableOf(variants, columns, {
    notes: limitsNote(result, messages),
    lookOf: ({ variant }) => ({ colour: colours.get(variant)! }),
  })
}

/** To the third decimal where the second would hide on which side of the bound it lies. */
function formatMockServerLag({ mockServerLag }: VariantResult): string {
  if (mockServerLag === undefined) return UNKNOWN
  const rounded = mockServerLag.toFixed(2)
  return Number(rounded) === MAX_MOCK_SERVER_LAG ? mockServerLag.toFixed(3) : rounded
}

/** What the strategies were allowed to have under way, in a sentence; nothing where none was limited. */
function limitsNote({ variants }: Pick<Result, 'variants'>, messages: Messages): string[] {
  const limited = variants.filter(({ role, limits }) => isSelectable(role) && formatLimits(limits) !== '')
  const limits = limited.map((variant) => `${variant.variant} ${formatLimits(variant.limits, messages)}`)
  return limits.length === 0 ? [] : [messages.comparison.limitsNote(messages.clauses(limits))]
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
