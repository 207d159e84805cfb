import type { Messages } from './messages/messages.ts'
import type { RateResult } from '../judge/load/judgement.ts'
import { formatNumber, formatRatio, formatSummary, formatVerdict } from './format.ts'
import { formatPace } from './rate-words.ts'
import type { Section } from './section.ts'

/** What became of each strategy on a schedule, a row each. */
export function rateStrategySection({ variants, scenario }: RateResult, messages: Messages): Section {
  return {
    title: '',
    head: [
      messages.comparison.variantColumn,
      messages.comparison.verdictColumn,
      messages.load.latencyRatioColumn(scenario.reference),
      messages.load.latencyMsColumn,
      messages.load.paceColumn,
      messages.load.serviceTimeMsColumn,
      messages.load.loadColumn,
      messages.comparison.failedRunsColumn,
    ],
    rows: variants.map((variant) => [
      variant.variant,
      formatVerdict(variant, scenario.margin, { messages }),
      formatRatio(variant, messages),
      formatSummary(variant.latencyMs, messages),
      formatPace(variant, messages),
      formatNumber(variant.serviceMs.median),
      variant.load.mean.toFixed(2),
      messages.comparison.failedOfRuns(variant.failed.trials, variant.failed.of),
    ]),
    isNumeric: true,
    notes: [],
  }
}
