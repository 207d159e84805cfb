import { ENGLISH } from '../messages/en.ts'
import type { Messages } from '../messages/messages.ts'
import type { Interval } from '../../statistics/interval.ts'
import type { PhaseComparison } from '../../statistics/phases.ts'
import { formatNumber } from '../messages/formats.ts'
import { phaseInSentence } from './phase-names.ts'
import type { Result } from '../../judge/comparison/judgement.ts'

/** A variant, and where it differs from the reference, part by part. */
export interface Gap {
  readonly variant: string
  readonly comparison: PhaseComparison
}

/** What makes the difference, in a sentence a variant, of those candidates alone that may be spoken of as faster or slower at all. */
export function causesIn(
  gaps: readonly Gap[],
  { variants, scenario }: Pick<Result, 'variants' | 'scenario'>,
  messages: Messages = ENGLISH,
): string[] {
  const spokenOf = new Set(
    variants.flatMap(({ variant, role, verdict }) =>
      role === 'candidate' && verdict && /^(faster|slower)/.test(verdict.code) ? variant : [],
    ),
  )
  return gaps.flatMap((gap) => (spokenOf.has(gap.variant) ? (causeOf(gap, scenario.reference, messages) ?? []) : []))
}

/** The same of one variant; undefined where it does not differ significantly. */
export function causeOf({ variant, comparison }: Gap, reference: string, messages: Messages): string | undefined {
  const { total } = comparison
  if (!isSignificant(total)) return undefined
  const text = total.differenceMs > 0 ? messages.causes.slowerThanReference : messages.causes.fasterThanReference
  const [ms, range] = [formatNumber(Math.abs(total.differenceMs)), rangeOf(total, messages)]
  return withCause(text({ variant, ms, reference, range }), comparison, messages)
}

/** What makes the difference between a variant and the reference, in a sentence without intervals; undefined where they do not differ significantly. */
export function shortCauseOf({ variant, comparison }: Gap, reference: string, messages: Messages): string | undefined {
  const { total } = comparison
  if (!isSignificant(total)) return undefined
  const text = total.differenceMs > 0 ? messages.causes.slowerOnAverage : messages.causes.fasterOnAverage
  return withCause(text(variant, formatNumber(Math.abs(total.differenceMs)), reference), comparison, messages)
}

function isSignificant(total: PhaseComparison['total']): total is PhaseComparison['total'] & Interval {
  return total.low !== undefined && total.high !== undefined && (total.low > 0 || total.high < 0)
}

function withCause(difference: string, comparison: PhaseComparison, messages: Messages): string {
  const phase = comparison.phases.find((one) => one.phase === comparison.cause)
  if (!phase) return messages.causes.causeUnknown(difference, whyNone(comparison, messages))
  const { causes } = messages
  const isMore = comparison.total.differenceMs > 0
  const isPart = Math.abs(phase.differenceMs) <= Math.abs(comparison.total.differenceMs)
  const [ofPart, partlyOffset] = isMore
    ? [causes.moreOfPhase, causes.moreOfPhasePartlyOffset]
    : [causes.lessOfPhase, causes.lessOfPhasePartlyOffset]
  const text = isPart ? ofPart : partlyOffset
  return text(difference, phaseInSentence(phase.phase, messages), formatNumber(Math.abs(phase.differenceMs)))
}

/** Both ends without their signs, the nearer to nothing first. */
function rangeOf({ low, high }: Interval, messages: Messages): string {
  const [near, far] = [low, high].map(Math.abs).sort((a, b) => a - b)
  return messages.units.range(formatNumber(near!), formatNumber(far!))
}

/** Why no cause of a significant difference is named. */
function whyNone({ why, differing = [] }: PhaseComparison, messages: Messages): string {
  if (why === 'none-differs') return messages.causes.noPhaseDiffers
  const names = messages.all(differing.map((phase) => phaseInSentence(phase, messages)))
  return why === 'spread' ? messages.causes.spreadOverPhases(names) : messages.causes.phasesTooSmall(names)
}
