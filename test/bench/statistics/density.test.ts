import fc from 'fast-check'
import { expect, test } from 'vitest'
import { densityOf } from '../../../bench/statistics/density.ts'

const OPTIONS = { places: 200, least: 1e-3 }

test('a density has an area of one, whatever the values', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 80 }), (values) => {
      const points = densityOf(values, { ...OPTIONS, places: 4000, least: 0.5 })
      const step = points[1]!.at - points[0]!.at
      expect(points.reduce((sum, { density }) => sum + density * step, 0)).toBeCloseTo(1, 1)
    }),
  )
})

// 0.9 min(1.5811, 2 / 1.34) 5^(-1/5) = 0.9736, worked out by hand.
test('its bandwidth is Silverman’s', () => {
  const points = densityOf([1, 2, 3, 4, 5], OPTIONS)
  expect(points[0]!.at).toBeCloseTo(1 - 3 * 0.9736, 3)
  expect(points.at(-1)!.at).toBeCloseTo(5 + 3 * 0.9736, 3)
})

test('values that are all the same are a hill of the least width', () => {
  const points = densityOf([7, 7, 7], { places: 3, least: 0.5 })
  expect(points.map(({ at }) => at)).toEqual([5.5, 7, 8.5])
  expect(points[1]!.density).toBeCloseTo(1 / (0.5 * Math.sqrt(2 * Math.PI)), 10)
})

test('what has no density is refused', () => {
  expect(() => densityOf([], OPTIONS)).toThrow('expected finite values, given none')
  expect(() => densityOf([1, Infinity], OPTIONS)).toThrow('expected finite values, given Infinity')
  expect(() => densityOf([1], { places: 1, least: 1 })).toThrow('expected at least 2 places, given 1')
  expect(() => densityOf([1], { places: 2, least: 0 })).toThrow('expected a least bandwidth above 0, given 0')
})
