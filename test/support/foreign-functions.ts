import type { Result } from '../../bench/judge/comparison/judgement.ts'
import { summarize } from '../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../bench/trial/trial.ts'
import { invokedTrials, reinvoked, retraced } from './invoked-trials.ts'

/** A comparison of functions of somebody else, of which nothing but their times is known. */
export function foreign(names: readonly [string, string], target: 'lab' | 'aws' = 'aws'): Result {
  const nameOf = (variant: string) =>
    variant === 'sequential' ? names[0] : variant === 'pipelined' ? names[1] : variant
  return summarize(
    invokedTrials({ target }).map((trial): Trial => {
      const { emulation: _, mock: __, idealMs: ___, plannedIdealMs: ____, peakConnections: _____, ...known } = trial
      return {
        ...known,
        scenario: { ...trial.scenario, variants: trial.scenario.variants.map(nameOf), reference: names[0] },
        variant: nameOf(trial.variant),
        strategy: nameOf(trial.strategy),
        limits: {},
        items: 0,
        sent: 0,
        cpuMs: 0,
        eventLoopDelayMs: 0,
        peakRssBytes: 0,
        firstNotificationMs: undefined,
        medianNotificationMs: undefined,
        steps: {},
        deliveries: { by: 'answer', digest: '0', posts: 0, accepted: 0, duplicates: 0, throttled: 0 },
        ...reinvoked(trial, { memoryMb: 0, billedMs: undefined, maxMemoryMb: undefined, roundTripMs: undefined }),
        ...retraced(trial, { sent: undefined, makespanMs: undefined, path: undefined, meanConcurrency: undefined }),
      }
    }),
  )
}
