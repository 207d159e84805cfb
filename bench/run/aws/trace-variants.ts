import { slowedName } from '../../plan/schedule.ts'
import type { LostInvocation } from './sort-traces.ts'
import type { Piece, TracedContainer } from './trace-containers.ts'
import type { InvocationExtract } from './traces/traced.ts'

/** What stands for a variant or a container that no trace names. */
export const UNKNOWN = 'unknown'

/** With several sizes of memory each is a variant of its own, and so is a run that was made slower, whatever its function. */
export function variantNameIn(all: readonly InvocationExtract[]): (one: Piece | LostInvocation) => string {
  const sizes = new Set(all.map(({ memoryMb }) => memoryMb))
  return ({ strategy, functionName = UNKNOWN, memoryMb, slowedBy }) =>
    slowedBy === undefined
      ? (strategy ?? functionName) + (sizes.size > 1 && memoryMb !== undefined ? `@${memoryMb}` : '')
      : slowedName(slowedBy)
}

/** The sizes of memory, where each of several strategies was run at every one of several; they are compared size by size then. */
export function sweptSizes(all: readonly InvocationExtract[]): number[] {
  const sizes = [...new Set(all.map(({ memoryMb }) => memoryMb))].filter((size) => size !== undefined)
  const strategies = new Set(all.map(({ strategy }) => strategy))
  const pairs = new Set(all.map(({ strategy, memoryMb }) => `${strategy} ${memoryMb}`))
  const isSwept = !strategies.has(undefined) && pairs.size === sizes.length * strategies.size
  return isSwept && strategies.size > 1 && sizes.length > 1 ? sizes.sort((a, b) => a - b) : []
}

/** By what it says itself, or by its function where that is of one variant alone. */
export function variantOfLoss(
  one: LostInvocation,
  invocations: readonly InvocationExtract[],
  variantNameOf: (one: Piece | LostInvocation) => string,
): string {
  // What does not report its own run may as well be of the variant that a slowed copy was made of.
  const alike = invocations.filter(({ strategy, functionName, slowedBy }) =>
    one.strategy === undefined
      ? functionName === one.functionName && slowedBy === undefined
      : strategy === one.strategy && slowedBy === one.slowedBy,
  )
  const variants = new Set(alike.map(variantNameOf))
  if (variants.has(variantNameOf(one))) return variantNameOf(one)
  return variants.size === 1 ? [...variants][0]! : UNKNOWN
}

/**
 * Of the variants that are asked for by name, strategy or function, which are all where nothing is, the one with the most containers in
 * blocks; where none fits, the first by name. Undefined where there are none.
 */
export function referenceOf(
  byVariant: ReadonlyMap<string, readonly TracedContainer[]>,
  names: readonly string[],
  requested: string | undefined,
): string | undefined {
  const fitting = names.filter((variant) => [undefined, variant, variant.split('@')[0]].includes(requested))
  const inBlocks = (variant: string) => byVariant.get(variant)!.filter(({ block }) => block !== undefined).length
  return fitting.toSorted((a, b) => inBlocks(b) - inBlocks(a))[0] ?? names[0]
}
