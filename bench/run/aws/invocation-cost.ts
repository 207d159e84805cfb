import { lambdaUsd, type LambdaUse, PRICES } from '../../model/cost.ts'
import type { Trial } from '../../trial/trial.ts'

/** What invocations cost whose traces are recorded, and retrieved once. */
export function tracedUsd(use: LambdaUse): number {
  const perTrace = (PRICES.xrayUsdPerMillionRecorded + PRICES.xrayUsdPerMillionRetrieved) / 1e6
  return lambdaUsd(use) + use.invocations * perTrace
}

/**
 * What an invocation has cost, by what Lambda billed; where its report was lost, by how long it was waited for. Undefined where
 * nobody knows the architecture of its function.
 */
export function spentUsd({ invocation }: Trial): number | undefined {
  if (!invocation) return 0
  const { billedMs, roundTripMs = 0, memoryMb, architecture } = invocation
  if (architecture === undefined) return undefined
  return tracedUsd({ billedMs: billedMs ?? Math.ceil(roundTripMs), memoryMb, invocations: 1, architecture })
}
