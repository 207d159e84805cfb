import stdlibQuantile from '@stdlib/stats-base-dists-t-quantile'
import { expect, test } from 'vitest'
import { blockedInterval, countedOf, shuffledEstimate } from '../../../../bench/judge/calibration/estimates.ts'
import { welchRatio } from '../../../../bench/statistics/welch.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { drawUnits } from '../../../../mock-server/delay.ts'
import { A_TRIAL } from '../../../support/trials.ts'

const PAIR = { one: 'copy A', other: 'copy B' }

interface Run {
  readonly arm: string
  readonly fork: number
  readonly round: number
  readonly makespanMs: number
}

const aRun = (run: Run & Partial<Trial>): Trial => ({ ...A_TRIAL, ...run })

/** How long a round takes by itself: rounds differ far more than copies do. */
const drawnMs = (fork: number, round: number) => 1000 ** drawUnits(1, 'round', fork, round)[0]

/** Trials of the pair, of which the second takes `ratioOf` times as long as the first; each round in another order. */
function pairTrials(forks: number, rounds: number, ratioOf: (fork: number, round: number) => number): Trial[] {
  const places = Array.from({ length: forks * rounds }, (_, index) => ({
    fork: 1 + Math.floor(index / rounds),
    round: 1 + (index % rounds),
  }))
  return places.flatMap((place) => {
    const ms = drawnMs(place.fork, place.round)
    const two = [
      aRun({ arm: PAIR.one, ...place, makespanMs: ms }),
      aRun({ arm: PAIR.other, ...place, makespanMs: ms * ratioOf(place.fork, place.round) }),
    ]
    return (place.fork + place.round) % 2 === 0 ? two : two.reverse()
  })
}

// Breakage: the first over the second.
test('an estimate above 1 says that the second copy takes longer', () => {
  const { ratio, low, high } = shuffledEstimate(
    pairTrials(3, 4, () => 1.25),
    PAIR,
  )
  for (const one of [ratio, low, high]) expect(one).toBeCloseTo(1.25, 12)
})

// Breakage: runs paired by where they stand, among all or among those of their copy, or with those of another fork.
test('runs are paired by fork and round, in whatever order they ended', () => {
  const trials = pairTrials(6, 5, () => 1.1)
  const of = (name: string) => trials.filter(({ arm }) => arm === name)
  const byTime = of(PAIR.other).toSorted((a, b) => a.makespanMs - b.makespanMs)
  const told = [trials, trials.toReversed(), [...of(PAIR.one), ...byTime]]
  for (const all of told) {
    const { ratio, low, high } = shuffledEstimate(all, PAIR)
    for (const one of [ratio, low, high]) expect(one).toBeCloseTo(1.1, 12)
  }
})

// Breakage: rounds taken for observations, or degrees of freedom other than forks less one.
test('each fork is one observation: its Hodges-Lehmann value, and Student’s t over forks', () => {
  // Each fork has a ratio of its own, around which its rounds lie evenly.
  const logs = [0.02, 0.05, 0.11, 0.03]
  const trials = pairTrials(4, 3, (fork, round) => Math.exp(logs[fork - 1]! + (round - 2) * 0.01))
  const { ratio, low, high, ...rest } = shuffledEstimate(trials, PAIR)
  const mean = logs.reduce((sum, log) => sum + log, 0) / 4
  const sd = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / 3)
  const reach = (stdlibQuantile(0.975, 3) * sd) / Math.sqrt(4)
  expect(Math.log(ratio)).toBeCloseTo(mean, 12)
  expect(Math.log(low)).toBeCloseTo(mean - reach, 9)
  expect(Math.log(high)).toBeCloseTo(mean + reach, 9)
  expect(rest).toEqual({ forks: 4, rounds: 12, alpha: 0.05 })
})

test('other copies, warm-ups and cold runs have no part in an estimate', () => {
  const trials = pairTrials(3, 4, () => 1.25)
  const others = trials.flatMap((trial) => [
    { ...trial, arm: 'copy C', makespanMs: 5 },
    { ...trial, phase: 'warmup' as const, makespanMs: 7 },
    { ...trial, phase: 'cold' as const, round: 0, makespanMs: 900 },
  ])
  expect(shuffledEstimate([...others, ...trials], PAIR)).toEqual(shuffledEstimate(trials, PAIR))
  expect(blockedInterval([...others, ...trials], PAIR)).toEqual(blockedInterval(trials, PAIR))
})

// Breakage: the usual way improved by pairs, or turned round.
test('runs one after the other are judged by Welch, the second over the first and without pairs', () => {
  const trials = pairTrials(3, 4, (_, round) => 1 + round / 10)
  const timesOf = (name: string) => trials.flatMap(({ arm, makespanMs }) => (arm === name ? makespanMs : []))
  const expected = welchRatio(timesOf(PAIR.one), timesOf(PAIR.other), 0.05)
  expect(blockedInterval(trials, PAIR)).toEqual(expected)
  expect(blockedInterval(trials.toReversed(), PAIR).low).toBeCloseTo(expected.low, 9)
  expect(Math.sqrt(expected.low * expected.high)).toBeGreaterThan(1.2)
})

test('a round that the harness spoilt for one copy counts for none', () => {
  const spoilt = (trial: Trial) => trial.fork === 2 && trial.round === 3
  const trials = pairTrials(3, 4, () => 1.25).map((trial) =>
    spoilt(trial) && trial.arm === PAIR.other ? { ...trial, void: 'planned', faults: ['planned'] } : trial,
  )
  const counted = countedOf(trials)
  expect(counted).toHaveLength(trials.length - 2)
  expect(counted.some(spoilt)).toBe(false)
  expect(shuffledEstimate(counted, PAIR).rounds).toBe(11)
})

test('a run that failed leaves nothing to be said', () => {
  const trials = [
    ...pairTrials(2, 2, () => 1),
    aRun({ arm: 'A', fork: 9, round: 1, makespanMs: 5, faults: ['planned'] }),
  ]
  expect(() => countedOf(trials)).toThrow(new Error('a run failed: planned'))
})
