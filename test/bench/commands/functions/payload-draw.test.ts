import { expect, test } from 'vitest'
import { drawPayload, type WeightedPayload } from '../../../../bench/commands/functions/ab-options.ts'

const WEIGHTED: readonly WeightedPayload[] = [
  { weight: 6, event: 'often' },
  { weight: 3, event: 'at times' },
  { weight: 1, event: 'seldom' },
]

test('payloads are drawn by their weights', () => {
  const counts = new Map<unknown, number>()
  for (let block = 1; block <= 100; block++)
    for (let iteration = 0; iteration < 100; iteration++) {
      const event = drawPayload(WEIGHTED, 7, block, iteration)
      counts.set(event, (counts.get(event) ?? 0) + 1)
    }
  const chiSquare = WEIGHTED.reduce((sum, { weight, event }) => {
    const expected = 10_000 * (weight / 10)
    return sum + ((counts.get(event) ?? 0) - expected) ** 2 / expected
  }, 0)
  // Its 99.9 % quantile for two degrees of freedom; the draws are the same in each run of this test.
  expect(chiSquare).toBeLessThan(13.82)
})

test('what is drawn depends on seed, block and iteration, and on nothing else', () => {
  const draws = (seed: number, block: number) =>
    Array.from({ length: 40 }, (_, iteration) => drawPayload(WEIGHTED, seed, block, iteration))
  expect(draws(1, 1)).toEqual(draws(1, 1))
  expect(draws(2, 1)).not.toEqual(draws(1, 1))
  expect(draws(1, 2)).not.toEqual(draws(1, 1))
  expect(new Set(draws(1, 1)).size).toBe(3)
  const single = [{ weight: 0.1, event: { only: true } }]
  expect(drawPayload(single, 1, 1, 1)).toBe(single[0]!.event)
})
