const LANCZOS_SHIFT = 607 / 128 + 0.5
const LANCZOS = [
  57.15623566586292, -59.59796035547549, 14.136097974741746, -0.4919138160976202, 3.399464998481189e-5,
  4.652362892704858e-5, -9.837447530487956e-5, 0.0001580887032249125, -0.00021026444172410488, 0.00021743961811521265,
  -0.0001643181065367639, 8.441822398385275e-5, -2.6190838401581408e-5, 3.6899182659531625e-6,
]

/** The slowly varying factor of the gamma function: Lanczos (1964), coefficients of Godfrey (2001) for g = 607/128. */
function lanczosFactor(z: number): number {
  return LANCZOS.reduce((sum, coefficient, i) => sum + coefficient / (z + i + 1), 0.9999999999999971) / z
}

function logGamma(z: number): number {
  const shifted = z + LANCZOS_SHIFT
  return (z + 0.5) * Math.log(shifted) - shifted + Math.log(Math.sqrt(2 * Math.PI) * lanczosFactor(z))
}

/** ln B(a, b). The two large gammas are divided before the logarithm: subtracting theirs would lose 7 of 16 digits. */
function logBeta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a]
  const shifted = large + LANCZOS_SHIFT
  const rise = (large + 0.5) * Math.log1p(small / shifted) + small * (Math.log(shifted + small) - 1)
  return logGamma(small) - rise - Math.log(lanczosFactor(large + small) / lanczosFactor(large))
}

/**
 * x^a y^b / B(a, b) with y = 1 - x, the slope of `regularisedBeta` on the scale of ln(x / y).
 * `x` and `y` in 0..1, `a` and `b` above 0; nothing is checked here.
 * Source: NIST Digital Library of Mathematical Functions 8.17.1.
 */
export function betaSlope(x: number, y: number, a: number, b: number): number {
  const logOf = (part: number, rest: number) => (part > 0.5 ? Math.log1p(-rest) : Math.log(part))
  return Math.exp(a * logOf(x, y) + b * logOf(y, x) - logBeta(a, b))
}

/**
 * Regularised incomplete beta function I_x(a, b), the distribution behind Student's t and the binomial.
 * `y` is 1 - x, given by the caller because a rounded 1 - x loses the digits that matter in a tail.
 * Relative error below 1e-10 for a + b up to 1e6. `x` and `y` in 0..1, `a` and `b` above 0; nothing is checked here.
 * Source: Numerical Recipes, 3rd ed. (2007), 6.4: continued fraction by Lentz's method.
 */
export function regularisedBeta(x: number, y: number, a: number, b: number): number {
  // The fraction converges fast only below the mean; above it, the complement is asked instead.
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedBeta(y, x, b, a)
  let c = Infinity
  let d = 1
  let fraction = 1
  let change = 0
  // Below the mean no denominator comes near 0, so Lentz's guards against it are left out.
  for (let k = 1; k < 10_000 && Math.abs(change - 1) > 1e-15; k++) {
    const m = Math.floor(k / 2)
    const top = k % 2 === 0 ? m * (b - m) : -(a + m) * (a + b + m)
    const term = (top * x) / ((a + k - 1) * (a + k))
    c = 1 + term / c
    d = 1 / (1 + term * d)
    change = c * d
    fraction *= change
  }
  return (betaSlope(x, y, a, b) / a) * fraction
}
