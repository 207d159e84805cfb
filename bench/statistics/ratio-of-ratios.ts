import type { RatioEstimate } from './block-ratio.ts'
import type { Interval } from './interval.ts'
import { studentQuantile } from './student.ts'

/**
 * How many times one ratio is as large as another, each estimated over blocks of its own, with an interval of 1 - `alpha`. The spread
 * of each is taken from its interval. Throws RangeError for estimates over fewer than 2 blocks and for `alpha` not inside 0..1.
 * Source: Welch, The Generalization of Student's Problem when Several Different Population Variances are Involved, Biometrika 34
 * (1947); Satterthwaite, An Approximate Distribution of Estimates of Variance Components, Biometrics Bulletin 2 (1946).
 */
export function ratioOfRatios(a: RatioEstimate, b: RatioEstimate, alpha = 0.05): Interval & { readonly ratio: number } {
  if (!(alpha > 0 && alpha < 1))
    throw new RangeError(`ratioOfRatios: expected alpha between 0 and 1, both excluded, given ${alpha}`)
  const [errorA, errorB] = [standardError(a), standardError(b)]
  const error = Math.hypot(errorA, errorB)
  const log = Math.log(a.ratio / b.ratio)
  if (error === 0) return { ratio: Math.exp(log), low: Math.exp(log), high: Math.exp(log) }
  const degrees = error ** 4 / (errorA ** 4 / (a.blocks - 1) + errorB ** 4 / (b.blocks - 1))
  const reach = -studentQuantile(alpha / 2, degrees) * error
  return { ratio: Math.exp(log), low: Math.exp(log - reach), high: Math.exp(log + reach) }
}

function standardError({ low, high, alpha, blocks }: RatioEstimate): number {
  if (blocks < 2) throw new RangeError(`ratioOfRatios: expected at least 2 blocks, given ${blocks}`)
  return Math.log(high / low) / 2 / -studentQuantile(alpha / 2, blocks - 1)
}
