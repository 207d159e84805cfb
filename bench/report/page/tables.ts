import type { Language } from '../../language/language.ts'
import { emulationTable } from '../emulation.ts'
import { formatPercent } from '../format.ts'
import { costSection } from '../local-sections.ts'
import type { Result } from '../result.ts'
import { type Section, warmSection } from '../sections.ts'

/** What is told in tables alone: mean costs with their tails, failures, and of invocations what was billed and what was emulated. */
export function tablesOf(result: Result, language: Language): Section[] {
  const { lambda, place } = result
  return [
    costSection(result, language),
    ...(lambda && lambda.warm.length > 0 ? [warmSection(lambda, place, language)] : []),
    ...failures(result, language),
    ...(lambda?.emulation ? [emulationTable(lambda.emulation, language)] : []),
  ]
}

function failures({ arms }: Result, { say }: Language): Section[] {
  const failing = arms.filter(({ failed }) => failed.trials > 0)
  if (failing.length === 0) return []
  return [
    {
      title: say`Failures`,
      head: ['', say`failed runs`, say`rate (95 %)`, say`such as`],
      rows: failing.map(({ arm, failed: { trials, of, rate, reasons } }) => [
        arm,
        say`${trials} of ${of}`,
        say`${formatPercent(trials / of)} (${formatPercent(rate.low)} to ${formatPercent(rate.high)})`,
        reasons.join('; '),
      ]),
      isNumeric: false,
      notes: [],
    },
  ]
}
