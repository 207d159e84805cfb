import { createHash } from 'node:crypto'
import { AA_CHECK, SENSITIVITY_CHECK } from '../../plan/schedule.ts'
import type { Trial } from '../../trial/trial.ts'
import { looksOf } from './ab-plan.ts'
import type { LostInvocation } from './sort-traces.ts'
import { variantNameIn, variantOfLoss, referenceOf, UNKNOWN } from './trace-variants.ts'
import {
  type VariantBlock,
  variantBlocksOf,
  containersOf,
  isInitializedAhead,
  isWhole,
  type PlacedLoss,
  iterationOf,
  type TracedContainer,
} from './trace-containers.ts'
import { trialOf, untracedTrial } from './trace-trial.ts'
import type { InvocationExtract } from './traces/traced.ts'
import { extentOf } from '../../statistics/extent.ts'

export interface TracedRun {
  readonly invocations: readonly InvocationExtract[]
  /** Each becomes a trial that only counts as untraced. */
  readonly lost?: readonly LostInvocation[]
  /** Whether all traces of one comparison were searched for, so that what it must have done beside them is lost, too. */
  readonly isWholeRun?: boolean
  readonly name: string
  /** Where strategies are compared at several sizes, that of these. */
  readonly memoryMb?: number | undefined
  readonly target: 'lab' | 'aws'
  /**
   * A variant, a strategy or the name of a function that is not ours. Of several variants that fit, all of them where it is undefined, it is
   * the one with the most containers in blocks, as a comparison has its reference twice; else the first one by name.
   */
  readonly reference?: string | undefined
  readonly margin: number
  readonly environment: Trial['environment']
}

/**
 * Trials made of traces alone, of whoever's functions: first what no trace was found of, then the others in the order of time.
 * Containers are paired by the block that a comparison named them by, else in the order of their beginning.
 */
export function traceTrials(run: TracedRun): Trial[] {
  const { invocations, lost = [], isWholeRun = false, name, memoryMb, target, reference, margin, environment } = run
  const variantNameOf = variantNameIn(invocations)
  const pieces = [...invocations, ...lost.filter(isPlaced)].sort((a, b) => a.beganMs - b.beganMs)
  const byVariant = new Map(
    Array.from(Map.groupBy(pieces, variantNameOf), ([variant, all]) => [variant, containersOf(all)] as const),
  )
  const all = [...byVariant.keys()].sort()
  const slowedBy = new Set(all.filter((variant) => isSensitivityCheck(byVariant.get(variant)!)))
  const names = all.filter((variant) => !slowedBy.has(variant))
  const first = referenceOf(byVariant, names, reference)
  const variantBlocks = [...byVariant].flatMap(([variant, containers]) =>
    variantBlocksOf(variant, containers, variant === first),
  )
  const variants = [
    ...(first === undefined ? [] : [first]),
    ...names.filter((variant) => variant !== first),
    ...(variantBlocks.some(({ variant }) => variant === AA_CHECK) ? [AA_CHECK] : []),
    ...slowedBy,
  ]
  const common = commonIterations(variantBlocks, variants)
  const [iterations] = extentOf([...common.values()].map(({ length }) => length))
  const scenario = {
    name,
    digest: createHash('sha256')
      .update(JSON.stringify([name, memoryMb]))
      .digest('hex')
      .slice(0, 12),
    ...(memoryMb !== undefined && { memoryMb }),
    reference: first ?? UNKNOWN,
    variants,
    margin,
    quick: false,
    iterations: Number.isFinite(iterations) ? iterations : 0,
    check: 'unknown',
    looks: looksOf(common.size),
  }
  const placeOf = (variant: string, block: number, iteration: number, container: string) => {
    const role: Trial['role'] = slowedBy.has(variant)
      ? 'sensitivity-check'
      : variant === AA_CHECK
        ? 'aa-check'
        : variant === first
          ? 'reference'
          : 'candidate'
    return { target, scenario, environment, variant, role, block, iteration, container }
  }

  /** Iterations of variants, of which each is to count once. */
  const counted = new Set<string>()
  const placed = variantBlocks.flatMap(({ variant, block, containers }) =>
    containers.flatMap(({ id, pieces: own }) =>
      own.map((one, index): Trial => {
        const iteration = iterationOf(one, index)
        if (!isWhole(one)) return untracedTrial(one, placeOf(variant, block, iteration, id))
        if (one.isCold) return trialOf(one, 'cold', placeOf(variant, block, 0, id))
        if (isInitializedAhead(one)) return trialOf(one, 'warmup', placeOf(variant, block, 0, id))
        // Those that all variants have are numbered anew, so that a trace that is missing costs its iteration alone.
        const shared = common.get(block)?.indexOf(iteration) ?? -1
        const at = placeOf(variant, block, shared < 0 ? iteration : shared + 1, id)
        // A block that is not whole is not judged anyway.
        const isShared = !common.has(block) || (shared >= 0 && shared < scenario.iterations)
        const isFirst = !counted.has(JSON.stringify([variant, block, iteration]))
        if (isShared) counted.add(JSON.stringify([variant, block, iteration]))
        return trialOf(one, isShared && isFirst ? 'measured' : 'warmup', at)
      }),
    ),
  )
  const unplaced = lost
    .filter((one) => !isPlaced(one))
    .map((one) => untracedTrial(one, placeOf(variantOfLoss(one, invocations, variantNameOf), 0, 0, UNKNOWN)))
  const beganMs = pieces[0]?.beganMs ?? 0
  // A loss of which only the variant is known, or not even that, is one of the gaps and not a second one.
  const known = unplaced.map(({ variant }) => (variant === UNKNOWN ? undefined : variant))
  const missing = isWholeRun ? withoutKnown(missingTrials(variantBlocks, variants), known, first) : []
  const absent = missing.map(({ variant, block, iteration }) =>
    untracedTrial({ why: { code: 'not-found' }, beganMs }, placeOf(variant, block, iteration, UNKNOWN)),
  )
  return [...absent, ...[...unplaced, ...placed].sort(byBegin)]
}

