import type { PhaseComparison } from '../statistics/phases.ts'
import { formatNumber } from './format.ts'
import type { Result } from './result.ts'

/** An arm, and where it differs from the reference, part by part. */
export interface Gap {
  readonly arm: string
  readonly comparison: PhaseComparison
}

/** What makes the difference, in a sentence an arm, of those candidates alone that may be spoken of as faster or slower at all. */
export function causesIn(gaps: readonly Gap[], { arms, scenario }: Pick<Result, 'arms' | 'scenario'>): string[] {
  const spokenOf = new Set(
    arms.flatMap(({ arm, role, verdict }) =>
      role === 'candidate' && verdict && /^(faster|slower)/.test(verdict.word) ? arm : [],
    ),
  )
  return gaps.flatMap((gap) => (spokenOf.has(gap.arm) ? (causeOf(gap, scenario.reference) ?? []) : []))
}

function causeOf({ arm, comparison }: Gap, reference: string): string | undefined {
  const { total, cause, why, phases } = comparison
  if (total.low === undefined || total.high === undefined || (total.low <= 0 && total.high >= 0)) return undefined
  const isSlower = total.differenceMs > 0
  const range = [total.low, total.high].map(Math.abs).sort((a, b) => a - b)
  const told = `${arm}: ${formatNumber(Math.abs(total.differenceMs))} ms ${isSlower ? 'slower' : 'faster'} than ${reference} (${range.map(formatNumber).join(' to ')} ms)`
  const phase = phases.find((one) => one.phase === cause)
  if (!phase) return `${told}; ${why}.`
  const { low = 0, high = 0, differenceMs } = phase
  const ends = [low, high].map(Math.abs).sort((a, b) => a - b)
  return `${told}; the cause is ${phase.phase}: ${formatNumber(Math.abs(differenceMs))} ms ${isSlower ? 'more' : 'less'} of it (${ends.map(formatNumber).join(' to ')}).`
}
