import { drawUnits } from '../../mock-server/delay.ts'
import { strategies, type StrategyName } from '../../strategies/index.ts'
import type { Strategy } from '../../strategies/job.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Trial } from '../trial/trial.ts'

/** One runner in the race. */
export interface Arm {
  readonly name: string
  /** The name of its strategy, and the order itself. */
  readonly strategy: string
  readonly order: Strategy
  /** The guard is a second copy of the reference: whatever differs between the two is noise. A planted arm is one more, made slower. */
  readonly role: Trial['role']
  /** By which share of its own time each of its runs is made longer. */
  readonly planted?: number
  /** The module that exports the strategy, where it is none of ours. */
  readonly module?: string
  /** The root of another checkout of utakata, whose code it runs. */
  readonly checkout?: string
  /** Without a recording nothing is known of the steps of its runs. */
  readonly isUnrecorded?: boolean
}

/** The name of the guard's arm. */
export const GUARD = 'A/A'

/** By how much the planted arm of every report is slower: a referee that cannot see this is not to be believed. */
export const PLANTED_SHARE = 0.1

/** The name of an arm that is a copy of the reference with so much planted, such as `+10 %`. */
export function plantedName(share: number): string {
  return `+${+(share * 100).toFixed(1)} %`
}

/** The name of the planted arm of every report. */
export const PLANTED = plantedName(PLANTED_SHARE)

const REVISION_MARK = '@'

/** The name of the arm that runs a strategy as it was at another revision, such as `pipelined@1a2b3c4`. */
export function oldName(strategy: string, revision: string): string {
  return strategy + REVISION_MARK + revision
}

/** A strategy under its public name, with its module where it is none of ours. */
export type Contestant = Pick<Arm, 'strategy' | 'order' | 'module'>

/** The arms of a scenario, with strategies of the user's `own`: the reference first, its copy and its slower copy last. */
export function armsOf({ strategies: names, reference }: Scenario, own: readonly Contestant[] = []): Arm[] {
  const candidates = [...new Set(names)].filter((name) => name !== reference)
  const copyOf = (strategy: StrategyName) => ({ strategy, order: strategies[strategy] })
  return [
    { name: reference, ...copyOf(reference), role: 'reference' },
    ...candidates.map((name): Arm => ({ name, ...copyOf(name), role: 'candidate' })),
    ...own.map((one): Arm => ({ name: one.strategy, ...one, role: 'candidate' })),
    { name: GUARD, ...copyOf(reference), role: 'guard' },
    { name: PLANTED, ...copyOf(reference), role: 'planted', planted: PLANTED_SHARE },
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
  // What stands in front of a revision's mark is the arm that runs the same strategy as it is now.
  const isOld = (name: string) =>
    name.includes(REVISION_MARK) && arms.includes(name.slice(0, name.lastIndexOf(REVISION_MARK)))
  return arms.filter((name) => name !== reference && name !== GUARD && name !== PLANTED && !isOld(name))
}

/** Whether an arm is there for itself, and not to watch over the measuring. */
export function isContestant(role: Arm['role']): boolean {
  return role === 'reference' || role === 'candidate'
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
export const MIN_ENVIRONMENTS = 12

/** The sum of the alphas is .05, so that looking more than once cannot cheat. */
export const LOOKS: readonly Look[] = [
  { forks: 6, alpha: 0.01 },
  { forks: 12, alpha: 0.015 },
  { forks: 24, alpha: 0.025 },
]
export const QUICK_LOOKS: readonly Look[] = [{ forks: 6, alpha: 0.05 }]
