import { AA_CHECK, SENSITIVITY_CHECK } from '../../plan/schedule.ts'
import { type VariantBlock, iterationOf } from './trace-containers.ts'

/** An invocation that a comparison must have made, and of which no trace was found. */
export interface MissingTrial {
  readonly variant: string
  readonly block: number
  readonly iteration: number
}

/**
 * The iterations that some variant has in some block, where another variant, or the same in another block, has them not; at most as many as there are
 * invocations in blocks.
 */
export function missingTrials(variantBlocks: readonly VariantBlock[], variants: readonly string[]): MissingTrial[] {
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
export function withoutKnown(
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
    // Nobody can tell the reference from its copies by its function.
    const names = variant === reference ? [variant, AA_CHECK, SENSITIVITY_CHECK] : [variant]
    const at = left.findIndex((trial) => variant === undefined || names.includes(trial.variant))
    if (at >= 0) left.splice(at, 1)
  }
  return left
}
