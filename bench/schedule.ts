import type { StrategyName } from '../strategies/index.ts'
import { drawUnits } from '../mock-server/delay.ts'
import type { Scenario } from './scenario.ts'

/** One runner in the race. The guard is a second copy of the reference: whatever differs between the two is noise. */
export interface Arm {
  readonly name: string
  readonly strategy: StrategyName
  readonly role: 'reference' | 'candidate' | 'guard'
}

/** The name of the guard's arm. */
export const GUARD = 'A/A'

/** The arms of a scenario: the reference first, its copy last. */
export function armsOf({ strategies, reference }: Scenario): Arm[] {
  const candidates = [...new Set(strategies)].filter((name) => name !== reference)
  return [
    { name: reference, strategy: reference, role: 'reference' },
    ...candidates.map((name): Arm => ({ name, strategy: name, role: 'candidate' })),
    { name: GUARD, strategy: reference, role: 'guard' },
  ]
}

/** The names of the arms that are compared with the reference. */
export function candidatesOf({
  arms,
  reference,
}: {
  readonly arms: readonly string[]
  readonly reference: string
}): string[] {
  return arms.filter((name) => name !== reference && name !== GUARD)
}

/** The order in which the arms run in a round: freshly shuffled each time, decided by the seed. */
export function orderOf<A extends { readonly name: string }>(
  arms: readonly A[],
  seed: number,
  fork: number,
  round: number,
): A[] {
  const draw = ({ name }: A) => drawUnits(seed, 'order', fork, round, name)[0]
  return arms.toSorted((a, b) => draw(a) - draw(b))
}

/** A moment at which a run may stop: after so many forks, judged at that level of significance. */
export interface Look {
  readonly forks: number
  readonly alpha: number
}

/** Fewer containers of Lambda than this are no ground for a verdict: they differ more than the rounds in one do. */
export const LEAST_ENVIRONMENTS = 12

/** The sum of the alphas is .05, so that looking more than once cannot cheat. */
export const LOOKS: readonly Look[] = [
  { forks: 6, alpha: 0.01 },
  { forks: 12, alpha: 0.015 },
  { forks: 24, alpha: 0.025 },
]
export const QUICK_LOOKS: readonly Look[] = [{ forks: 6, alpha: 0.05 }]
