import type { Round } from '../rounds.ts'
import type { Trial } from '../../trial/trial.ts'
import { METRICS, type Metric } from './metric.ts'

/**
 * How one arm's metric stands to another's: ln(one / other) of each round, one array per fork. Undefined where a run of either
 * does not tell it, or tells nothing above 0.
 */
export function forkLogs(
  rounds: readonly Round[],
  [one, other]: readonly [string, string],
  metric: Metric,
): number[][] | undefined {
  const forks = [...Map.groupBy(rounds, ({ fork }) => fork).values()]
  const logs = forks.map((own) => own.map((round) => valueIn(round, one, metric) - valueIn(round, other, metric)))
  return logs.flat().every(Number.isFinite) ? logs : undefined
}

/** Not finite where it is not told. */
function valueIn({ trials }: Round, arm: string, metric: Metric): number {
  const pick: (trial: Trial) => number | undefined = METRICS[metric]
  return Math.log(pick(trials.find((trial) => trial.arm === arm)!) ?? Number.NaN)
}
