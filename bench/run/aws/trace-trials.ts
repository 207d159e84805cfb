import { createHash } from 'node:crypto'
import { GUARD } from '../../plan/schedule.ts'
import type { Trial } from '../../trial/trial.ts'
import { looksOf } from './ab-plan.ts'
import type { LostInvocation } from './sort-traces.ts'
import { armNameIn, armOfLoss, referenceOf, UNKNOWN } from './trace-arms.ts'
import {
  type ArmFork,
  armForksOf,
  containersOf,
  isWhole,
  type PlacedLoss,
  roundOf,
  type TracedContainer,
} from './trace-containers.ts'
import { gapsOf, withoutKnown } from './trace-gaps.ts'
import { trialOf, untracedTrial } from './trace-trial.ts'
import type { ToldInvocation } from './traced.ts'
import { extentOf } from '../../statistics/extent.ts'

export interface TracedRun {
  readonly invocations: readonly ToldInvocation[]
  /** Each becomes a trial that only counts as untraced. */
  readonly lost?: readonly LostInvocation[]
  /** Whether all traces of one comparison were searched for, so that what it must have done beside them is lost, too. */
  readonly isWholeRun?: boolean
  readonly name: string
  /** Where strategies are compared at several sizes, that of these. */
  readonly memoryMb?: number | undefined
  readonly place: 'lab' | 'aws'
  /**
   * An arm, a strategy or the name of a function that is not ours. Of several arms that fit, all of them where it is undefined, it is
   * the one with the most containers in forks, as a comparison has its reference twice; else the first one by name.
   */
  readonly reference?: string | undefined
  readonly margin: number
  readonly environment: Trial['environment']
}

/** Why there is no trace of what a comparison must have done. */
export const NO_TRACE = 'no trace of it was found'

/**
 * Trials made of traces alone, of whoever's functions: first what no trace was found of, then the others in the order of time.
 * Containers are paired by the fork that a comparison named them by, else in the order of their beginning.
 */
export function traceTrials(run: TracedRun): Trial[] {
  const { invocations, lost = [], isWholeRun = false, name, memoryMb, place, reference, margin, environment } = run
  const armNameOf = armNameIn(invocations)
  const pieces = [...invocations, ...lost.filter(isPlaced)].sort((a, b) => a.beganMs - b.beganMs)
  const byArm = new Map(Array.from(Map.groupBy(pieces, armNameOf), ([arm, all]) => [arm, containersOf(all)] as const))
  const all = [...byArm.keys()].sort()
  const planted = new Set(all.filter((arm) => isPlanted(byArm.get(arm)!)))
  const names = all.filter((arm) => !planted.has(arm))
  const first = referenceOf(byArm, names, reference)
  const armForks = [...byArm].flatMap(([arm, containers]) => armForksOf(arm, containers, arm === first))
  const arms = [
    ...(first === undefined ? [] : [first]),
    ...names.filter((arm) => arm !== first),
    ...(armForks.some(({ arm }) => arm === GUARD) ? [GUARD] : []),
    ...planted,
  ]
  const common = commonRounds(armForks, arms)
  const [rounds] = extentOf([...common.values()].map(({ length }) => length))
  const scenario = {
    name,
    digest: createHash('sha256')
      .update(JSON.stringify([name, memoryMb]))
      .digest('hex')
      .slice(0, 12),
    ...(memoryMb !== undefined && { memoryMb }),
    reference: first ?? UNKNOWN,
    arms,
    margin,
    quick: false,
    rounds: Number.isFinite(rounds) ? rounds : 0,
    check: 'unknown',
    looks: looksOf(common.size),
  }
  const placeOf = (arm: string, fork: number, round: number, container: string) => {
    const role: Trial['role'] = planted.has(arm)
      ? 'planted'
      : arm === GUARD
        ? 'guard'
        : arm === first
          ? 'reference'
          : 'candidate'
    return { place, scenario, environment, arm, role, fork, round, container }
  }

  /** Rounds of arms, of which each is to count once. */
  const counted = new Set<string>()
  const placed = armForks.flatMap(({ arm, fork, containers }) =>
    containers.flatMap(({ id, pieces: own }) =>
      own.map((one, index): Trial => {
        const round = roundOf(one, index)
        if (!isWhole(one)) return untracedTrial(one, placeOf(arm, fork, round, id))
        if (one.isCold) return trialOf(one, 'cold', placeOf(arm, fork, 0, id))
        // Those that all arms have are numbered anew, so that a trace that is missing costs its round alone.
        const shared = common.get(fork)?.indexOf(round) ?? -1
        const at = placeOf(arm, fork, shared < 0 ? round : shared + 1, id)
        // A fork that is not whole is not judged anyway.
        const isShared = !common.has(fork) || (shared >= 0 && shared < scenario.rounds)
        const isFirst = !counted.has(JSON.stringify([arm, fork, round]))
        if (isShared) counted.add(JSON.stringify([arm, fork, round]))
        return trialOf(one, isShared && isFirst ? 'measured' : 'warmup', at)
      }),
    ),
  )
  const unplaced = lost
    .filter((one) => !isPlaced(one))
    .map((one) => untracedTrial(one, placeOf(armOfLoss(one, invocations, armNameOf), 0, 0, UNKNOWN)))
  const beganMs = pieces[0]?.beganMs ?? 0
  // A loss of which only the arm is known, or not even that, is one of the gaps and not a second one.
  const known = unplaced.map(({ arm }) => (arm === UNKNOWN ? undefined : arm))
  const gaps = isWholeRun ? withoutKnown(gapsOf(armForks, arms), known, first) : []
  const absent = gaps.map(({ arm, fork, round }) =>
    untracedTrial({ why: NO_TRACE, beganMs }, placeOf(arm, fork, round, UNKNOWN)),
  )
  return [...absent, ...[...unplaced, ...placed].sort(byBegin)]
}

/** Whether these are runs that were told to be slower: copies of another arm, and no reference. */
function isPlanted(containers: readonly TracedContainer[]): boolean {
  return containers.some(({ pieces }) => pieces.some(({ planted }) => planted !== undefined))
}

function byBegin(a: Trial, b: Trial): number {
  return Date.parse(a.beganAt) - Date.parse(b.beganAt)
}

function isPlaced(one: LostInvocation): one is PlacedLoss {
  return [one.strategy, one.fork, one.round, one.container].every((value) => value !== undefined)
}

/** By fork, the rounds that every arm has a warm invocation of; without forks that have none. */
function commonRounds(armForks: readonly ArmFork[], arms: readonly string[]): Map<number, number[]> {
  const warmRounds = ({ containers }: ArmFork) =>
    containers.flatMap(({ pieces }) =>
      pieces.flatMap((one, index) => (one.isCold || !isWhole(one) ? [] : roundOf(one, index))),
    )
  const common = new Map<number, number[]>()
  for (const [fork, own] of Map.groupBy(armForks, (armFork) => armFork.fork)) {
    const sets = arms.map((arm) => new Set(own.filter((armFork) => armFork.arm === arm).flatMap(warmRounds)))
    const shared = [...sets[0]!].filter((round) => sets.every((rounds) => rounds.has(round))).sort((a, b) => a - b)
    if (shared.length > 0) common.set(fork, shared)
  }
  return common
}
