import { expect, test } from 'vitest'
import { kolmogorovSmirnov } from '../../../bench/statistics/kolmogorov-smirnov.ts'
import { drawUnits } from '../../../mock-server/delay.ts'

const sampleOf = (name: string, size: number, of: (unit: number) => number = (unit) => unit) =>
  Array.from({ length: size }, (_, index) => of(drawUnits(name, index)[0]))

test('the distance is the largest between two distribution functions, ties taken at once', () => {
  expect(kolmogorovSmirnov([1, 2, 3, 4], [3, 4, 5, 6], 0.05).distance).toBe(0.5)
  expect(kolmogorovSmirnov([1, 1, 1], [1, 1], 0.05).distance).toBe(0)
  expect(kolmogorovSmirnov([1, 2], [3, 4], 0.05).distance).toBe(1)
  expect(kolmogorovSmirnov([4, 1, 3, 2], [6, 3, 5, 4], 0.05).distance).toBe(0.5)
})

// Worked values: the asymptotic factors of the standard tables, 1.358 for 5% and 1.628 for 1%.
test('the critical distance is that of the tables', () => {
  const { critical } = kolmogorovSmirnov(sampleOf('a', 100), sampleOf('b', 50), 0.05)
  expect(critical).toBeCloseTo(1.358 * Math.sqrt(150 / 5000), 3)
  expect(kolmogorovSmirnov([1], [2], 0.01, [400, 100]).critical).toBeCloseTo(1.628 * Math.sqrt(500 / 40_000), 3)
})

// Breakage: a factor of another level, or the sizes taken for their sum.
test('two samples of one distribution are told apart about as often as the level says, and slower ones always', () => {
  let rejected = 0
  for (let pair = 0; pair < 1000; pair++)
    if (kolmogorovSmirnov(sampleOf(`a${pair}`, 200), sampleOf(`b${pair}`, 300), 0.05).isRejected) rejected++
  expect(rejected).toBeGreaterThan(20)
  expect(rejected).toBeLessThan(65)
  const slow = sampleOf('slow', 2000, (unit) => 1.3 * Math.exp(unit))
  expect(kolmogorovSmirnov(sampleOf('quick', 2000, Math.exp), slow, 0.01).isRejected).toBe(true)
})

test('an empty sample is refused', () => {
  expect(() => kolmogorovSmirnov([], [1], 0.05)).toThrow(RangeError)
})
