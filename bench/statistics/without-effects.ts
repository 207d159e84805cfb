const MAX_SWEEPS = 1000

/**
 * What is left of values once effects are taken out that all members of a group share, for several groupings at once:
 * the residuals of the additive model. `groupings`: for each grouping the group of each value, in the order of `values`.
 * Means are taken out of one grouping after another until none is left: at once where every group of one meets every group
 * of the other equally often, and soon where a few values are missing.
 * Source: Guimarães & Portugal, A Simple Feasible Procedure to Fit Models with High-Dimensional Fixed Effects, Stata
 * Journal 10 (2010).
 */
export function withoutEffects(values: readonly number[], groupings: readonly (readonly unknown[])[]): number[] {
  const indices = groupings.map((groupOf) => [...Map.groupBy(values.keys(), (index) => groupOf[index]).values()])
  const left = [...values]
  let largest = Infinity
  for (let sweep = 0; sweep < MAX_SWEEPS && largest > 1e-12; sweep++) {
    largest = 0
    for (const members of indices.flat()) {
      const mean = members.reduce((sum, index) => sum + left[index]!, 0) / members.length
      for (const index of members) left[index]! -= mean
      largest = Math.max(largest, Math.abs(mean))
    }
  }
  return left
}
