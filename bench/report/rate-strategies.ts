import type { Language } from '../language/language.ts'
import type { RateResult } from '../rate/rate-result.ts'
import { formatNumber, formatRatio, formatSummary, formatVerdict } from './format.ts'
import { formatLoad, formatPace } from './rate-words.ts'
import type { Section } from './sections.ts'

/** What became of each strategy on a schedule, a row each. */
export function rateStrategySection({ arms, scenario }: RateResult, language: Language): Section {
  const { say } = language
  return {
    title: '',
    head: [
      say`strategy`,
      say`latency over ${scenario.reference}`,
      say`word`,
      say`pace`,
      say`latency, ms`,
      say`service time, ms`,
      say`load`,
      say`failed runs`,
    ],
    rows: arms.map((arm) => [
      arm.arm,
      formatRatio(arm, language),
      formatVerdict(arm, scenario.margin, { language }),
      formatPace(arm, language),
      formatSummary(arm.latencyMs, language),
      formatNumber(arm.serviceMs.median),
      formatLoad(arm.load, language),
      say`${arm.failed.trials} of ${arm.failed.of}`,
    ]),
    isNumeric: true,
    notes: [],
  }
}
