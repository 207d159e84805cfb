import { expect, test } from 'vitest'
import { leastSquares } from '../../../bench/model/least-squares.ts'

test('coefficients that fit exactly are found', () => {
  const found = leastSquares(
    [
      [1, 0.1, 3],
      [1, 0.9, 3],
      [1, 0.5, 40],
      [1, 0.2, 20],
    ].map((of) => ({ of, value: 0.2 * of[0]! + 0.7 * of[1]! + 0.01 * of[2]! })),
  )
  for (const [place, due] of [0.2, 0.7, 0.01].entries()) expect(found[place]).toBeCloseTo(due, 6)
})

test('no coefficient is below 0, and the others are the best without it', () => {
  const [constant, slope] = leastSquares([
    { value: 3, of: [1, 0] },
    { value: 2, of: [1, 1] },
  ])
  expect(slope).toBe(0)
  // Relative errors count alike: the best constant lies nearer to the smaller value.
  expect(constant).toBeCloseTo((1 / 3 + 1 / 2) / (1 / 9 + 1 / 4), 6)
})

test('nothing observed gives nothing', () => {
  expect(leastSquares([])).toEqual([])
})
