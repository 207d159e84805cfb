import fc from 'fast-check'
import { jStat } from 'jstat'
import { expect, test } from 'vitest'
import { studentCdf, studentQuantile } from '../../../bench/statistics/student.ts'

const shares = [1e-6, 1e-4, 0.00125, 0.01, 0.1, 0.24, 0.26, 0.3, 0.49, 0.500001, 0.6, 0.74, 0.76, 0.9, 0.975, 0.999999]
const allDegrees = [1, 1.5, 2, 3, 4, 5, 11, 23, 30, 100, 1e3, 1e4, 1e5, 1e6]
const grid = allDegrees.flatMap((degrees) => shares.map((p) => ({ p, degrees })))

const relativeError = (given: number, expected: number) => Math.abs(given - expected) / Math.abs(expected)

test('the quantile agrees with jStat, as closely as jStat is right', () => {
  // Its error is 3e-8 of the quantile, and more beside one half.
  const apart = grid
    .filter(({ p }) => Math.abs(p - 0.5) > 0.001)
    .filter(({ p, degrees }) => !(relativeError(studentQuantile(p, degrees), jStat.studentt.inv(p, degrees)) < 1e-7))
  expect(apart).toEqual([])
})

test('the distribution agrees with jStat up to a thousand degrees', () => {
  const points = [-50, -6, -3, -1.8, -1.7, -1, -0.3, -1e-4, 0, 1e-4, 0.3, 1, 1.7, 1.8, 3, 6]
  for (const degrees of allDegrees.filter((one) => one <= 1e3))
    for (const t of points)
      expect(Math.abs(studentCdf(t, degrees) - jStat.studentt.cdf(t, degrees)), `t = ${t}, ${degrees}`).toBeLessThan(
        1e-7,
      )
})

// Computed by mpmath 1.3 with 60 digits: Newton on its regularised incomplete beta function.
test.each([
  [1e-6, 1, -318309.8861827435],
  [1e-6, 2.5, -220.17342917823686],
  [1e-6, 5, -24.771029720515944],
  [1e-6, 1e6, -4.753452348279681],
  [0.005, 1, -63.65674116287158],
  [0.005, 23, -2.807335683769999],
  [0.005, 1e6, -2.575834220105334],
  [0.1, 1e3, -1.2823987214609245],
])('in a tail, the quantile of %d at %d degrees has the digits of a 60-digit computation', (p, degrees, expected) => {
  expect(relativeError(studentQuantile(p, degrees), expected)).toBeLessThan(2e-11)
})

test.each([
  [0.3, 1, -0.7265425280053609],
  [0.3, 1e6, -0.5244006798602089],
])('near the middle, the quantile of %d at %d degrees has 14 of these digits', (p, degrees, expected) => {
  expect(relativeError(studentQuantile(p, degrees), expected)).toBeLessThan(1e-14)
})

// Student's own table as printed in every textbook, here after Fisher & Yates, Statistical Tables (1963), table III.
test.each([
  [0.975, 1, 12.706],
  [0.975, 5, 2.571],
  [0.995, 5, 4.032],
  [0.975, 11, 2.201],
  [0.975, 23, 2.069],
  [0.95, 30, 1.697],
])('the quantile of %d at %d degrees is the one in the printed table', (p, degrees, printed) => {
  expect(studentQuantile(p, degrees)).toBeCloseTo(printed, 3)
})

test('one degree is the Cauchy distribution and two degrees have a closed form, far into the tails', () => {
  for (const p of [1e-100, 1e-20, 1e-6, 0.01, 0.2, 0.25, 0.4, 0.4999999, 0.5000001, 0.7]) {
    const cauchy = p < 0.25 ? -1 / Math.tan(Math.PI * p) : Math.tan(Math.PI * (p - 0.5))
    const twoDegrees = (2 * (p - 0.5)) / Math.sqrt(2 * p * (1 - p))
    expect(relativeError(studentQuantile(p, 1), cauchy), `1 degree, p = ${p}`).toBeLessThan(1e-12)
    expect(relativeError(studentQuantile(p, 2), twoDegrees), `2 degrees, p = ${p}`).toBeLessThan(1e-12)
  }
})

test('the quantile undoes the distribution and rises with the share', () => {
  // Nearer to one half the library gives 0 for very many degrees.
  const share = fc.double({ min: 1e-6, max: 0.49, noNaN: true })
  fc.assert(
    fc.property(share, share, fc.double({ min: 1, max: 1e6, noNaN: true }), (p, q, degrees) => {
      const t = studentQuantile(p, degrees)
      expect(relativeError(studentCdf(t, degrees), p)).toBeLessThan(1e-9)
      expect(studentCdf(t, degrees) + studentCdf(-t, degrees)).toBeCloseTo(1, 14)
      if (p < q * (1 - 1e-9)) expect(t).toBeLessThan(studentQuantile(q, degrees))
    }),
  )
})

test('the upper half mirrors the lower half', () => {
  // Whole multiples of 2^-20, so that 1 - p is exact.
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 19 - 1 }),
      fc.double({ min: 1, max: 1e6, noNaN: true }),
      (k, degrees) => {
        return studentQuantile(1 - k / 2 ** 20, degrees) === -studentQuantile(k / 2 ** 20, degrees)
      },
    ),
  )
})

test('the middle is exactly 0, the ends are exactly 0 and 1', () => {
  expect(studentQuantile(0.5, 7)).toBe(0)
  expect(studentCdf(0, 7)).toBe(0.5)
  expect(studentCdf(-Infinity, 7)).toBe(0)
  expect(studentCdf(Infinity, 7)).toBe(1)
})

test('a share outside 0..1, fewer than 1 degree and NaN are mistakes of the caller', () => {
  expect(() => studentQuantile(1, 5)).toThrow(
    new RangeError('studentQuantile: expected p from 1e-100 to below 1, given 1'),
  )
  for (const p of [0, 1e-101, -0.1, NaN]) expect(() => studentQuantile(p, 5)).toThrow(RangeError)
  expect(() => studentCdf(1, 0)).toThrow(
    new RangeError('studentCdf: expected degrees of freedom of at least 1 and finite, given 0'),
  )
  for (const degrees of [0.5, Infinity, NaN]) expect(() => studentQuantile(0.1, degrees)).toThrow(RangeError)
  expect(() => studentCdf(NaN, 5)).toThrow(RangeError)
})
