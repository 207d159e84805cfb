import cdf from '@stdlib/stats-base-dists-t-cdf'
import quantile from '@stdlib/stats-base-dists-t-quantile'

function checkDegrees(name: string, degrees: number): void {
  if (!(degrees >= 1 && degrees < Infinity)) {
    throw new RangeError(`${name}: expected degrees of freedom of at least 1 and finite, given ${degrees}`)
  }
}

/**
 * Probability that a Student t variable stays below `t`, for 1 or more degrees of freedom (fractions are allowed); `t` may be infinite.
 * Throws RangeError for NaN and for fewer than 1 or infinitely many degrees, for which the library gives NaN.
 */
export function studentCdf(t: number, degrees: number): number {
  checkDegrees('studentCdf', degrees)
  if (Number.isNaN(t)) throw new RangeError('studentCdf: expected a number t, given NaN')
  return cdf(t, degrees)
}

/**
 * The point that a Student t variable stays below with probability `p`: `studentCdf` turned around.
 * `p` at least 1e-100 and below 1; a small upper tail is best asked as a lower one, with the sign flipped. Within a millionth of one half,
 * the library gives 0 from 100,000 degrees on.
 * Throws RangeError for other `p`, and for degrees as `studentCdf` does.
 */
export function studentQuantile(p: number, degrees: number): number {
  checkDegrees('studentQuantile', degrees)
  if (!(p >= 1e-100 && p < 1)) throw new RangeError(`studentQuantile: expected p from 1e-100 to below 1, given ${p}`)
  return quantile(p, degrees)
}
