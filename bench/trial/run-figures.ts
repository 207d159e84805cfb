import type { Measured } from '../../strategies/measure.ts'
import type { Trial } from './trial.ts'

/** What a trial has of what was done in its run. */
export type TrialFigures = Pick<
  Trial,
  | 'firstNotificationMs'
  | 'medianNotificationMs'
  | 'lastNotificationMs'
  | 'cpuMs'
  | 'eventLoopDelayMs'
  | 'peakRssBytes'
  | 'steps'
  | 'items'
  | 'sent'
  | 'failures'
>

/** What a run reports of itself, wherever it ran, as a trial has it; of one that reports nothing, nothing was done. */
export function runFigures(
  run: Pick<Measured, 'figures' | 'cpuMs' | 'eventLoopDelayMs' | 'peakRssBytes'> | undefined,
): TrialFigures {
  return {
    firstNotificationMs: run?.figures.firstNotificationMs,
    medianNotificationMs: run?.figures.medianNotificationMs,
    lastNotificationMs: run?.figures.lastNotificationMs,
    cpuMs: run?.cpuMs ?? 0,
    ...(run && { eventLoopDelayMs: run.eventLoopDelayMs }),
    peakRssBytes: run?.peakRssBytes ?? 0,
    steps: run?.figures.steps ?? {},
    items: run?.figures.feeds ?? 0,
    sent: run?.figures.sent ?? 0,
    failures: run?.figures.failures ?? {},
  }
}
