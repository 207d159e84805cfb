import fc from 'fast-check'
import { jStat } from 'jstat'
import { expect, test } from 'vitest'
import { normalQuantile } from '../../../bench/statistics/normal.ts'

// The check values that Wichura prints with AS 241, one for each of its three regions.
test.each([
  [0.25, -0.6744897501960817],
  [0.001, -3.090232306167814],
  [1e-20, -9.26234008979841],
])('the quantile of %d is the one published with AS 241', (p, published) => {
  expect(Math.abs(normalQuantile(p) / published - 1)).toBeLessThan(1e-15)
})

// Computed by mpmath 1.3 with 40 digits: both sides of exp(-25), where the far tail begins, and the far end.
test.each([
  [2e-11, -6.604077590405634],
  [1e-11, -6.706023155495136],
  [1e-15, -7.941345326170997],
  [1e-300, -37.0470962993612],
])('the quantile of %d has the digits of a 40-digit computation', (p, expected) => {
  expect(Math.abs(normalQuantile(p) / expected - 1)).toBeLessThan(1e-15)
})

test('the quantile agrees with jStat near the middle and in the tails, on both sides', () => {
  const shares = [1e-6, 0.00125, 0.025, 0.0749, 0.0751, 0.3, 0.49, 0.6, 0.924, 0.926, 0.975, 0.999999]
  const apart = shares.filter((p) => !(Math.abs(normalQuantile(p) / jStat.normal.inv(p, 0, 1) - 1) < 1e-9))
  expect(apart).toEqual([])
})

test('the middle is 0, and one side mirrors the other', () => {
  expect(normalQuantile(0.5)).toBe(0)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 20 - 1 }), (k) => {
      return normalQuantile(k / 2 ** 20) === -normalQuantile(1 - k / 2 ** 20) || k === 2 ** 19
    }),
  )
})

test('a larger share never has a smaller quantile, not even where two regions meet', () => {
  const share = fc.oneof(
    fc.double({ min: 1e-300, max: 1, maxExcluded: true, noNaN: true }),
    ...[0.075, Math.exp(-25)].map((seam) => fc.double({ min: seam * (1 - 1e-9), max: seam * (1 + 1e-9), noNaN: true })),
  )
  // Neighbouring numbers may come out in the wrong order by rounding, so shares are 1e-11 apart.
  fc.assert(fc.property(share, (p) => normalQuantile(p * (1 - 1e-11)) <= normalQuantile(p)))
})

test('a share of 0, of 1 or of NaN is a mistake of the caller', () => {
  for (const p of [0, 1, NaN, -1]) {
    expect(() => normalQuantile(p)).toThrow(
      new RangeError(`normalQuantile: expected p between 0 and 1, both excluded, given ${p}`),
    )
  }
})
