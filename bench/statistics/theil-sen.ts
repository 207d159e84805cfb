import { median } from './quantile.ts'

/**
 * Slope of a straight line through points, in units of y per unit of x: the median of the slopes between any two points of
 * different x. One wild point cannot carry it away, not even at an end, where least squares lets it weigh most.
 * Takes n(n - 1) / 2 slopes. Undefined where no two points differ in x. Throws RangeError for a coordinate that is not finite.
 * Source: Theil, A Rank-Invariant Method of Linear and Polynomial Regression Analysis (1950); Sen, Estimates of the
 * Regression Coefficient Based on Kendall's Tau, JASA 63 (1968).
 */
export function theilSenSlope(points: readonly (readonly [x: number, y: number])[]): number | undefined {
  const stray = points.flat().find((coordinate) => !Number.isFinite(coordinate))
  if (stray !== undefined) throw new RangeError(`theilSenSlope: expected finite coordinates, given ${stray}`)
  const slopes = points.flatMap(([x, y], i) =>
    points.slice(i + 1).flatMap(([otherX, otherY]) => (otherX === x ? [] : (otherY - y) / (otherX - x))),
  )
  return slopes.length > 0 ? median(slopes) : undefined
}
