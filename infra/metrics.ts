import { failedOf, type Performed } from './perform.ts'

export const METRICS_NAMESPACE = 'utakata'

/** The figures of a run that are kept as metrics, by strategy and function. */
const METRICS = [
  { Name: 'Makespan', Unit: 'Milliseconds' },
  { Name: 'Feeds', Unit: 'Count' },
  { Name: 'Failures', Unit: 'Count' },
  { Name: 'Notifications', Unit: 'Count' },
] as const

/**
 * One line of a function's log, of which CloudWatch makes metrics. Source: Amazon CloudWatch User Guide, "Specification: Embedded
 * metric format".
 */
export function metricsLine(
  functionName: string,
  strategy: string,
  { measured, outcomes }: Performed,
  { dryRun = false }: { readonly dryRun?: boolean | undefined } = {},
): string {
  const values: Record<(typeof METRICS)[number]['Name'], number> = {
    Makespan: measured.makespanMs,
    Feeds: measured.figures.feeds,
    Failures: failedOf(outcomes).length,
    Notifications: dryRun ? 0 : measured.figures.sent,
  }
  const about = { Namespace: METRICS_NAMESPACE, Dimensions: [['Function', 'Strategy']], Metrics: METRICS }
  const directive = { Timestamp: Math.round(measured.beganMs), CloudWatchMetrics: [about] }
  return JSON.stringify({ _aws: directive, Function: functionName, Strategy: strategy, ...values })
}

/** Not `console.log`, which Lambda wraps in a line of its own, where nobody looks for metrics. */
export function logMetrics(line: string): void {
  process.stdout.write(`${line}\n`)
}
