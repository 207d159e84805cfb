import type { Language } from './messages/language.ts'
import type { RateResult } from '../judge/load/rate-result.ts'
import { formatNumber, formatRatio, formatSummary, formatVerdict } from './format.ts'
import { formatPace } from './rate-words.ts'
import type { Section } from './sections.ts'

/** What became of each strategy on a schedule, a row each. */
export function rateStrategySection({ arms, scenario }: RateResult, language: Language): Section {
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
    rows: arms.map((arm) => [
      arm.arm,
      formatVerdict(arm, scenario.margin, { language }),
      formatRatio(arm, language),
      formatSummary(arm.latencyMs, language),
      formatPace(arm, language),
      formatNumber(arm.serviceMs.median),
      arm.load.mean.toFixed(2),
      say`${arm.failed.trials} of ${arm.failed.of}`,
    ]),
    isNumeric: true,
    notes: [],
  }
}
