import type { Measured } from '../../strategies/measure.ts'
import { plannedFailures } from './planned-failures.ts'
import type { ScenarioWorld } from '../scenario/scenario.ts'

/**
 * What is wrong with a run that ended: outcomes that are missing, and failures beyond those that the world planned, which every variant
 * meets alike. `plain`: of an iteration without delays or faults.
 */
export function faultsIn(
  { figures, examples }: Pick<Measured, 'figures' | 'examples'>,
  world: ScenarioWorld,
  plain: boolean,
): string[] {
  const faults: string[] = []
  if (figures.feeds !== world.items.count) faults.push(`${figures.feeds} outcomes for ${world.items.count} feeds`)
  const planned = plain ? new Map<string, number>() : plannedFailures(world)
  for (const [kind, count] of Object.entries(figures.failures)) {
    const most = planned.get(kind) ?? 0
    const example = examples.find((one) => `${one.step} ${one.kind}` === kind)?.message
    if (count > most) faults.push(`${count} failures "${kind}" where the world planned ${most}, such as: ${example}`)
  }
  return faults
}
