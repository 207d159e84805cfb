import { plantedName } from '../../plan/schedule.ts'
import type { LostInvocation } from './sort-traces.ts'
import type { Piece, TracedContainer } from './trace-containers.ts'
import type { ToldInvocation } from './traced.ts'

/** What stands for an arm or a container that no trace tells. */
export const UNKNOWN = 'unknown'

/** With several sizes of memory each is an arm of its own, and so is a run that was made slower, whatever its function. */
export function armNameIn(all: readonly ToldInvocation[]): (one: Piece | LostInvocation) => string {
  const sizes = new Set(all.map(({ memoryMb }) => memoryMb))
  return ({ strategy, functionName = UNKNOWN, memoryMb, planted }) =>
    planted === undefined
      ? (strategy ?? functionName) + (sizes.size > 1 && memoryMb !== undefined ? `@${memoryMb}` : '')
      : plantedName(planted)
}

/** The sizes of memory, where every strategy was run at every one of several; they are compared size by size then. */
export function sweptSizes(all: readonly ToldInvocation[]): number[] {
  const sizes = [...new Set(all.map(({ memoryMb }) => memoryMb))].filter((size) => size !== undefined)
  const strategies = new Set(all.map(({ strategy }) => strategy))
  const pairs = new Set(all.map(({ strategy, memoryMb }) => `${strategy} ${memoryMb}`))
  const isSwept = !strategies.has(undefined) && pairs.size === sizes.length * strategies.size
  return isSwept && sizes.length > 1 ? sizes.sort((a, b) => a - b) : []
}

/** By what it says itself, or by its function where that is of one arm alone. */
export function armOfLoss(
  one: LostInvocation,
  invocations: readonly ToldInvocation[],
  armNameOf: (one: Piece | LostInvocation) => string,
): string {
  // What does not tell its own run may as well be of the arm that a planted one is a copy of.
  const alike = invocations.filter(({ strategy, functionName, planted }) =>
    one.strategy === undefined
      ? functionName === one.functionName && planted === undefined
      : strategy === one.strategy && planted === one.planted,
  )
  const arms = new Set(alike.map(armNameOf))
  if (arms.has(armNameOf(one))) return armNameOf(one)
  return arms.size === 1 ? [...arms][0]! : UNKNOWN
}

/**
 * Of the arms that are asked for by name, strategy or function, which are all where nothing is, the one with the most containers in
 * forks; where none fits, the first by name. Undefined where there are none.
 */
export function referenceOf(
  byArm: ReadonlyMap<string, readonly TracedContainer[]>,
  names: readonly string[],
  asked: string | undefined,
): string | undefined {
  const fitting = names.filter((arm) => [undefined, arm, arm.split('@')[0]].includes(asked))
  const inForks = (arm: string) => byArm.get(arm)!.filter(({ fork }) => fork !== undefined).length
  return fitting.toSorted((a, b) => inForks(b) - inForks(a))[0] ?? names[0]
}
