import fc from 'fast-check'
import { jStat } from 'jstat'
import { expect, test } from 'vitest'
import { ratioOverBlocks } from '../../../bench/statistics/block-ratio.ts'
import { ratioOfRatios } from '../../../bench/statistics/ratio-of-ratios.ts'
import { simulatedBlocks, normalNumbers } from './simulated-blocks.ts'
import { samples } from '../../support/samples.ts'

/** An estimate over blocks of one iteration each. */
const estimateOf = (logs: readonly number[], alpha = 0.05) =>
  ratioOverBlocks(
    logs.map((log) => [log]),
    alpha,
  )

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const squaredErrorOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + (value - meanOf(values)) ** 2, 0) / (values.length - 1) / values.length

/** Welch's interval from the samples themselves, with somebody else's quantile. */
function welch(a: readonly number[], b: readonly number[], alpha: number, quantile: (p: number, df: number) => number) {
  const [vA, vB] = [squaredErrorOf(a), squaredErrorOf(b)]
  const degrees = (vA + vB) ** 2 / (vA ** 2 / (a.length - 1) + vB ** 2 / (b.length - 1))
  const reach = quantile(1 - alpha / 2, degrees) * Math.sqrt(vA + vB)
  const difference = meanOf(a) - meanOf(b)
  return { ratio: Math.exp(difference), low: Math.exp(difference - reach), high: Math.exp(difference + reach) }
}

// Student's sleep data as R 4 analyses them: t.test(extra ~ group, data = sleep) answers df = 17.776, 95 % from -3.3654832 to 0.2054832.
test("the interval of Student's sleep data is the one that R answers", () => {
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
  const { ratio, low, high } = ratioOfRatios(estimateOf(first), estimateOf(second))
  expect(Math.log(ratio)).toBeCloseTo(-1.58, 12)
  expect(Math.log(low)).toBeCloseTo(-3.365_483_2, 7)
  expect(Math.log(high)).toBeCloseTo(0.205_483_2, 7)
})

const logs = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 24 })
const isSpread = (values: readonly number[]) => squaredErrorOf(values) > 1e-6

test("it is Welch's interval of the blocks, with the quantiles of jStat", () => {
  fc.assert(
    fc.property(logs.filter(isSpread), logs.filter(isSpread), fc.constantFrom(0.01, 0.05, 0.2), (a, b, alpha) => {
      const given = ratioOfRatios(estimateOf(a), estimateOf(b), alpha)
      const expected = welch(a, b, alpha, jStat.studentt.inv)
      for (const end of ['ratio', 'low', 'high'] as const)
        expect(Math.abs(Math.log(given[end]) - Math.log(expected[end]))).toBeLessThan(1e-5)
    }),
  )
})

// Breakage: taking the level of the estimates for that of the quotient.
test('the level at which the two were estimated does not matter', () => {
  const [a, b] = [
    [0.1, 0.2, 0.15],
    [0.3, 0.2, 0.4, 0.1],
  ] as const
  const expected = ratioOfRatios(estimateOf(a), estimateOf(b))
  const given = ratioOfRatios(estimateOf(a, 0.01), estimateOf(b, 0.0125))
  for (const end of ['ratio', 'low', 'high'] as const) expect(given[end]).toBeCloseTo(expected[end], 10)
})

test('the other way round it is the reciprocal', () => {
  const [a, b] = [estimateOf([0.1, 0.2, 0.15]), estimateOf([0.3, 0.2, 0.4, 0.1])]
  const [one, other] = [ratioOfRatios(a, b), ratioOfRatios(b, a)]
  expect(one.ratio * other.ratio).toBeCloseTo(1, 12)
  expect(one.low * other.high).toBeCloseTo(1, 12)
  expect(one.high * other.low).toBeCloseTo(1, 12)
})

test('a result over itself is 1, within its own noise', () => {
  const own = estimateOf([0.1, 0.2, 0.15, 0.12])
  const { ratio, low, high } = ratioOfRatios(own, own)
  expect(ratio).toBe(1)
  expect(low * high).toBeCloseTo(1, 12)
  expect(low).toBeLessThan(1)
})

test('blocks that all agree leave no doubt, on either side or on both', () => {
  const sure = estimateOf([0.5, 0.5, 0.5])
  expect(ratioOfRatios(sure, sure)).toEqual({ ratio: 1, low: 1, high: 1 })
  const unsure = estimateOf([0.1, 0.2, 0.3])
  // All doubt is the other's: Student's t of its own two degrees.
  const { low, high } = ratioOfRatios(unsure, sure)
  expect(Math.log(low)).toBeCloseTo(Math.log(unsure.low) - 0.5, 10)
  expect(Math.log(high)).toBeCloseTo(Math.log(unsure.high) - 0.5, 10)
})

test.each([
  { blocks: [12, 12], sds: [0.03, 0.03], truth: 0 },
  { blocks: [6, 24], sds: [0.1, 0.02], truth: -1.3 },
  { blocks: [24, 12], sds: [0.02, 0.2], truth: 0.4 },
] as const)('over $blocks blocks with spreads $sds the interval misses the truth as often as it says', (plan) => {
  const normal = normalNumbers(49_979_687)
  const repeats = samples(3000)
  const estimate = (which: 0 | 1, truth: number) =>
    ratioOverBlocks(
      simulatedBlocks(
        { blocks: plan.blocks[which], iterations: 2, truth, blockSd: plan.sds[which], iterationSd: 0.02 },
        normal,
      ),
      0.05,
    )
  let missed = 0
  for (let repeat = 0; repeat < repeats; repeat++) {
    const { low, high } = ratioOfRatios(estimate(0, plan.truth), estimate(1, 0))
    if (Math.log(low) > plan.truth || Math.log(high) < plan.truth) missed++
  }
  // Four standard errors of 5% over so many repeats, and what Welch's approximation may add.
  const room = 4 * Math.sqrt((0.05 * 0.95) / repeats) + 0.003
  expect(Math.abs(missed / repeats - 0.05)).toBeLessThan(room)
})

test('estimates over fewer than two blocks, and an alpha not inside 0..1, are mistakes of the caller', () => {
  const known = estimateOf([0.1, 0.2])
  expect(() => ratioOfRatios({ ...known, blocks: 1 }, known)).toThrow(
    new RangeError('ratioOfRatios: expected at least 2 blocks, given 1'),
  )
  expect(() => ratioOfRatios(known, { ...known, blocks: 1 })).toThrow(RangeError)
  for (const alpha of [0, 1, Number.NaN])
    expect(() => ratioOfRatios(known, known, alpha)).toThrow(
      new RangeError(`ratioOfRatios: expected alpha between 0 and 1, both excluded, given ${alpha}`),
    )
})
