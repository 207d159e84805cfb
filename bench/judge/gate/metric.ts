import type { Trial } from '../../trial/trial.ts'

/** What may be held to a limit, less being better; undefined of a run that does not report it. */
export const METRICS = {
  time: ({ makespanMs }) => makespanMs,
  'first-notification': ({ firstNotificationMs }) => firstNotificationMs,
  cpu: ({ cpuMs }) => cpuMs,
  rss: ({ peakRssBytes }) => peakRssBytes,
} satisfies Readonly<Record<string, (trial: Trial) => number | undefined>>

export type Metric = keyof typeof METRICS
