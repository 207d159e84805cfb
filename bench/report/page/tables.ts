import { faultText } from '../trial-reasons.ts'
import type { Messages } from '../messages/messages.ts'
import { emulationTable } from '../emulation.ts'
import { formatPercent } from '../format.ts'
import { costSection } from '../local-sections.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { warmSection } from '../sections.ts'
import type { Section } from '../section.ts'

/** What is told in tables alone: mean costs with their tails, failures, and of invocations what was billed and what was emulated. */
export function tablesOf(result: Result, messages: Messages): Section[] {
  const { lambda, target } = result
  return [
    costSection(result, messages),
    ...(lambda && lambda.warm.length > 0 ? [warmSection(lambda, target, messages)] : []),
    ...failedRuns(result, messages),
    ...failures(result, messages),
    ...(lambda?.emulation ? [emulationTable(lambda.emulation, messages)] : []),
  ]
}

function failedRuns({ variants }: Result, messages: Messages): Section[] {
  const failing = variants.filter(({ failed }) => failed.trials > 0)
  if (failing.length === 0) return []
  return [
    {
      title: messages.comparison.failedRunsTitle,
      head: [
        '',
        messages.comparison.failedRunsColumn,
        messages.comparison.failureRateColumn,
        messages.comparison.failureReasonsColumn,
      ],
      rows: failing.map(({ variant, failed: { trials, of, rate, reasons } }) => [
        variant,
        messages.comparison.failedOfRuns(trials, of),
        messages.units.withInterval({
          estimate: formatPercent(trials / of),
          low: formatPercent(rate.low),
          high: formatPercent(rate.high),
        }),
        reasons.map((reason) => faultText(reason, messages)).join('; '),
      ]),
      isNumeric: false,
      notes: [],
    },
  ]
}

/** What went wrong within runs that ended well, as a world with faults has it. */
function failures({ variants }: Result, messages: Messages): Section[] {
  const kinds = [...new Set(variants.flatMap((variant) => Object.keys(variant.failures)))].sort()
  if (kinds.length === 0) return []
  return [
    {
      title: messages.comparison.failuresWithinRunsTitle,
      head: ['', ...kinds],
      rows: variants.map((variant) => [
        variant.variant,
        ...kinds.map((kind) => (variant.failures[kind] ?? 0).toFixed(2)),
      ]),
      isNumeric: true,
      notes: [messages.notes.injectedFaults],
    },
  ]
}
