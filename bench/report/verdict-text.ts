import { ENGLISH } from './messages/en.ts'
import type { Messages } from './messages/messages.ts'
import { isAlike, isComparison, isSeenSlower, type Verdict, type VerdictCode } from '../judge/verdict.ts'
import type { VariantResult } from '../judge/comparison/judgement.ts'
import { formatDuration, type Unit } from './format.ts'
import { asPercent } from './messages/formats.ts'

/** The verdict on a variant as people read it; of copies of the reference, whether they came out as they had to. */
export function formatVerdict(
  variant: Pick<VariantResult, 'role' | 'verdict' | 'ratio'>,
  margin: number,
  { unit = 'process', messages = ENGLISH }: { readonly unit?: Unit; readonly messages?: Messages } = {},
): string {
  const { role, verdict, ratio } = variant
  if (role === 'reference' && (!verdict || verdict.code === 'inconclusive')) return messages.verdicts.reference
  if (!verdict) return messages.verdicts.notJudged
  if (!ratio || !isComparison(verdict)) return formatVerdictAlone(verdict, { margin, unit, messages })
  if (role === 'aa-check') return isAlike(ratio, margin) ? messages.checks.passed : messages.checks.failed
  if (role === 'sensitivity-check') return isSeenSlower(ratio) ? messages.checks.found : messages.checks.missed
  return formatVerdictAlone(verdict, { margin, unit, messages })
}

interface VerdictFormat {
  readonly margin: number
  readonly unit: Unit
  readonly messages: Messages
}

/** A verdict as people read it. */
export function formatVerdictAlone(verdict: Verdict, { margin, unit, messages }: VerdictFormat): string {
  const reason = reasonOf(verdict, messages)
  if (reason !== undefined) return messages.units.withDetail(formatVerdictCode(verdict.code, messages), reason)
  if (verdict.code === 'equivalent') return messages.verdicts.equivalentWithin(asPercent(margin))
  if (verdict.code !== 'inconclusive' || verdict.moreBlocks === undefined)
    return formatVerdictCode(verdict.code, messages)
  const { moreBlocks, moreMs } = verdict
  const needed = messages.count(moreBlocks, `more ${unit}`)
  return moreMs === undefined
    ? messages.verdicts.inconclusiveNeeds(needed)
    : messages.verdicts.inconclusiveNeedsTime(needed, formatDuration(moreMs, messages))
}

/** Why nothing may be said of speed, where the verdict knows more than its code. */
function reasonOf(verdict: Verdict, messages: Messages): string | undefined {
  if (verdict.code === 'output-mismatch') return messages.verdicts.outputMismatchReason(verdict.runs, verdict.of)
  if (verdict.code !== 'unreliable') return undefined
  const { cause } = verdict
  if (cause.code === 'runs-failed') return messages.verdicts.runsFailedReason(cause.failed, cause.of)
  return cause.verdict === 'unreliable'
    ? messages.verdicts.referenceFailedReason
    : messages.verdicts.referenceVerdictReason(formatVerdictCode(cause.verdict, messages))
}

/** A verdict's code by itself, without what it rests on. */
export function formatVerdictCode(code: VerdictCode, messages: Messages): string {
  const texts: Readonly<Record<VerdictCode, string>> = {
    faster: messages.verdicts.faster,
    slower: messages.verdicts.slower,
    equivalent: messages.verdicts.equivalent,
    'faster-size-unclear': messages.verdicts.fasterSizeUnclear,
    'slower-size-unclear': messages.verdicts.slowerSizeUnclear,
    inconclusive: messages.verdicts.inconclusive,
    'output-mismatch': messages.verdicts.outputMismatch,
    unreliable: messages.verdicts.unreliable,
    'mock-server-saturated': messages.verdicts.mockServerSaturated,
    'insufficient-traces': messages.verdicts.insufficientTraces,
    'network-allowed': messages.verdicts.networkAllowed,
  }
  return texts[code]
}
