import type { Trial } from '../../trial/trial.ts'
import type { Iteration } from '../comparison/iterations.ts'
import { type Metric, METRICS } from './metric.ts'

/**
 * How one variant's metric stands to another's: ln(one / other) of each iteration, one array per block. Undefined where a run of either
 * does not report it, or reports nothing above 0.
 */
export function blockLogs(
  iterations: readonly Iteration[],
  [one, other]: readonly [string, string],
  metric: Metric,
): number[][] | undefined {
  const blocks = [...Map.groupBy(iterations, ({ block }) => block).values()]
  const logs = blocks.map((own) =>
    own.map((iteration) => valueIn(iteration, one, metric) - valueIn(iteration, other, metric)),
  )
  return logs.flat().every(Number.isFinite) ? logs : undefined
}

/** Not finite where it is not known. */
function valueIn({ trials }: Iteration, variant: string, metric: Metric): number {
  const pick: (trial: Trial) => number | undefined = METRICS[metric]
  return Math.log(pick(trials.find((trial) => trial.variant === variant)!) ?? Number.NaN)
}
