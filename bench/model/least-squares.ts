/** A value that is to be the sum of quantities, each times a coefficient that is sought. */
export interface Observation {
  readonly value: number
  readonly of: readonly number[]
}

/** Far more than it takes: each costs a microsecond, however many observations there are. */
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
  const sumOf = (term: (of: readonly number[]) => number) => rows.reduce((sum, { of }) => sum + term(of), 0)
  const targets = coefficients.map((_, place) => sumOf((of) => of[place]!))
  const products = coefficients.map((_, place) =>
    coefficients.map((_, other) => sumOf((of) => of[place]! * of[other]!)),
  )
  for (let pass = 0; pass < PASSES; pass++) {
    for (const [place, row] of products.entries()) {
      const square = row[place]!
      if (square === 0) continue
      const fitted = row.reduce((sum, product, other) => sum + product * coefficients[other]!, 0)
      coefficients[place] = Math.max(0, coefficients[place]! + (targets[place]! - fitted) / square)
    }
  }
  return coefficients
}
