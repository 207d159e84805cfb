import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ColdStart, coldTable } from '../../../bench/statistics/cold-table.ts'
import { quantileInterval, smallestSampleFor } from '../../../bench/statistics/interval.ts'
import { quantile } from '../../../bench/statistics/quantile.ts'
import { normalNumbers } from './simulated-blocks.ts'
import { samples } from '../../support/samples.ts'

const startsOf = (count: number, start: (index: number) => Partial<ColdStart> = () => ({})): ColdStart[] =>
  Array.from({ length: count }, (_, index) => ({ makespanMs: 400 + index, ...start(index) }))

const rowOf = (cold: readonly ColdStart[]) => coldTable([{ variant: 'pipelined', cold }])[0]!

test('a row has the median of each figure with its interval', () => {
  const cold = startsOf(12, (index) => ({
    initMs: 300 + index,
    durationMs: 500 + index,
    billedMs: 800 + 2 * index,
    totalMs: 900 + index,
  }))
  // Ranks 3 and 10 of 12: see the sign test's table in interval.test.ts.
  const about = (first: number, step = 1) => ({
    median: first + 5.5 * step,
    interval: { low: first + 2 * step, high: first + 9 * step },
    count: 12,
  })
  expect(rowOf(cold)).toEqual({
    variant: 'pipelined',
    count: 12,
    enough: true,
    initMs: about(300),
    durationMs: about(500),
    makespanMs: about(400),
    billedMs: about(800, 2),
    totalMs: about(900),
  })
})

test('eleven containers are not enough, twelve are', () => {
  expect([11, 12].map((count) => rowOf(startsOf(count)).enough)).toEqual([false, true])
})

test('a figure that some containers do not know counts those that do', () => {
  const row = rowOf(startsOf(12, (index) => (index < 4 ? { initMs: 300 } : {})))
  expect(row.initMs).toEqual({ median: 300, count: 4 })
  expect(row.makespanMs.count).toBe(12)
  expect(row).not.toHaveProperty('totalMs')
})

test('a p90 is given from the smallest sample on that has an interval for it', () => {
  const fewest = smallestSampleFor(0.9)
  const cold = startsOf(fewest)
  const values = cold.map(({ makespanMs }) => makespanMs)
  expect(rowOf(cold.slice(1)).makespanMs).not.toHaveProperty('p90')
  expect(rowOf(cold).makespanMs.p90).toEqual({ value: quantile(values, 0.9), ...quantileInterval(values, 0.9, 0.95) })
})

test('rows come in the order of variants, and a variant that never was cold has none', () => {
  const variants = [
    { variant: 'sequential', cold: startsOf(2) },
    { variant: 'provisioned', cold: [] },
    { variant: 'pipelined', cold: startsOf(1) },
  ]
  expect(coldTable(variants).map(({ variant, count }) => [variant, count])).toEqual([
    ['sequential', 2],
    ['pipelined', 1],
  ])
  expect(coldTable([])).toEqual([])
})

/** Student's t of 2 degrees, which has a closed form. */
const quantileOfTwo = (p: number) => (2 * p - 1) / Math.sqrt(2 * p * (1 - p))

test('a worked example: containers that are 2, 4 and 8 times as slow when cold are 4 times so', () => {
  const { coldOverWarm } = rowOf(startsOf(3, (index) => ({ makespanMs: 200 * 2 ** index, warmMakespanMs: 100 })))
  // Logarithms of base 2 are 1, 2 and 3: mean 2, s = 1.
  const reach = quantileOfTwo(0.975) / Math.sqrt(3)
  expect(coldOverWarm!.ratio).toBeCloseTo(4, 9)
  expect(Math.log2(coldOverWarm!.interval!.low)).toBeCloseTo(2 - reach, 9)
  expect(Math.log2(coldOverWarm!.interval!.high)).toBeCloseTo(2 + reach, 9)
  expect(coldOverWarm!.containers).toBe(3)
})

test('each container is compared with itself: its own slowness cannot matter', () => {
  const factors = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 2, maxLength: 20 })
  fc.assert(
    fc.property(factors, fc.double({ min: 1.1, max: 9, noNaN: true }), (factors, cold) => {
      const { ratio, interval } = rowOf(
        factors.map((factor) => ({ makespanMs: 100 * factor * cold, warmMakespanMs: 100 * factor })),
      ).coldOverWarm!
      for (const one of [ratio, interval!.low, interval!.high]) expect(one).toBeCloseTo(cold, 6)
    }),
  )
})

test('without warm invocations there is no ratio, and with one container no interval', () => {
  expect(rowOf(startsOf(3))).not.toHaveProperty('coldOverWarm')
  const one = startsOf(3, (index) => (index === 0 ? { warmMakespanMs: 100 } : {}))
  expect(rowOf(one).coldOverWarm).toEqual({ ratio: expect.closeTo(4, 9), containers: 1 })
})

test('the interval of the ratio holds the truth in 95% of simulated tables', () => {
  const normal = normalNumbers(49_979_687)
  const repeats = samples(2000)
  let held = 0
  for (let repeat = 0; repeat < repeats; repeat++) {
    const cold = startsOf(12, () => {
      const warmMakespanMs = 100 * Math.exp(0.03 * normal())
      return { warmMakespanMs, makespanMs: 3 * warmMakespanMs * Math.exp(0.2 * normal()) }
    })
    const { low, high } = rowOf(cold).coldOverWarm!.interval!
    if (low <= 3 && 3 <= high) held += 1
  }
  // Five standard errors.
  expect(Math.abs(held / repeats - 0.95)).toBeLessThan(5 * Math.sqrt((0.05 * 0.95) / repeats))
})

test('a cold run that timed out counts as longest, and has no ratio to be reported', () => {
  const cold = startsOf(6, (index) => (index === 0 ? { makespanMs: Infinity } : {}))
  expect(rowOf(cold).makespanMs.interval).toEqual({ low: 401, high: Infinity })
  expect(() => rowOf(cold.map((start) => ({ ...start, warmMakespanMs: 100 })))).toThrow(RangeError)
  expect(() => rowOf(startsOf(2, () => ({ initMs: NaN })))).toThrow(RangeError)
})
