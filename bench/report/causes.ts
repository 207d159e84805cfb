import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import type { PhaseComparison } from '../statistics/phases.ts'
import { formatNumber } from './format.ts'
import { phaseIn } from './phase-names.ts'
import type { Result } from '../judge/comparison/judgement.ts'

/** A variant, and where it differs from the reference, part by part. */
export interface Gap {
  readonly variant: string
  readonly comparison: PhaseComparison
}

/** What makes the difference, in a sentence a variant, of those candidates alone that may be spoken of as faster or slower at all. */
export function causesIn(
  gaps: readonly Gap[],
  { variants, scenario }: Pick<Result, 'variants' | 'scenario'>,
  language: Language = ENGLISH,
): string[] {
  const spokenOf = new Set(
    variants.flatMap(({ variant, role, verdict }) =>
      role === 'candidate' && verdict && /^(faster|slower)/.test(verdict.code) ? variant : [],
    ),
  )
  return gaps.flatMap((gap) => (spokenOf.has(gap.variant) ? (causeOf(gap, scenario.reference, language) ?? []) : []))
}

function causeOf({ variant, comparison }: Gap, reference: string, language: Language): string | undefined {
  const { say } = language
  const { total, cause, phases } = comparison
  if (total.low === undefined || total.high === undefined || (total.low <= 0 && total.high >= 0)) return undefined
  const isSlower = total.differenceMs > 0
  const [ms, range] = [formatNumber(Math.abs(total.differenceMs)), rangeOf(total.low, total.high, language)]
  const told = isSlower
    ? say`${variant}: ${ms} ms slower than ${reference} (${range} ms)`
    : say`${variant}: ${ms} ms faster than ${reference} (${range} ms)`
  const phase = phases.find((one) => one.phase === cause)
  if (!phase) return say`${told}; ${whyNone(comparison, language)}.`
  const { low = 0, high = 0, differenceMs } = phase
  const [name, its] = [phaseIn(phase.phase, language), formatNumber(Math.abs(differenceMs))]
  return isSlower
    ? say`${told}; the cause is ${name}: ${its} ms more of it (${rangeOf(low, high, language)}).`
    : say`${told}; the cause is ${name}: ${its} ms less of it (${rangeOf(low, high, language)}).`
}

/** Both ends without their signs, the nearer to nothing first. */
function rangeOf(low: number, high: number, { say }: Language): string {
  const [near, far] = [low, high].map(Math.abs).sort((a, b) => a - b)
  return say`${formatNumber(near!)} to ${formatNumber(far!)}`
}

/** Why no cause is named. */
function whyNone({ why, differing = [] }: PhaseComparison, language: Language): string {
  const { say, all } = language
  const names = all(differing.map((phase) => phaseIn(phase, language)))
  switch (why) {
    case 'few-blocks':
      return say`fewer than two forks have both`
    case 'none-differs':
      return say`no phase differs beyond doubt`
    case 'spread':
      return say`spread over ${names}`
    case 'too-small':
      return say`only ${names} differs beyond doubt, and carries half of it at most`
    default:
      return say`no difference`
  }
}
