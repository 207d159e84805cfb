/** A value that is to be the sum of quantities, each times a coefficient that is sought. */
export interface Observation {
  readonly value: number
  readonly of: readonly number[]
}

/** Far more than it takes: each costs some microseconds. */
const PASSES = 20_000

/**
 * The coefficients, none of them below 0, that fit the observations best, relative errors counting alike. One coefficient after
 * another is set to its best, over and over. Source: Franc, Hlavac & Navara, Sequential Coordinate-Wise Algorithm for the
 * Non-negative Least Squares Problem (CAIP 2005).
 */
export function leastSquares(observations: readonly Observation[]): number[] {
  const rows = observations
    .filter(({ value }) => value > 0)
    .map(({ value, of }) => ({ of: of.map((quantity) => quantity / value) }))
  const coefficients = new Array<number>(observations[0]?.of.length ?? 0).fill(0)
  const squares = coefficients.map((_, place) => rows.reduce((sum, { of }) => sum + of[place]! ** 2, 0))
  for (let pass = 0; pass < PASSES; pass++) {
    for (const place of coefficients.keys()) {
      if (squares[place] === 0) continue
      let sum = 0
      for (const { of } of rows) {
        const fitted = of.reduce((total, quantity, other) => total + quantity * coefficients[other]!, 0)
        sum += of[place]! * (1 - fitted + of[place]! * coefficients[place]!)
      }
      coefficients[place] = Math.max(0, sum / squares[place]!)
    }
  }
  return coefficients
}
