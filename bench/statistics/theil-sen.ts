import { median } from './quantile.ts'

/** Of more all slopes would be millions. */
const MAX_POINTS = 1000

/**
 * Slope of a straight line through points, in units of y per unit of x: the median of the slopes between any two points of
 * different x. One wild point cannot carry it away, not even at an end, where least squares lets it weigh most.
 * Takes n(n - 1) / 2 slopes; of more than a thousand points those between the ones half of them apart (Theil's incomplete method).
 * Undefined where no two points differ in x. Throws RangeError for a coordinate that is not finite.
 * Source: Theil, A Rank-Invariant Method of Linear and Polynomial Regression Analysis (1950); Sen, Estimates of the
 * Regression Coefficient Based on Kendall's Tau, JASA 63 (1968).
 */
export function theilSenSlope(points: readonly (readonly [x: number, y: number])[]): number | undefined {
  const stray = points.flat().find((coordinate) => !Number.isFinite(coordinate))
  if (stray !== undefined) throw new RangeError(`theilSenSlope: expected finite coordinates, given ${stray}`)
  const apart = points.length > MAX_POINTS ? Math.floor(points.length / 2) : 1
  const sorted = apart === 1 ? points : points.toSorted(([x], [otherX]) => x - otherX)
  const slopes = sorted.flatMap(([x, y], i) =>
    sorted
      .slice(i + apart, apart === 1 ? undefined : i + apart + 1)
      .flatMap(([otherX, otherY]) => (otherX === x ? [] : (otherY - y) / (otherX - x))),
  )
  return slopes.length > 0 ? median(slopes) : undefined
}
