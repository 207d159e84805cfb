import { expect, test } from 'vitest'
import { blockedInterval, countedOf, shuffledEstimate } from '../../../../bench/judge/calibration/estimates.ts'
import { welchRatio } from '../../../../bench/statistics/welch.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { drawUnits } from '../../../../mock-server/delay.ts'
import { A_TRIAL, aFault, MOCK_SERVER_DIED } from '../../../support/trials.ts'

const PAIR = { one: 'copy A', other: 'copy B' }

interface Run {
  readonly variant: string
  readonly block: number
  readonly iteration: number
  readonly makespanMs: number
}

const aRun = (run: Run & Partial<Trial>): Trial => ({ ...A_TRIAL, ...run })

/** How long an iteration takes by itself: iterations differ far more than copies do. */
const drawnMs = (block: number, iteration: number) => 1000 ** drawUnits(1, 'round', block, iteration)[0]

/** Trials of the pair, of which the second takes `ratioOf` times as long as the first; each iteration in another order. */
function pairTrials(
  blocks: number,
  iterations: number,
  ratioOf: (block: number, iteration: number) => number,
): Trial[] {
  const places = Array.from({ length: blocks * iterations }, (_, index) => ({
    block: 1 + Math.floor(index / iterations),
    iteration: 1 + (index % iterations),
  }))
  return places.flatMap((place) => {
    const ms = drawnMs(place.block, place.iteration)
    const two = [
      aRun({ variant: PAIR.one, ...place, makespanMs: ms }),
      aRun({ variant: PAIR.other, ...place, makespanMs: ms * ratioOf(place.block, place.iteration) }),
    ]
    return (place.block + place.iteration) % 2 === 0 ? two : two.reverse()
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

// Breakage: runs paired by where they stand, among all or among those of their copy, or with those of another block.
test('runs are paired by block and iteration, in whatever order they ended', () => {
  const trials = pairTrials(6, 5, () => 1.1)
  const of = (name: string) => trials.filter(({ variant }) => variant === name)
  const byTime = of(PAIR.other).toSorted((a, b) => a.makespanMs - b.makespanMs)
  const orders = [trials, trials.toReversed(), [...of(PAIR.one), ...byTime]]
  for (const all of orders) {
    const { ratio, low, high } = shuffledEstimate(all, PAIR)
    for (const one of [ratio, low, high]) expect(one).toBeCloseTo(1.1, 12)
  }
})

// Breakage: iterations taken for observations, or degrees of freedom other than blocks less one.
test('each block is one observation: its Hodges-Lehmann value, and Student’s t over blocks', () => {
  // Each block has a ratio of its own, around which its iterations lie evenly.
  const logs = [0.02, 0.05, 0.11, 0.03]
  const trials = pairTrials(4, 3, (block, iteration) => Math.exp(logs[block - 1]! + (iteration - 2) * 0.01))
  const { ratio, low, high, ...rest } = shuffledEstimate(trials, PAIR)
  const mean = logs.reduce((sum, log) => sum + log, 0) / 4
  const sd = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / 3)
  // 3.182: the quantile of 0.975 of 3 degrees, computed by mpmath.
  const reach = (3.182446305284263 * sd) / Math.sqrt(4)
  expect(Math.log(ratio)).toBeCloseTo(mean, 12)
  expect(Math.log(low)).toBeCloseTo(mean - reach, 9)
  expect(Math.log(high)).toBeCloseTo(mean + reach, 9)
  expect(rest).toEqual({ blocks: 4, iterations: 12, alpha: 0.05 })
})

test('other copies, warm-ups and cold runs have no part in an estimate', () => {
  const trials = pairTrials(3, 4, () => 1.25)
  const others = trials.flatMap((trial) => [
    { ...trial, variant: 'copy C', makespanMs: 5 },
    { ...trial, phase: 'warmup' as const, makespanMs: 7 },
    { ...trial, phase: 'cold' as const, iteration: 0, makespanMs: 900 },
  ])
  expect(shuffledEstimate([...others, ...trials], PAIR)).toEqual(shuffledEstimate(trials, PAIR))
  expect(blockedInterval([...others, ...trials], PAIR)).toEqual(blockedInterval(trials, PAIR))
})

// Breakage: the usual way improved by pairs, or reversed.
test('runs one after the other are judged by Welch, the second over the first and without pairs', () => {
  const trials = pairTrials(3, 4, (_, iteration) => 1 + iteration / 10)
  const timesOf = (name: string) => trials.flatMap(({ variant, makespanMs }) => (variant === name ? makespanMs : []))
  const expected = welchRatio(timesOf(PAIR.one), timesOf(PAIR.other), 0.05)
  expect(blockedInterval(trials, PAIR)).toEqual(expected)
  expect(blockedInterval(trials.toReversed(), PAIR).low).toBeCloseTo(expected.low, 9)
  expect(Math.sqrt(expected.low * expected.high)).toBeGreaterThan(1.2)
})

test('an iteration that was discarded for one copy counts for none', () => {
  const discarded = (trial: Trial) => trial.block === 2 && trial.iteration === 3
  const trials = pairTrials(3, 4, () => 1.25).map((trial) =>
    discarded(trial) && trial.variant === PAIR.other
      ? { ...trial, discarded: MOCK_SERVER_DIED, faults: [aFault('planned')] }
      : trial,
  )
  const counted = countedOf(trials)
  expect(counted).toHaveLength(trials.length - 2)
  expect(counted.some(discarded)).toBe(false)
  expect(shuffledEstimate(counted, PAIR).iterations).toBe(11)
})

test('a run that failed leaves nothing to be said', () => {
  const trials = [
    ...pairTrials(2, 2, () => 1),
    aRun({ variant: 'A', block: 9, iteration: 1, makespanMs: 5, faults: [aFault('planned')] }),
  ]
  expect(() => countedOf(trials)).toThrow(
    expect.objectContaining({ code: 'run-failed', parameters: { fault: aFault('planned') } }),
  )
})
