import { GUARD, PLANTED } from '../../plan/schedule.ts'
import { type ArmFork, roundOf } from './trace-containers.ts'

/** An invocation that a comparison must have made, and of which no trace was found. */
export interface Gap {
  readonly arm: string
  readonly fork: number
  readonly round: number
}

/**
 * The rounds that some arm has in some fork, where another arm, or the same in another fork, has them not; at most as many as there are
 * invocations in forks.
 */
export function gapsOf(armForks: readonly ArmFork[], arms: readonly string[]): Gap[] {
  const named = armForks.flatMap(({ arm, fork, containers }) =>
    containers.flatMap(({ pieces }) =>
      pieces.flatMap((one, index) =>
        one.fork === undefined || one.round === undefined ? [] : { arm, fork, round: roundOf(one, index) },
      ),
    ),
  )
  const placeOf = ({ arm, fork, round }: Gap) => JSON.stringify([arm, fork, round])
  const there = new Set(named.map(placeOf))
  const all = <Value>(values: readonly Value[]) => [...new Set(values)]
  const driven = new Set(named.map(({ arm }) => arm))
  const rounds = all(named.map(({ round }) => round)).sort((a, b) => a - b)
  const forks = all(named.map(({ fork }) => fork)).sort((a, b) => a - b)
  const gaps: Gap[] = []
  for (const arm of arms.filter((one) => driven.has(one)))
    for (const fork of forks)
      for (const round of rounds) {
        const gap = { arm, fork, round }
        if (there.has(placeOf(gap))) continue
        // As many as there are traces leave no verdict, and whoever writes odd numbers could have billions.
        if (gaps.length === named.length) return gaps
        gaps.push(gap)
      }
  return gaps
}

/** Gaps without as many as are known of already by their arm; a known one whose arm is undefined stands for any. */
export function withoutKnown(
  gaps: readonly Gap[],
  known: readonly (string | undefined)[],
  reference: string | undefined,
): Gap[] {
  const left = [...gaps]
  const inOrder = [...known.filter((arm) => arm !== undefined), ...known.filter((arm) => arm === undefined)]
  for (const arm of inOrder) {
    // Nobody can tell the reference from its copies by its function.
    const names = arm === reference ? [arm, GUARD, PLANTED] : [arm]
    const at = left.findIndex((gap) => arm === undefined || names.includes(gap.arm))
    if (at >= 0) left.splice(at, 1)
  }
  return left
}
