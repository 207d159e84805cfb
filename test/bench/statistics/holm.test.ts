import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holmAdjusted } from '../../../bench/statistics/pairwise.ts'

// Breakage: every p-value times the count (Bonferroni), or no running maximum.
test('on the published example of R package multtest, the adjusted p-values are the published ones', () => {
  const pValues = [
    0.838541367553, 0.642193923795, 0.680845947633, 0.967833824309, 0.71626938238, 0.177096952723, 5.23656777208e-5,
    0.0202732688798, 0.00028140506198, 0.0149877310796,
  ]
  // mt.rawp2adjp, as the tests of statsmodels keep its answer.
  const published = [1, 1, 1, 1, 1, 1, 5.23656777208e-4, 0.1419128821586, 2.53264555782e-3, 0.1199018486368]
  for (const [index, p] of holmAdjusted(pValues).entries()) expect(p).toBeCloseTo(published[index]!, 12)
})

// Neuhaus et al. (1992) as in Benjamini & Hochberg, JRSS B 57 (1995): with 15 tests at 5 %, the first three are rejected.
test('of the fifteen tests of a trial of thrombolysis, three are rejected at 5 %', () => {
  const pValues = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ]
  expect(holmAdjusted(pValues).filter((p) => p <= 0.05)).toHaveLength(3)
  expect(holmAdjusted(pValues)[2]).toBeCloseTo(13 * 0.0019, 12)
})

// Breakage: results in ascending order instead of the given one.
test('a later p-value never comes out below an earlier one, and each stays in its place', () => {
  // Times 3, 2 and 1: 0.02 alone would come out at 0.02, below the 0.03 of the one before.
  const expected = [0.03, 0.03, 0.03]
  for (const [index, p] of holmAdjusted([0.02, 0.01, 0.015]).entries()) expect(p).toBeCloseTo(expected[index]!, 12)
  expect(holmAdjusted([0.5, 0.001])).toEqual([0.5, 0.002])
})

const share = fc.double({ min: 0, max: 1, noNaN: true })
const family = fc.array(share, { maxLength: 12 })

test('what is rejected is what the step-down procedure of 1979 rejects', () => {
  fc.assert(
    fc.property(family, fc.double({ min: 0.001, max: 0.3, noNaN: true }), (pValues, alpha) => {
      const sorted = pValues.toSorted((a, b) => a - b)
      const stop = sorted.findIndex((p, rank) => p * (sorted.length - rank) > alpha)
      const rejected = stop < 0 ? sorted.length : stop
      expect(holmAdjusted(pValues).filter((p) => p <= alpha)).toHaveLength(rejected)
    }),
  )
})

test('adjusted p-values lie between their own and those of Bonferroni, and keep their order', () => {
  fc.assert(
    fc.property(family, (pValues) => {
      const adjusted = holmAdjusted(pValues)
      for (const [i, p] of pValues.entries()) {
        expect(adjusted[i]).toBeGreaterThanOrEqual(p)
        expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * pValues.length))
        for (const [j, q] of pValues.entries()) if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!)
      }
    }),
  )
})

test('no test and one test are left as they are', () => {
  expect(holmAdjusted([])).toEqual([])
  expect(holmAdjusted([0.04])).toEqual([0.04])
})

test('a p-value outside 0..1 is a mistake of the caller', () => {
  for (const stray of [-0.1, 1.1, NaN])
    expect(() => holmAdjusted([0.5, stray])).toThrow(
      new RangeError(`holmAdjusted: expected p-values in 0..1, given ${stray}`),
    )
})
