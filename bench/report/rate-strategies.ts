import type { Language } from './messages/language.ts'
import type { RateResult } from '../judge/load/judgement.ts'
import { formatNumber, formatRatio, formatSummary, formatVerdict } from './format.ts'
import { formatPace } from './rate-words.ts'
import type { Section } from './section.ts'

/** What became of each strategy on a schedule, a row each. */
export function rateStrategySection({ variants, scenario }: RateResult, language: Language): Section {
  const { say } = language
  return {
    title: '',
    head: [
      say`strategy`,
      say`word`,
      say`latency over ${scenario.reference}`,
      say`latency, ms`,
      say`pace`,
      say`service time, ms`,
      say`load`,
      say`failed runs`,
    ],
    rows: variants.map((variant) => [
      variant.variant,
      formatVerdict(variant, scenario.margin, { language }),
      formatRatio(variant, language),
      formatSummary(variant.latencyMs, language),
      formatPace(variant, language),
      formatNumber(variant.serviceMs.median),
      variant.load.mean.toFixed(2),
      say`${variant.failed.trials} of ${variant.failed.of}`,
    ]),
    isNumeric: true,
    notes: [],
  }
}