/** Whether these are runs that were slowed on purpose: copies of another variant, and no reference. */
function isSensitivityCheck(containers: readonly TracedContainer[]): boolean {
  return containers.some(({ pieces }) => pieces.some(({ slowedBy }) => slowedBy !== undefined))
}

function byBegin(a: Trial, b: Trial): number {
  return Date.parse(a.beganAt) - Date.parse(b.beganAt)
}

function isPlaced(one: LostInvocation): one is PlacedLoss {
  return [one.strategy, one.block, one.iteration, one.container].every((value) => value !== undefined)
}

/** By block, the iterations that every variant has a warm invocation of; without blocks that have none. */
function commonIterations(variantBlocks: readonly VariantBlock[], variants: readonly string[]): Map<number, number[]> {
  const warmIterations = ({ containers }: VariantBlock) =>
    containers.flatMap(({ pieces }) =>
      pieces.flatMap((one, index) =>
        one.isCold || isInitializedAhead(one) || !isWhole(one) ? [] : iterationOf(one, index),
      ),
    )
  const common = new Map<number, number[]>()
  for (const [block, own] of Map.groupBy(variantBlocks, (variantBlock) => variantBlock.block)) {
    const sets = variants.map(
      (variant) => new Set(own.filter((variantBlock) => variantBlock.variant === variant).flatMap(warmIterations)),
    )
    const shared = [...sets[0]!]
      .filter((iteration) => sets.every((iterations) => iterations.has(iteration)))
      .sort((a, b) => a - b)
    if (shared.length > 0) common.set(block, shared)
  }
  return common
}

/** An invocation that a comparison must have made, and of which no trace was found. */
interface MissingTrial {
  readonly variant: string
  readonly block: number
  readonly iteration: number
}

/**
 * The iterations that some variant has in some block, where another variant, or the same in another block, has them not; at most as many as there are
 * invocations in blocks.
 */
function missingTrials(variantBlocks: readonly VariantBlock[], variants: readonly string[]): MissingTrial[] {
  const named = variantBlocks.flatMap(({ variant, block, containers }) =>
    containers.flatMap(({ pieces }) =>
      pieces.flatMap((one, index) =>
        one.block === undefined || one.iteration === undefined
          ? []
          : { variant, block, iteration: iterationOf(one, index) },
      ),
    ),
  )
  const placeOf = ({ variant, block, iteration }: MissingTrial) => JSON.stringify([variant, block, iteration])
  const there = new Set(named.map(placeOf))
  const all = <Value>(values: readonly Value[]) => [...new Set(values)]
  const driven = new Set(named.map(({ variant }) => variant))
  const iterations = all(named.map(({ iteration }) => iteration)).sort((a, b) => a - b)
  const blocks = all(named.map(({ block }) => block)).sort((a, b) => a - b)
  const missing: MissingTrial[] = []
  for (const variant of variants.filter((one) => driven.has(one)))
    for (const block of blocks)
      for (const iteration of iterations) {
        const trial = { variant, block, iteration }
        if (there.has(placeOf(trial))) continue
        // As many as there are traces leave no verdict, and whoever writes odd numbers could have billions.
        if (missing.length === named.length) return missing
        missing.push(trial)
      }
  return missing
}

/** Gaps without as many as are known of already by their variant; a known one whose variant is undefined stands for any. */
function withoutKnown(
  missing: readonly MissingTrial[],
  known: readonly (string | undefined)[],
  reference: string | undefined,
): MissingTrial[] {
  const left = [...missing]
  const inOrder = [
    ...known.filter((variant) => variant !== undefined),
    ...known.filter((variant) => variant === undefined),
  ]
  for (const variant of inOrder) {
    // By its function the reference cannot be distinguished from its copies.
    const names = variant === reference ? [variant, AA_CHECK, SENSITIVITY_CHECK] : [variant]
    const at = left.findIndex((trial) => variant === undefined || names.includes(trial.variant))
    if (at >= 0) left.splice(at, 1)
  }
  return left
}
