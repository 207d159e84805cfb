import { expect, test } from 'vitest'
import { batchOf, EFFECTS, EQUAL_PAIRS } from '../../../../bench/plan/calibration-variants.ts'
import { calibrationOf, type OrderRates } from '../../../../bench/judge/calibration/calibration.ts'
import { equalRates, powerOf } from '../../../../bench/judge/calibration/rates.ts'
import { aBatch, around, between } from './simulated-batches.ts'

const LIKE = between(0.98, 1.02)
const WIDE = between(0.9, 1.1)
const APART = between(1.01, 1.03)
const SLOWER = between(1.08, 1.12)
const FASTER = between(0.88, 0.92)
const FASTER_UNSURE = between(0.93, 0.98)

test('equal copies are counted as different, as given a false verdict, and as equivalent', () => {
  const { significant, wrongVerdicts, equivalent, noiseFloor } = equalRates([LIKE, LIKE, WIDE, APART, SLOWER], 0.05)
  // Apart within the margin is measurably different, and equivalent all the same.
  expect([significant.count, wrongVerdicts.count, equivalent.count]).toEqual([2, 1, 3])
  expect([significant.of, wrongVerdicts.of, equivalent.of]).toEqual([5, 5, 5])
  expect(significant.interval.low).toBeGreaterThan(0.1)
  expect(significant.interval.high).toBeLessThan(0.8)
  expect(noiseFloor).toBeCloseTo(Math.sqrt(1.02 / 0.98) - 1, 12)
})

test('a copy that was made slower is found, called slower, equivalent or faster', () => {
  const { found, slower, equivalent, faster } = powerOf(0.1, [SLOWER, SLOWER, APART, WIDE, FASTER], 0.05)
  expect([found.count, slower.count, equivalent.count, faster.count]).toEqual([3, 2, 1, 1])
})

// Breakage: only the whole verdict counted, so that "faster, size unsure" of a slower copy is no mistake.
test('a slower copy that is called faster, its size unsure, is called faster', () => {
  expect(powerOf(0.1, [FASTER_UNSURE, SLOWER], 0.05).faster.count).toBe(1)
})

test('a batch is made of copies of one strategy, each in one comparison only', () => {
  const { variants, pairs } = batchOf('pipelined')
  const used = pairs.flatMap(({ one, other }) => [one, other])
  expect(used.toSorted()).toEqual(variants.map(({ name }) => name).toSorted())
  expect(new Set(used).size).toBe(used.length)
  expect(new Set(variants.map(({ strategy }) => strategy))).toEqual(new Set(['pipelined']))
  expect(pairs.filter(({ slowedBy, isUnrecorded }) => slowedBy === 0 && !isUnrecorded)).toHaveLength(EQUAL_PAIRS)
  const special = new Map(variants.map((variant) => [variant.name, variant]))
  for (const { one, other, slowedBy, isUnrecorded } of pairs) {
    expect(special.get(one)!.slowedBy ?? 0).toBe(0)
    expect(special.get(other)!.slowedBy ?? 0).toBe(slowedBy)
    expect(special.get(other)!.isUnrecorded ?? false).toBe(isUnrecorded)
  }
  expect(new Set(pairs.map(({ slowedBy }) => slowedBy))).toEqual(new Set([0, ...EFFECTS]))
})

const countsOf = ({ power }: Pick<OrderRates, 'power'>) =>
  power.map(({ slowedBy, found, slower }) => [slowedBy, found.count, slower.count, found.of])

// Breakage: slowed or unrecorded copies counted among the equal ones.
test('a calibration keeps equal copies, slowed ones and unrecorded ones apart', () => {
  const { shuffled, unrecorded } = calibrationOf([aBatch(), aBatch()], 0.05)
  const { significant } = shuffled.equal
  expect([significant.count, significant.of]).toEqual([0, 2 * EQUAL_PAIRS])
  expect(countsOf(shuffled)).toEqual([
    [0.02, 0, 0, 4],
    [0.05, 4, 0, 4],
    [0.1, 4, 4, 4],
  ])
  expect(unrecorded.ratio).toBeCloseTo(0.99, 9)
  expect(unrecorded.comparisons).toBe(4)
})

// Breakage: power or noise floor of the one order reported as that of the other.
test('either order has rates, power and a noise floor of its own', () => {
  const batch = aBatch({ blocked: (slowedBy) => around(slowedBy === 0 ? 1.04 : 1, 0.03) })
  const { shuffled, blocked } = calibrationOf([batch], 0.05)
  expect([shuffled.equal.significant.count, blocked.equal.significant.count]).toEqual([0, EQUAL_PAIRS])
  expect([shuffled.equal.wrongVerdicts.count, blocked.equal.wrongVerdicts.count]).toEqual([0, EQUAL_PAIRS])
  expect(shuffled.equal.noiseFloor).toBeCloseTo(0.02, 9)
  expect(blocked.equal.noiseFloor).toBeCloseTo(0.03, 9)
  expect(countsOf(shuffled)).toEqual([
    [0.02, 0, 0, 2],
    [0.05, 2, 0, 2],
    [0.1, 2, 2, 2],
  ])
  expect(countsOf(blocked)).toEqual([
    [0.02, 0, 0, 2],
    [0.05, 0, 0, 2],
    [0.1, 0, 0, 2],
  ])
})
