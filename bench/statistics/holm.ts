/**
 * p-values of one family, adjusted so that calling everything at or below alpha different is wrong about anything at all
 * with a probability of alpha at most, however the tests depend on each other. In the order given, at most 1 each.
 * Throws RangeError for a p-value outside 0..1.
 * Source: Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6 (1979);
 * Wright, Adjusted P-Values for Simultaneous Inference, Biometrics 48 (1992), for the adjusted form.
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const stray = pValues.find((p) => !(p >= 0 && p <= 1))
  if (stray !== undefined) throw new RangeError(`holmAdjusted: expected p-values in 0..1, given ${stray}`)
  const count = pValues.length
  const ascending = [...pValues.keys()].sort((a, b) => pValues[a]! - pValues[b]!)
  const adjusted: number[] = Array.from({ length: count })
  let largest = 0
  for (const [rank, index] of ascending.entries()) {
    // Never below a smaller one's: who stops at that one does not come to this one.
    largest = Math.max(largest, Math.min(1, (count - rank) * pValues[index]!))
    adjusted[index] = largest
  }
  return adjusted
}
