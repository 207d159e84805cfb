import { betaSlope, regularisedBeta } from './beta.ts'
import { normalQuantile } from './normal.ts'

function checkDegrees(name: string, degrees: number): void {
  if (!(degrees >= 1 && degrees < Infinity)) {
    throw new RangeError(`${name}: expected degrees of freedom of at least 1 and finite, given ${degrees}`)
  }
}

/** Shares of t^2 / degrees on the beta scale: `outer` = degrees / (degrees + t^2), `inner` = the rest. */
function betaShares(t: number, degrees: number): { outer: number; inner: number } {
  const odds = (t * t) / degrees
  return { outer: 1 / (1 + odds), inner: 1 / (1 + 1 / odds) }
}

/**
 * Probability that a Student t variable stays below `t`, for 1 or more degrees of freedom (fractions are allowed).
 * Relative error below 1e-10 for |t| up to 1e150, also far out in the lower tail; `t` may be infinite.
 * Throws RangeError for NaN and for fewer than 1 or infinitely many degrees.
 * Source: Numerical Recipes, 3rd ed. (2007), 6.14.3.
 */
export function studentCdf(t: number, degrees: number): number {
  checkDegrees('studentCdf', degrees)
  if (Number.isNaN(t)) throw new RangeError('studentCdf: expected a number t, given NaN')
  const { outer, inner } = betaShares(t, degrees)
  const tail = regularisedBeta(outer, inner, degrees / 2, 0.5) / 2
  return t < 0 ? tail : 1 - tail
}

/**
 * The point that a Student t variable stays below with probability `p`: `studentCdf` turned around.
 * Relative error below 1e-10 for 1 to 1e6 degrees. `p` at least 1e-100 and below 1; a small upper tail is best asked
 * as a lower one, with the sign flipped. Throws RangeError for other `p`, and for degrees as `studentCdf` does.
 * Source: Newton's method; Numerical Recipes, 3rd ed. (2007), 6.14.3 for the distribution that it inverts.
 */
export function studentQuantile(p: number, degrees: number): number {
  checkDegrees('studentQuantile', degrees)
  if (!(p >= 1e-100 && p < 1)) throw new RangeError(`studentQuantile: expected p from 1e-100 to below 1, given ${p}`)
  if (p === 0.5) return 0
  // Of the mass inside and outside of +-t, the smaller one is solved for: it carries all digits of p.
  const outside = 2 * Math.min(p, 1 - p)
  const isTail = outside < 0.5
  const wanted = isTail ? outside : 1 - outside
  const half = degrees / 2
  // ln(mass) against ln(t) is concave, so Newton from the normal quantile, which is never too large, cannot run astray.
  let t = Math.abs(normalQuantile(p))
  let step: number
  do {
    const { outer, inner } = betaShares(t, degrees)
    const mass = isTail ? regularisedBeta(outer, inner, half, 0.5) : regularisedBeta(inner, outer, 0.5, half)
    const slope = ((isTail ? -2 : 2) * betaSlope(outer, inner, half, 0.5)) / mass
    step = (Math.log(wanted) - Math.log(mass)) / slope
    t *= Math.exp(step)
  } while (Math.abs(step) > 1e-10)
  return p < 0.5 ? -t : t
}
