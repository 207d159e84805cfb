import { ENGLISH } from '../messages/en.ts'
import type { Messages } from '../messages/messages.ts'
import type { PhaseComparison } from '../../statistics/phases.ts'
import { formatNumber } from '../messages/formats.ts'
import { phaseIn } from './phase-names.ts'
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
  const { total, cause, phases } = comparison
  if (total.low === undefined || total.high === undefined || (total.low <= 0 && total.high >= 0)) return undefined
  const isSlower = total.differenceMs > 0
  const [ms, range] = [formatNumber(Math.abs(total.differenceMs)), rangeOf(total.low, total.high, messages)]
  const difference = isSlower
    ? messages.causes.slowerThanReference({ variant, milliseconds: ms, reference, range })
    : messages.causes.fasterThanReference({ variant, milliseconds: ms, reference, range })
  const phase = phases.find((one) => one.phase === cause)
  if (!phase) return messages.causes.causeUnknown(difference, whyNone(comparison, messages))
  const { low = 0, high = 0, differenceMs } = phase
  const [name, its] = [phaseIn(phase.phase, messages), formatNumber(Math.abs(differenceMs))]
  const details = { difference, phase: name, milliseconds: its, range: rangeOf(low, high, messages) }
  return isSlower ? messages.causes.causeOfSlower(details) : messages.causes.causeOfFaster(details)
}

/** Both ends without their signs, the nearer to nothing first. */
function rangeOf(low: number, high: number, messages: Messages): string {
  const [near, far] = [low, high].map(Math.abs).sort((a, b) => a - b)
  return messages.units.range(formatNumber(near!), formatNumber(far!))
}

/** Why no cause of a significant difference is named. */
function whyNone({ why, differing = [] }: PhaseComparison, messages: Messages): string {
  if (why === 'none-differs') return messages.causes.noPhaseDiffers
  const names = messages.all(differing.map((phase) => phaseIn(phase, messages)))
  return why === 'spread' ? messages.causes.spreadOverPhases(names) : messages.causes.phasesTooSmall(names)
}
