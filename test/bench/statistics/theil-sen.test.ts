import fc from 'fast-check'
import { expect, test } from 'vitest'
import { theilSenSlope } from '../../../bench/statistics/steadiness.ts'

// Breakage: a mean of the slopes, least squares, or slopes of neighbours only.
test('on five years of seeded clouds the slope is the published one', () => {
  // Hollander, Wolfe & Chicken, Nonparametric Statistical Methods (2014), example 9.1: -0.056.
  const points = [1.26, 1.27, 1.12, 1.16, 1.03].map((ratio, year) => [year + 1, ratio] as const)
  expect(theilSenSlope(points)).toBeCloseTo(-0.05625, 12)
})

const some = fc.double({ min: -100, max: 100, noNaN: true })
const somePoints = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 20 }), some), {
  minLength: 2,
  maxLength: 10,
  selector: ([x]) => x,
})

test('moved, tilted and stretched points move, tilt and stretch the slope', () => {
  fc.assert(
    fc.property(somePoints, some, some, fc.double({ min: -5, max: 5, noNaN: true }), (points, shift, tilt, factor) => {
      const slope = theilSenSlope(points)!
      const moved = theilSenSlope(points.map(([x, y]) => [x + 3, factor * y + tilt * x + shift] as const))
      expect(moved).toBeCloseTo(factor * slope + tilt, 6)
    }),
  )
})

test('the order of the points does not matter', () => {
  fc.assert(
    fc.property(somePoints, (points) => {
      expect(theilSenSlope(points.toReversed())).toBeCloseTo(theilSenSlope(points)!, 12)
    }),
  )
})

test('one wild point at the end of a line does not bend it', () => {
  const line = [0, 1, 2, 3, 4, 5].map((x) => [x, x === 5 ? 100 : 2 * x] as const)
  expect(theilSenSlope(line)).toBe(2)
})

test('points of the same x say nothing of each other', () => {
  expect(
    theilSenSlope([
      [1, 0],
      [1, 9],
      [2, 4.5],
    ]),
  ).toBe(0)
  expect(
    theilSenSlope([
      [1, 0],
      [1, 9],
    ]),
  ).toBeUndefined()
  expect(theilSenSlope([[1, 2]])).toBeUndefined()
  expect(theilSenSlope([])).toBeUndefined()
})

test('a coordinate that is not finite is a mistake of the caller', () => {
  expect(() => theilSenSlope([[0, NaN]])).toThrow(
    new RangeError('theilSenSlope: expected finite coordinates, given NaN'),
  )
})

// Breakage: all slopes in memory: 5,000,000,000 of them.
test('of very many points the slopes are those of points half of them apart', () => {
  const points = Array.from({ length: 100_000 }, (_, x) => [x, 3 * x + (x % 7)] as const)
  expect(theilSenSlope(points)).toBeCloseTo(3, 3)
})
