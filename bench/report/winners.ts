import type { ArmResult, Result } from './result.ts'

/**
 * The arms that are surely faster than the reference and that cannot be told apart from the fastest, the one that comes first in
 * the scenario, which is the simplest, first. None where nothing is surely faster.
 */
export function winnersOf({ arms, scenario }: Pick<Result, 'arms' | 'scenario'>): ArmResult[] {
  const faster = arms.filter(({ role, verdict }) => role === 'candidate' && verdict?.word === 'faster')
  const [first] = faster
  if (!first) return []
  const best = faster.reduce((a, b) => (b.ratio!.ratio < a.ratio!.ratio ? b : a), first)
  const order = scenario.arms
  return faster
    .filter(({ ratio }) => ratio!.low <= best.ratio!.high)
    .sort((a, b) => order.indexOf(a.arm) - order.indexOf(b.arm))
}
