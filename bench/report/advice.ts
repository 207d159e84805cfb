import type { ArmResult, Result } from './result.ts'

/** One sentence to act on, made only of what the report shows. */
export function adviseOn({ arms, guard, ledger, mock, look, scenario }: Omit<Result, 'advice' | 'exitCode'>): string {
  if (!ledger.same) return 'Do not pick by speed: the strategies did not tell people the same.'
  if (mock.bound)
    return 'The mock server limits this run: use fewer feeds or longer delays, or a machine with more cores.'
  if (!look) return 'Too few forks for a verdict: let it run to its first look.'
  const faster = arms.filter(({ role, verdict }) => role === 'candidate' && verdict?.word === 'faster')
  const fit = guard.passed
    ? ''
    : ' This machine was too noisy for finer words: close other programs, or widen --set plan.margin.'
  if (faster.length === 0) return `Nothing is surely faster than ${scenario.reference}: keep it.${fit}`
  const order = scenario.arms
  const best = faster.reduce((a, b) => (b.ratio!.ratio < a.ratio!.ratio ? b : a))
  // Intervals that meet cannot be told apart here; among such, whichever comes first in the scenario is the simplest.
  const peers = faster
    .filter(({ ratio }) => ratio!.low <= best.ratio!.high)
    .sort((a, b) => order.indexOf(a.arm) - order.indexOf(b.arm))
  const [pick, ...others] = peers as [ArmResult, ...ArmResult[]]
  const times = (1 / pick.ratio!.ratio).toFixed(1)
  const range = `${(1 / pick.ratio!.high).toFixed(1)} to ${(1 / pick.ratio!.low).toFixed(1)}`
  const beside = others.length > 0 ? `; not told apart from it: ${others.map(({ arm }) => arm).join(', ')}` : ''
  return `Ship ${pick.arm}: ${times} times as fast as ${scenario.reference} (${range})${beside}.${fit}`
}
