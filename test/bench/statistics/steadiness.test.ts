import fc from 'fast-check'
import { expect, test } from 'vitest'
import { steadiness, theilSenSlope, type TimedRun } from '../../../bench/statistics/steadiness.ts'
import { type RacePlan, simulatedRace, uniformNumbers } from './simulated-races.ts'

const RACE: RacePlan = { variants: { a: 1, b: 2, c: 0.5, d: 1.1 }, blocks: 6, iterations: 6, blockSd: 0.02, runSd: 0 }
const race = (changes: Partial<RacePlan>, seed = 1) => simulatedRace({ ...RACE, ...changes }, uniformNumbers(seed))
const steadinessOf = (variant: string, runs: readonly TimedRun[], alpha = 0.05) =>
  steadiness(runs, 'a', alpha).find((row) => row.variant === variant)!

// Breakage: a ratio per iteration given as one of last to first, or iterations counted where steps between them are meant.
test('without noise, a variant that rises over its iterations shows by how much, and steady ones show nothing', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0.5, max: 2, noNaN: true }), (seed, factor) => {
      const runs = race({ rise: { c: factor } }, seed)
      const { ratio, low, high } = steadinessOf('c', runs)
      for (const one of [ratio, low, high]) expect(one).toBeCloseTo(factor, 6)
      for (const variant of ['b', 'd']) expect(steadinessOf(variant, runs).ratio).toBeCloseTo(1, 9)
    }),
  )
})

// Breakage: the reference compared with itself, which is always steady.
test('the reference is compared with the mean of the others', () => {
  const runs = race({ rise: { a: 1.2 } })
  expect(steadinessOf('a', runs).ratio).toBeCloseTo(1.2, 6)
  // One of three others that rises by 1.2 looks like a reference that falls by a third of that, in logarithms.
  expect(Math.log(steadinessOf('a', race({ rise: { b: 1.2 } })).ratio)).toBeCloseTo(-Math.log(1.2) / 3, 6)
})

test('where the reference alone is unsteady, every variant shows the opposite', () => {
  const rows = steadiness(race({ rise: { a: 1.2 } }), 'a', 0.05)
  for (const { ratio } of rows.filter(({ variant }) => variant !== 'a')) expect(ratio).toBeCloseTo(1 / 1.2, 6)
})

test('rows come in the order in which variants appear, and say whether 1 is excluded', () => {
  const runs = race({ rise: { d: 1.3 }, runSd: 0.02 })
  const rows = steadiness(runs, 'a', 0.05)
  expect(rows.map(({ variant }) => variant)).toEqual([...new Set(runs.map(({ variant }) => variant))])
  const excludes = (name: string) => rows.find(({ variant }) => variant === name)!.excludesOne
  expect([excludes('b'), excludes('c'), excludes('d')]).toEqual([false, false, true])
  expect(rows.every(({ blocks }) => blocks === 6)).toBe(true)
})

// Breakage: least squares, which the last iteration of a single block carries away.
test('one slow run at the end of a block does not make a variant look unsteady', () => {
  const calm = race({ runSd: 0.01 })
  const slow = calm.map((run) =>
    run.variant === 'c' && run.block === 2 && run.iteration === 6 ? { ...run, makespanMs: run.makespanMs * 10 } : run,
  )
  expect(Math.abs(Math.log(steadinessOf('c', slow).ratio))).toBeLessThan(0.02)
})

test('what all variants share from iteration to iteration cannot matter', () => {
  const runs = race({ runSd: 0.02 })
  const drifting = runs.map((run) => ({ ...run, makespanMs: run.makespanMs * 1.5 ** run.iteration * run.block }))
  for (const [index, row] of steadiness(runs, 'a', 0.05).entries())
    expect(steadiness(drifting, 'a', 0.05)[index]!.ratio).toBeCloseTo(row.ratio, 9)
})

// Breakage: iterations counted instead of looked up, so that a missing one makes those after it come too early.
test('iterations that lack a variant are left out, and the others keep their places', () => {
  const runs = race({ rise: { c: 1.5 } }).filter(
    ({ variant, iteration }) => !(variant === 'b' && (iteration === 2 || iteration === 3)),
  )
  expect(steadinessOf('c', runs)).toMatchObject({ blocks: 6 })
  expect(steadinessOf('c', runs).ratio).toBeCloseTo(1.5, 6)
})

