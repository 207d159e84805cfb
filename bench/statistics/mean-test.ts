import { studentCdf } from './student.ts'

/**
 * Two-sided p-value of Student's t test that the mean is 0: how often chance alone would put it at least as far away.
 * It is below alpha exactly when `meanInterval` at that alpha excludes 0. Values that are all 0 give 1, values that are
 * all the same and not 0 give 0. Throws RangeError for fewer than 2 values and for one that is not finite.
 * Source: Student, The Probable Error of a Mean, Biometrika 6 (1908).
 */
export function meanTest(values: readonly number[]): number {
  const count = values.length
  if (count < 2) throw new RangeError(`meanTest: expected at least 2 values, given ${count}`)
  const stray = values.find((value) => !Number.isFinite(value))
  if (stray !== undefined) throw new RangeError(`meanTest: expected finite values, given ${stray}`)
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  // Without it, what is nothing over nothing would be no number.
  if (mean === 0) return 1
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1)
  return 2 * studentCdf(-Math.abs(mean) / Math.sqrt(variance / count), count - 1)
}
