import { expect, test } from 'vitest'
import { batchOf, EFFECTS, EQUAL_PAIRS } from '../../../bench/calibration/arms.ts'
import { calibrationOf } from '../../../bench/calibration/calibration.ts'
import type { BatchOutcome } from '../../../bench/calibration/measure.ts'
import { blockedRates, equalRates, powerOf } from '../../../bench/calibration/rates.ts'
import { calibrationSections, recordingSentence, verdictOn } from '../../../bench/report/calibration-sections.ts'
import type { RatioEstimate } from '../../../bench/statistics/fork-ratio.ts'

function between(low: number, high: number): RatioEstimate {
  return { ratio: Math.sqrt(low * high), low, high, forks: 6, rounds: 36, alpha: 0.05 }
}

const LIKE = between(0.98, 1.02)
const WIDE = between(0.9, 1.1)
const APART = between(1.01, 1.03)
const SLOWER = between(1.08, 1.12)
const FASTER = between(0.88, 0.92)

test('equal copies are counted as told apart, as given a false word, and as equivalent', () => {
  const { toldApart, falseWords, equivalent, noiseFloor } = equalRates([LIKE, LIKE, WIDE, APART, SLOWER], 0.05)
  // Apart within the margin is measurably different, and equivalent all the same.
  expect([toldApart.count, falseWords.count, equivalent.count]).toEqual([2, 1, 3])
  expect([toldApart.of, falseWords.of, equivalent.of]).toEqual([5, 5, 5])
  expect(toldApart.interval.low).toBeGreaterThan(0.1)
  expect(toldApart.interval.high).toBeLessThan(0.8)
  expect(noiseFloor).toBeCloseTo(Math.sqrt(1.02 / 0.98) - 1, 12)
})

test('a copy that was made slower is found, called slower, equivalent or faster', () => {
  const { found, slower, equivalent, faster } = powerOf(0.1, [SLOWER, SLOWER, APART, WIDE, FASTER], 0.05)
  expect([found.count, slower.count, equivalent.count, faster.count]).toEqual([3, 2, 1, 1])
})

test('what was run one after the other is judged by its intervals alone', () => {
  const { toldApart, falseWords } = blockedRates(
    [
      { low: 0.99, high: 1.01 },
      { low: 1.06, high: 1.2 },
    ],
    0.05,
  )
  expect([toldApart.count, falseWords.count]).toEqual([1, 1])
})

test('a batch is made of copies of one strategy, each in one comparison only', () => {
  const { arms, pairs } = batchOf('pipelined')
  const used = pairs.flatMap(({ one, other }) => [one, other])
  expect(used.toSorted()).toEqual(arms.map(({ name }) => name).toSorted())
  expect(new Set(used).size).toBe(used.length)
  expect(new Set(arms.map(({ strategy }) => strategy))).toEqual(new Set(['pipelined']))
  expect(pairs.filter(({ planted, isUnrecorded }) => planted === 0 && !isUnrecorded)).toHaveLength(EQUAL_PAIRS)
  const special = new Map(arms.map((arm) => [arm.name, arm]))
  for (const { one, other, planted, isUnrecorded } of pairs) {
    expect(special.get(one)!.planted ?? 0).toBe(0)
    expect(special.get(other)!.planted ?? 0).toBe(planted)
    expect(special.get(other)!.isUnrecorded ?? false).toBe(isUnrecorded)
  }
  expect(new Set(pairs.map(({ planted }) => planted))).toEqual(new Set([0, ...EFFECTS]))
})

/** A batch that came out as `estimateOf` says, copies in a row as `blocked` says. */
function outcome(
  estimateOf: (pair: BatchOutcome['estimates'][number] | { planted: number; isUnrecorded: boolean }) => RatioEstimate,
  blocked = { low: 0.99, high: 1.01 },
): BatchOutcome {
  const { pairs } = batchOf('pipelined')
  return {
    estimates: pairs.map((pair) => ({ ...pair, estimate: estimateOf(pair) })),
    blocked: Array.from({ length: EQUAL_PAIRS }, () => blocked),
  }
}

const asPlanted = ({ planted, isUnrecorded }: { planted: number; isUnrecorded: boolean }) => {
  const truth = isUnrecorded ? 0.99 : 1 + planted
  return { ...between(truth * 0.98, truth * 1.02), ratio: truth }
}

// Breakage: planted or unrecorded copies counted among the equal ones.
test('a calibration keeps equal copies, planted ones and unrecorded ones apart', () => {
  const { equal, blocked, power, unrecorded } = calibrationOf([outcome(asPlanted), outcome(asPlanted)], 0.05)
  expect([equal.toldApart.count, equal.toldApart.of]).toEqual([0, 2 * EQUAL_PAIRS])
  expect([blocked.toldApart.count, blocked.toldApart.of]).toEqual([0, 2 * EQUAL_PAIRS])
  expect(power.map(({ planted, found, slower }) => [planted, found.count, slower.count, found.of])).toEqual([
    [0.02, 0, 0, 4],
    [0.05, 4, 0, 4],
    [0.1, 4, 4, 4],
  ])
  expect(unrecorded.ratio).toBeCloseTo(0.99, 9)
  expect(unrecorded.comparisons).toBe(4)
})

test('what recording adds is told as such: a run without it that is shorter makes it positive', () => {
  const told = recordingSentence(calibrationOf([outcome(asPlanted)], 0.05))
  expect(told).toBe("Recording the steps changes a run's time by +1.0 % (+1.0 % to +1.0 %, 2 comparisons).")
})

test('a machine that tells equal copies apart is not to be believed', () => {
  const honest = calibrationOf([outcome(asPlanted)], 0.05)
  expect(verdictOn(honest)).toBe(
    'Nothing speaks against what is called different on this machine: 0 of 8 comparisons told equal copies apart, which is 0.0 % to 32.4 % of them (nominal 5 %); all 2 copies that were 5.0 % slower were found, at one look of 6 forks.',
  )
  const torn = calibrationOf([outcome(() => SLOWER)], 0.05)
  expect(verdictOn(torn)).toMatch(/^Do not believe small differences on this machine/)
})

test('the tables show shuffled rounds beside runs one after the other, and each effect', () => {
  const [copies, planted] = calibrationSections(
    calibrationOf([outcome(asPlanted, { low: 1.01, high: 1.04 })], 0.05),
    0.05,
  )
  expect(copies!.rows.map(([name, apart]) => `${name}: ${apart}`)).toEqual([
    'in shuffled rounds: 0 of 8 (0.0 % to 32.4 %)',
    'one after the other: 8 of 8 (67.6 % to 100.0 %)',
  ])
  // Half of all effects as large as half an interval are found: below it not none, but fewer.
  expect(copies!.notes[0]).toContain('what is smaller is more often missed than found')
  expect(planted!.rows.map(([name, found]) => `${name}: ${found!.split(' (')[0]}`)).toEqual([
    '+2 %: 0 of 2',
    '+5 %: 2 of 2',
    '+10 %: 2 of 2',
  ])
})
