/** Numerators and denominators of AS 241, constant term first, its 20 digits rounded to what a number can hold. */
const MIDDLE = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
] as const
const TAIL = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
] as const
const FAR_TAIL = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
] as const

const polynomial = (coefficients: readonly number[], x: number) =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)

const ratio = ([above, below]: readonly [readonly number[], readonly number[]], x: number) =>
  polynomial(above, x) / polynomial(below, x)

/**
 * The point that a standard normal variable stays below with probability `p`, to a relative error of about 1e-15.
 * Above one half the digits of 1 - p are those `p` still holds, so ask for the lower tail and flip the sign.
 * Throws RangeError unless 0 < p < 1.
 * Source: Wichura, Algorithm AS 241 (PPND16): The Percentage Points of the Normal Distribution,
 * Applied Statistics 37 (1988).
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`normalQuantile: expected p between 0 and 1, both excluded, given ${p}`)
  const offset = p - 0.5
  if (Math.abs(offset) <= 0.425) return offset * ratio(MIDDLE, 0.180625 - offset * offset)
  const depth = Math.sqrt(-Math.log(Math.min(p, 1 - p)))
  return Math.sign(offset) * (depth <= 5 ? ratio(TAIL, depth - 1.6) : ratio(FAR_TAIL, depth - 5))
}
