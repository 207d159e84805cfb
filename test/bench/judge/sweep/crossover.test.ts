import { expect, test } from 'vitest'
import { ratioOverBlocks } from '../../../../bench/statistics/block-ratio.ts'
import { crossingsOf, type Point } from '../../../../bench/judge/sweep/crossover.ts'
import { normalNumbers, simulatedBlocks } from '../../statistics/simulated-blocks.ts'

/** Points whose intervals reach so far to both sides. */
const points = (reach: number, ...values: readonly (readonly [x: number, logRatio: number])[]): Point[] =>
  values.map(([x, logRatio]) => ({ x, logRatio, low: logRatio - reach, high: logRatio + reach }))

test('a straight line is crossed where it meets 0, and its interval is where the lines beside it do', () => {
  const [crossing, ...more] = crossingsOf(points(0.25, [-1, -1], [1, 1]))
  expect(more).toEqual([])
  expect(crossing).toEqual({ at: 0, low: -0.25, high: 0.25, isRising: true, bracket: [-1, 1] })
  expect(crossingsOf(points(0.25, [-1, 1], [1, -1]))).toEqual([{ ...crossing, isRising: false }])
})

test('an axis of values above 0 is logarithmic, any other is not', () => {
  const [crossing] = crossingsOf(points(0.5, [1, 1], [100, -1]))
  expect(crossing!.at).toBeCloseTo(10, 9)
  expect(crossing!.low).toBeCloseTo(10 ** 0.5, 9)
  expect(crossing!.high).toBeCloseTo(10 ** 1.5, 9)
  expect(crossingsOf(points(0.5, [0, 1], [100, -1]))).toEqual([
    { at: 50, low: 25, high: 75, isRising: false, bracket: [0, 100] },
  ])
})

test('the order of the points does not matter', () => {
  const all = points(0.1, [1, 1], [3, 0.4], [10, -0.3], [30, -2])
  expect(crossingsOf(all.toReversed())).toEqual(crossingsOf(all))
  expect(crossingsOf(all)).toMatchObject([{ bracket: [3, 10] }])
})

test('there is no crossing where the sign is not sure on both sides', () => {
  expect(crossingsOf(points(0.5, [1, 2], [10, -0.4]))).toEqual([])
  expect(crossingsOf(points(0.5, [1, 0.4], [10, -2]))).toEqual([])
  expect(crossingsOf(points(0.5, [1, 2], [10, 0.6], [100, 0.1]))).toEqual([])
  // An interval that ends at 0 excludes nothing.
  expect(crossingsOf(points(0.5, [1, 0.5], [10, -2]))).toEqual([])
  expect(crossingsOf(points(0.5, [1, 2]))).toEqual([])
  expect(crossingsOf([])).toEqual([])
})

test('what is unsure in between widens the interval over all of it', () => {
  const [crossing, ...more] = crossingsOf(points(0.5, [-3, 1.5], [-1, 0.4], [1, -0.4], [3, -1.5]))
  expect(more).toEqual([])
  expect(crossing!.bracket).toEqual([-3, 3])
  expect(crossing!.at).toBeCloseTo(0)
  // 1.0 to -0.1 in 2, and likewise on the other side.
  expect(crossing!.low).toBeCloseTo(-3 + 2 / 1.1)
  expect(crossing!.high).toBeCloseTo(3 - 2 / 1.1)
})

test('a line that wavers about 0 between sure ends is crossed once, in the middle, and its interval holds every place', () => {
  const [crossing, ...more] = crossingsOf(points(0.5, [0, 2], [1, -0.1], [2, 0.1], [3, -2]))
  expect(more).toEqual([])
  expect(crossing!.at).toBeCloseTo(1.5)
  expect(crossing!.low).toBeCloseTo(1.5 / 2.1)
  expect(crossing!.high).toBeCloseTo(3 - 1.5 / 2.1)
})

test('two variants may change places more than once', () => {
  const found = crossingsOf(points(0.1, [1, 1], [3, 1], [10, -1], [30, -1], [100, 1]))
  expect(found.map(({ isRising, bracket }) => [isRising, bracket])).toEqual([
    [false, [3, 10]],
    [true, [30, 100]],
  ])
})

test('a ratio of exactly 1 that is unsure is a place to cross at', () => {
  expect(crossingsOf(points(0.5, [-1, 2], [0, 0], [1, -2]))).toMatchObject([{ at: 0 }])
  expect(crossingsOf(points(0.5, [-1, -2], [0, 0], [1, 2]))).toMatchObject([{ at: 0 }])
})

test('what is no point, and a value twice, is refused with an explanation', () => {
  expect(() => crossingsOf(points(1, [Number.NaN, 0]))).toThrow(/^crossingsOf: expected finite values/)
  expect(() => crossingsOf([{ x: 1, logRatio: 0, low: -Infinity, high: 1 }])).toThrow(RangeError)
  expect(() => crossingsOf([{ x: 1, logRatio: 0, low: 1, high: 2 }])).toThrow(/low <= logRatio <= high/)
  expect(() => crossingsOf(points(1, [2, 0], [2, 1]))).toThrow(/expected each value once, given 2 twice/)
})

/** Swept axes of the same truth, each measured anew as a report does: six blocks a cell, the level shared by its cells. */
function simulated(xs: readonly number[], truthOf: (x: number) => number, sweeps: number) {
  const normal = normalNumbers(7)
  return Array.from({ length: sweeps }, () =>
    crossingsOf(
      xs.map((x) => {
        const blocks = simulatedBlocks(
          { blocks: 6, iterations: 4, truth: truthOf(x), blockSd: 0.04, iterationSd: 0.04 },
          normal,
        )
        const { ratio, low, high } = ratioOverBlocks(blocks, 0.05 / xs.length)
        return { x, logRatio: Math.log(ratio), low: Math.log(low), high: Math.log(high) }
      }),
    ),
  )
}

const XS = [1, 3, 10, 30, 100, 300]

test('a known crossing is found once, and lies within its interval at least 95 times in 100', () => {
  for (const [slope, place] of [
    [-0.4, 6],
    [0.3, 55],
    [-0.6, 10],
  ] as const) {
    const found = simulated(XS, (x) => slope * Math.log(x / place), 400)
    const right = found.filter(
      ([one, ...more]) =>
        more.length === 0 && one && one.low <= place && place <= one.high && one.isRising === slope > 0,
    )
    expect(right.length / found.length).toBeGreaterThanOrEqual(0.95)
    // An interval from end to end would hold everything.
    const widths = found.flatMap(([one]) => (one ? one.high / one.low : [])).toSorted((a, b) => a - b)
    expect(widths[widths.length >> 1]!).toBeLessThan(3)
  }
})

test('where two variants never change places, or never differ, hardly ever a crossing is claimed', () => {
  for (const truthOf of [(x: number) => 0.02 + 0.05 * Math.log(x), () => 0]) {
    const found = simulated(XS, truthOf, 400)
    expect(found.filter(({ length }) => length > 0).length / found.length).toBeLessThanOrEqual(0.05)
  }
})
