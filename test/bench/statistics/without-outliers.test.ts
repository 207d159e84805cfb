import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ratioOverForks } from '../../../bench/statistics/fork-ratio.ts'
import { type LabelledRound, ratioWithoutOutliers } from '../../../bench/statistics/without-outliers.ts'

const round = (logRatio: number, isOutlier = false): LabelledRound => ({ logRatio, isOutlier })

// Breakage: the labels turned round, or not looked at.
test('a worked example: without the rounds that stand out, the estimate is that of the others', () => {
  const forks = [
    [round(0), round(3, true)],
    [round(0.1), round(0.1)],
    [round(0.2), round(-2, true), round(0.2)],
  ]
  expect(ratioWithoutOutliers(forks, 0.05)).toEqual(ratioOverForks([[0], [0.1, 0.1], [0.2, 0.2]], 0.05))
})

test('where nothing stands out it is the estimate itself, and labels change nothing but what is left out', () => {
  const labelled = fc.record({ logRatio: fc.double({ min: -2, max: 2, noNaN: true }), isOutlier: fc.boolean() })
  const someForks = fc.array(fc.array(labelled, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 8 })
  fc.assert(
    fc.property(someForks, (forks) => {
      const calm = forks.map((rounds) => rounds.map(({ logRatio }) => round(logRatio)))
      const all = forks.map((rounds) => rounds.map(({ logRatio }) => logRatio))
      expect(ratioWithoutOutliers(calm, 0.02)).toEqual(ratioOverForks(all, 0.02))
      const left = forks.flatMap((rounds) => rounds.filter(({ isOutlier }) => !isOutlier))
      const estimate = ratioWithoutOutliers(forks, 0.02)
      if (estimate) expect(estimate.rounds).toBe(left.length)
    }),
  )
})

// Breakage: a fork without rounds handed on, which throws.
test('a fork that loses all its rounds drops out', () => {
  const forks = [[round(0)], [round(5, true)], [round(0.2)]]
  expect(ratioWithoutOutliers(forks, 0.05)).toEqual(ratioOverForks([[0], [0.2]], 0.05))
})

test('with fewer than two forks left there is no estimate', () => {
  expect(ratioWithoutOutliers([[round(0)], [round(5, true)]], 0.05)).toBeUndefined()
  expect(ratioWithoutOutliers([], 0.05)).toBeUndefined()
})

test('a wrong alpha and a log ratio that is not finite are mistakes of the caller', () => {
  expect(() => ratioWithoutOutliers([[round(0)], [round(0)]], 1)).toThrow(RangeError)
  expect(() => ratioWithoutOutliers([[round(0)], [round(NaN)]], 0.05)).toThrow(RangeError)
})