test('blocks of one iteration prove nothing, and with fewer than two others there is no row', () => {
  expect(steadiness(race({ iterations: 1 }), 'a', 0.05)).toEqual([])
  expect(steadiness(race({ blocks: 1 }), 'a', 0.05)).toEqual([])
  const mixed = [...race({ rise: { c: 1.5 }, blocks: 3 }), ...race({ iterations: 1 }).filter(({ block }) => block > 3)]
  expect(steadinessOf('c', mixed)).toMatchObject({ blocks: 3 })
  expect(steadinessOf('c', mixed).ratio).toBeCloseTo(1.5, 6)
})

test('a reference alone has nothing to be compared with', () => {
  expect(steadiness(race({ variants: { a: 1 } }), 'a', 0.05)).toEqual([])
})

// Breakage: alpha not divided, or divided by the candidates alone.
test('alpha is divided by the number of variants', () => {
  const runs = race({ runSd: 0.03 })
  const width = (alpha: number) => Math.log(steadinessOf('b', runs, alpha).high / steadinessOf('b', runs, alpha).low)
  // Student's t of five degrees at 0.0125 and at 0.05: 3.81 and 2.57.
  expect(width(0.05) / width(0.2)).toBeCloseTo(3.810_05 / 2.570_58, 3)
})

test('a reference that is not there, a makespan that is none and a wrong alpha are mistakes of the caller', () => {
  const runs = race({ blocks: 1, iterations: 1 })
  expect(() => steadiness(runs, 'z', 0.05)).toThrow(/^steadiness: expected the reference among .*, given z$/)
  for (const stray of [0, Infinity, NaN])
    expect(() => steadiness([{ variant: 'a', block: 1, iteration: 1, makespanMs: stray }], 'a', 0.05)).toThrow(
      new RangeError(`steadiness: expected positive and finite makespans, given ${stray}`),
    )
  for (const alpha of [0, 1, NaN])
    expect(() => steadiness(runs, 'a', alpha)).toThrow(
      new RangeError(`steadiness: expected alpha between 0 and 1, both excluded, given ${alpha}`),
    )
})

// Breakage: a mean of the slopes, least squares, or slopes of neighbours only.
test('on five years of seeded clouds the slope is the published one', () => {
  // Hollander, Wolfe & Chicken, Nonparametric Statistical Methods (2014), example 9.1: -0.056.
  const points = [1.26, 1.27, 1.12, 1.16, 1.03].map((ratio, year) => [year + 1, ratio] as const)
  expect(theilSenSlope(points)).toBeCloseTo(-0.05625, 12)
})

const some = fc.double({ min: -100, max: 100, noNaN: true })
const somePoints = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 20 }), some), {
  minLength: 2,
  maxLength: 10,
  selector: ([x]) => x,
})

test('moved, tilted and stretched points move, tilt and stretch the slope', () => {
  fc.assert(
    fc.property(somePoints, some, some, fc.double({ min: -5, max: 5, noNaN: true }), (points, shift, tilt, factor) => {
      const slope = theilSenSlope(points)!
      const moved = theilSenSlope(points.map(([x, y]) => [x + 3, factor * y + tilt * x + shift] as const))
      expect(moved).toBeCloseTo(factor * slope + tilt, 6)
    }),
  )
})

test('the order of the points does not matter', () => {
  fc.assert(
    fc.property(somePoints, (points) => {
      expect(theilSenSlope(points.toReversed())).toBeCloseTo(theilSenSlope(points)!, 12)
    }),
  )
})

test('one wild point at the end of a line does not bend it', () => {
  const line = [0, 1, 2, 3, 4, 5].map((x) => [x, x === 5 ? 100 : 2 * x] as const)
  expect(theilSenSlope(line)).toBe(2)
})

test('points of the same x say nothing of each other', () => {
  expect(
    theilSenSlope([
      [1, 0],
      [1, 9],
      [2, 4.5],
    ]),
  ).toBe(0)
  expect(
    theilSenSlope([
      [1, 0],
      [1, 9],
    ]),
  ).toBeUndefined()
  expect(theilSenSlope([[1, 2]])).toBeUndefined()
  expect(theilSenSlope([])).toBeUndefined()
})

test('a coordinate that is not finite is a mistake of the caller', () => {
  expect(() => theilSenSlope([[0, NaN]])).toThrow(
    new RangeError('theilSenSlope: expected finite coordinates, given NaN'),
  )
})

// Breakage: all slopes in memory: 5,000,000,000 of them.
test('of very many points the slopes are those of points half of them apart', () => {
  const points = Array.from({ length: 100_000 }, (_, x) => [x, 3 * x + (x % 7)] as const)
  expect(theilSenSlope(points)).toBeCloseTo(3, 3)
})
