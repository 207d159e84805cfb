import type { Language } from '../messages/language.ts'
import { emulationTable } from '../emulation.ts'
import { formatPercent } from '../format.ts'
import { costSection } from '../local-sections.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { warmSection } from '../sections.ts'
import type { Section } from '../section.ts'

/** What is told in tables alone: mean costs with their tails, failures, and of invocations what was billed and what was emulated. */
export function tablesOf(result: Result, language: Language): Section[] {
  const { lambda, target } = result
  return [
    costSection(result, language),
    ...(lambda && lambda.warm.length > 0 ? [warmSection(lambda, target, language)] : []),
    ...failedRuns(result, language),
    ...failures(result, language),
    ...(lambda?.emulation ? [emulationTable(lambda.emulation, language)] : []),
  ]
}

function failedRuns({ variants }: Result, { say }: Language): Section[] {
  const failing = variants.filter(({ failed }) => failed.trials > 0)
  if (failing.length === 0) return []
  return [
    {
      title: say`Failed runs`,
      head: ['', say`failed runs`, say`rate (95 %)`, say`such as`],
      rows: failing.map(({ variant, failed: { trials, of, rate, reasons } }) => [
        variant,
        say`${trials} of ${of}`,
        say`${formatPercent(trials / of)} (${formatPercent(rate.low)} to ${formatPercent(rate.high)})`,
        reasons.join('; '),
      ]),
      isNumeric: false,
      notes: [],
    },
  ]
}

/** What went wrong within runs that ended well, as a world with faults has it. */
function failures({ variants }: Result, { say }: Language): Section[] {
  const kinds = [...new Set(variants.flatMap((variant) => Object.keys(variant.failures)))].sort()
  if (kinds.length === 0) return []
  return [
    {
      title: say`What went wrong with feeds and posts: how often in a run, means`,
      head: ['', ...kinds],
      rows: variants.map((variant) => [
        variant.variant,
        ...kinds.map((kind) => (variant.failures[kind] ?? 0).toFixed(2)),
      ]),
      isNumeric: true,
      notes: [say`What the world has planned meets every strategy alike, and fails no run.`],
    },
  ]
}
