import { createHash } from 'node:crypto'
import { AA_CHECK } from '../../plan/schedule.ts'
import type { LostInvocation } from './sort-traces.ts'
import type { InvocationExtract } from './traces/traced.ts'
import { extentOf } from '../../statistics/extent.ts'

/** An invocation in its place, be its trace whole or not. */
export type Piece = InvocationExtract | PlacedLoss

/** One whose trace is not whole, and shows all the same where it belongs. */
export type PlacedLoss = LostInvocation & {
  readonly [Field in 'strategy' | 'block' | 'iteration' | 'container']-?: NonNullable<LostInvocation[Field]>
}

/** What a variant did in a block: one container, or as many as were asked at a time. */
export interface VariantBlock {
  readonly variant: string
  readonly block: number
  readonly containers: readonly TracedContainer[]
}

/** One execution environment and what it was asked, in order of time. */
export interface TracedContainer {
  readonly id: string
  readonly block: number | undefined
  readonly pieces: readonly Piece[]
}

/** Whether an invocation is the first of a container that was initialised before: neither a cold start nor a warm container. */
export function isInitializedAhead(piece: Piece): boolean {
  return isWhole(piece) && piece.isInitializedAhead === true
}

export function isWhole(piece: Piece): piece is InvocationExtract {
  return !('why' in piece)
}

/** Those that do not name their container are taken to have one at a time, each beginning with a cold start or with what a container initialised ahead is first asked. */
export function containersOf(pieces: readonly Piece[]): TracedContainer[] {
  let colds = 0
  const nameOf = (one: Piece) => {
    if (one.container !== undefined) return one.container
    if (one.isCold || isInitializedAhead(one)) colds++
    return `${one.functionName} ${colds}`
  }
  return Array.from(Map.groupBy(pieces, nameOf), ([id, own]) => ({
    id,
    block: own.find(({ block }) => block !== undefined)?.block,
    pieces: own,
  }))
}

/**
 * Containers by the block that a comparison named them by, else in the order of their beginning. Where the reference had two turns in
 * a block a coin makes one the A/A check.
 */
export function variantBlocksOf(
  variant: string,
  containers: readonly TracedContainer[],
  isReference: boolean,
): VariantBlock[] {
  if (containers.some(({ block }) => block === undefined))
    return containers.map((container, index) => ({ variant, block: index + 1, containers: [container] }))
  return [...Map.groupBy(containers, ({ block }) => block!)].flatMap(([block, own]) => {
    if (!isReference || own.length === 1) return [{ variant, block, containers: own }]
    const [one, other] = halvesOf(own).toSorted(([a], [b]) => (coin(a!.id) < coin(b!.id) ? -1 : 1))
    return [
      { variant, block, containers: one! },
      { variant: AA_CHECK, block, containers: other! },
    ]
  })
}

/** The reference has two turns in a block, one after the other: between them is the longest time without a new container. */
function halvesOf(containers: readonly TracedContainer[]): [TracedContainer[], TracedContainer[]] {
  const beganMs = ({ pieces }: TracedContainer) => pieces[0]!.beganMs
  const sorted = containers.toSorted((a, b) => beganMs(a) - beganMs(b))
  const gaps = sorted.slice(1).map((container, index) => beganMs(container) - beganMs(sorted[index]!))
  const middle = gaps.indexOf(extentOf(gaps)[1]) + 1
  return [sorted.slice(0, middle), sorted.slice(middle)]
}

function coin(id: string): string {
  return createHash('sha256').update(id).digest('hex')
}

/** As a comparison named it, which counts from 1 there; else the place within the container. */
export function iterationOf({ iteration }: Piece, index: number): number {
  return iteration === undefined ? index : Math.max(0, iteration - 1)
}
