import { expect, test } from 'vitest'
import { type Bar, barsOf, type EndedBenchmark, HELD_EFFECTS } from '../../../../bench/judge/calibration/power-bars.ts'
import type { VerdictCode } from '../../../../bench/judge/verdict.ts'

const UNSURE = 'slower-size-unclear'

/** Benchmarks that ended so, by default a minute each. */
function races(counts: Partial<Record<VerdictCode, number>>, tookMs = 60_000): EndedBenchmark[] {
  return Object.entries(counts).flatMap(([verdict, count]) =>
    Array.from({ length: count }, () => ({ verdict: verdict as VerdictCode, tookMs })),
  )
}

const metOf = (bars: readonly Bar[]) => bars.map(({ isMet }) => isMet)
const ofTen = (ended: readonly EndedBenchmark[]) => barsOf(0.1, ended)
const ofFive = (ended: readonly EndedBenchmark[]) => barsOf(0.05, ended)

test('effects of 10 and of 5% are held against bars', () => {
  expect(HELD_EFFECTS).toEqual([0.1, 0.05])
  expect(() => barsOf(0.02, races({ slower: 1 }))).toThrow(
    new RangeError('barsOf: expected an effect of 0.1 or 0.05, given 0.02'),
  )
})

test('10% is to be found in 17 of 20 benchmarks, with its size or without', () => {
  expect(metOf(ofTen(races({ slower: 17, inconclusive: 3 })))).toEqual([true])
  expect(metOf(ofTen(races({ slower: 10, [UNSURE]: 7, inconclusive: 3 })))).toEqual([true])
  expect(metOf(ofTen(races({ slower: 16, inconclusive: 4 })))).toEqual([false])
})

test.each([
  ['faster'],
  ['faster-size-unclear'],
  ['equivalent'],
  ['inconclusive'],
  ['unreliable'],
  ['mock-server-saturated'],
] as const)('where 10%% are called %s, they are not found', (verdict) => {
  expect(metOf(ofTen(races({ slower: 16, [verdict]: 4 })))).toEqual([false])
})

// Breakage: the middle time looked at, or none.
test('what is found after more than 3 minutes is not found', () => {
  expect(metOf(ofTen([...races({ slower: 17 }, 180_000), ...races({ slower: 3 }, 180_001)]))).toEqual([true])
  expect(metOf(ofTen([...races({ slower: 16 }, 180_000), ...races({ slower: 4 }, 180_001)]))).toEqual([false])
})

test('5% is to end as slower of a size unsure, or undecided', () => {
  expect(metOf(ofFive(races({ [UNSURE]: 20 })))).toEqual([true, true, true])
  expect(metOf(ofFive(races({ [UNSURE]: 11, inconclusive: 9 })))).toEqual([true, true, true])
})

// Breakage: a size that is claimed and cannot be known taken for found, or benchmarks without a verdict passed over.
test.each([
  ['slower'],
  ['output-mismatch'],
  ['unreliable'],
  ['mock-server-saturated'],
  ['insufficient-traces'],
  ['network-allowed'],
] as const)('5%% may end as %s once in 20, and not twice', (verdict) => {
  expect(metOf(ofFive(races({ [UNSURE]: 19, [verdict]: 1 })))).toEqual([true, true, true])
  expect(metOf(ofFive(races({ [UNSURE]: 18, [verdict]: 2 })))).toEqual([false, true, true])
})

test('5% may be called equivalent once in 20, and not twice', () => {
  expect(metOf(ofFive(races({ [UNSURE]: 19, equivalent: 1 })))).toEqual([true, true, true])
  expect(metOf(ofFive(races({ [UNSURE]: 18, equivalent: 2 })))).toEqual([true, false, true])
})

test.each([['faster'], ['faster-size-unclear']] as const)('5%% may never be called %s', (verdict) => {
  expect(metOf(ofFive(races({ [UNSURE]: 19, [verdict]: 1 })))).toEqual([true, true, false])
})

// Breakage: bars of 20 benchmarks held against any number of them.
test('of other numbers of benchmarks, the shares are the same', () => {
  expect(metOf(ofTen(races({ slower: 34, inconclusive: 6 })))).toEqual([true])
  expect(metOf(ofTen(races({ slower: 33, inconclusive: 7 })))).toEqual([false])
  expect(metOf(ofTen(races({ slower: 5 })))).toEqual([true])
  expect(metOf(ofTen(races({ slower: 4, inconclusive: 1 })))).toEqual([false])
  expect(metOf(ofFive(races({ [UNSURE]: 38, equivalent: 2 })))).toEqual([true, true, true])
  expect(metOf(ofFive(races({ [UNSURE]: 37, equivalent: 3 })))).toEqual([true, false, true])
  expect(metOf(ofFive(races({ [UNSURE]: 4, equivalent: 1 })))).toEqual([true, false, true])
})

test('each bar has its count, its interval, what is wanted and whether that is met', () => {
  expect(ofTen(races({ slower: 18, inconclusive: 2 }))).toEqual([
    {
      code: 'found-in-time',
      count: 18,
      of: 20,
      interval: { low: expect.closeTo(0.7, 2), high: expect.closeTo(0.97, 2) },
      wanted: { least: 0.85 },
      isMet: true,
    },
  ])
  expect(ofFive(races({ [UNSURE]: 16, slower: 1, equivalent: 2, faster: 1 }))).toMatchObject([
    { code: 'size-left-open', count: 16, of: 20, wanted: { least: 0.95 }, isMet: false },
    { code: 'called-equivalent', count: 2, of: 20, wanted: { most: 0.05 }, isMet: false },
    { code: 'called-faster', count: 1, of: 20, wanted: { most: 0 }, isMet: false },
  ])
})
