import type { Trial } from '../../trial/trial.ts'

/**
 * One value for each thing that was observed by itself: each run on this machine, whose blocks the ratios see to; on Lambda each
 * container, by its mean, since the runs in one share its luck. What a trial does not report is left out.
 */
export function perUnit(trials: readonly Trial[], pick: (trial: Trial) => number | undefined): number[] {
  const isInvoked = trials.some(({ invocation }) => invocation)
  if (!isInvoked) return trials.flatMap((trial) => pick(trial) ?? [])
  return Map.groupBy(trials, ({ invocation }) => invocation?.container)
    .values()
    .flatMap((own) => {
      const values = own.flatMap((trial) => pick(trial) ?? [])
      return values.length > 0 ? [values.reduce((sum, value) => sum + value, 0) / values.length] : []
    })
    .toArray()
}
