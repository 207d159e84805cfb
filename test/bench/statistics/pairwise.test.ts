import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ratioOverForks } from '../../../bench/statistics/fork-ratio.ts'
import { holmAdjusted } from '../../../bench/statistics/holm.ts'
import { pairwise, type TimedArm } from '../../../bench/statistics/pairwise.ts'
import { simulatedRace, timedArms, uniformNumbers } from './simulated-races.ts'

const armsOf = (forks: Readonly<Record<string, number[][]>>): TimedArm[] =>
  Object.entries(forks).map(([name, logs]) => ({ name, forks: logs }))

// Of 1024ths, since differences too small to square are no times.
const log = fc.integer({ min: -2048, max: 2048 }).map((whole) => whole / 1024)
/** Two to four arms with the same forks and rounds. */
const someArms = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 }))
  .chain(([count, rounds]) =>
    fc.array(fc.tuple(...rounds.map((length) => fc.array(log, { minLength: length, maxLength: length }))), {
      minLength: count,
      maxLength: count,
    }),
  )
  .map((arms) => arms.map((forks, index): TimedArm => ({ name: `arm ${index}`, forks })))

const differencesOf = (one: TimedArm, other: TimedArm) =>
  other.forks.map((rounds, fork) => rounds.map((value, round) => value - one.forks[fork]![round]!))

// Breakage: rounds pooled over forks, medians for Hodges-Lehmann values, or the ratio upside down.
test('each pair is judged as a candidate is judged against a reference', () => {
  fc.assert(
    fc.property(someArms, fc.double({ min: 0.001, max: 0.4, noNaN: true }), (arms, alpha) => {
      for (const { one, other, ratio, p } of pairwise(arms, 0.05)) {
        const armOf = (name: string) => arms.find((arm) => arm.name === name)!
        const estimate = ratioOverForks(differencesOf(armOf(one), armOf(other)), alpha)
        expect(Math.log(ratio)).toBeCloseTo(Math.log(estimate.ratio), 9)
        fc.pre(Math.abs(p - alpha) > 1e-6)
        expect(p < alpha).toBe(estimate.low > 1 || estimate.high < 1)
      }
    }),
  )
})

// Breakage: raw p-values compared with alpha, or Holm over the pairs of one arm only.
test('all pairs are one family', () => {
  fc.assert(
    fc.property(someArms, (arms) => {
      const pairs = pairwise(arms, 0.05)
      expect(pairs.map(({ adjustedP }) => adjustedP)).toEqual(holmAdjusted(pairs.map(({ p }) => p)))
      for (const { adjustedP, differ } of pairs) expect(differ).toBe(adjustedP <= 0.05)
    }),
  )
})

test('a difference that two arms alone would show is not one among many arms', () => {
  // Fork values 1, 2 and 3 of a: t = 3.46 with two degrees, p = 0.074; b is told apart alone at 0.1 and not as one of three.
  const a = [[1], [2], [3]]
  const b = [[0], [0], [0]]
  const c = [[0.9], [2.4], [2.5]]
  const differ = (arms: readonly TimedArm[]) => pairwise(arms, 0.1).map((pair) => pair.differ)
  expect(differ(armsOf({ a, b }))).toEqual([true])
  expect(differ(armsOf({ a, b, c }))).toEqual([false, false, false])
})

test('pairs come in the order of the arms, each once, with the ratio of the later over the earlier', () => {
  const pairs = pairwise(armsOf({ a: [[0], [0]], b: [[1], [1]], c: [[3], [3]] }), 0.05)
  expect(pairs.map(({ one, other, ratio }) => [one, other, Math.log(ratio)])).toEqual([
    ['a', 'b', 1],
    ['a', 'c', 3],
    ['b', 'c', 2],
  ])
})

// Breakage: 0 / 0, which is no number and differs from nothing.
test('identical arms do not differ, arms that differ equally everywhere do', () => {
  const forks = [
    [0.5, 0.25],
    [0.75, 0.5],
  ]
  const later = forks.map((rounds) => rounds.map((value) => value + 0.125))
  const [same, apart] = pairwise(armsOf({ a: forks, b: forks, c: later }), 0.05)
  expect(same).toEqual({ one: 'a', other: 'b', ratio: 1, p: 1, adjustedP: 1, differ: false })
  expect(apart).toMatchObject({ one: 'a', other: 'c', p: 0, adjustedP: 0, differ: true })
})

test('rounds are paired: what a round has drawn for all arms cannot matter', () => {
  const calm = timedArms(simulatedRace(RACE, uniformNumbers(5)))
  const stormy = calm.map(({ name, forks }) => ({
    name,
    forks: forks.map((rounds, fork) => rounds.map((value, round) => value + 3 * Math.sin(7 * fork + round))),
  }))
  const [before, after] = [pairwise(calm, 0.05), pairwise(stormy, 0.05)]
  for (const [index, { p }] of before.entries()) expect(after[index]!.p).toBeCloseTo(p, 9)
})

const RACE = { arms: { a: 1, b: 1.2, c: 1.2 }, forks: 12, rounds: 6, forkSd: 0.01, runSd: 0.03 }

test('of three arms, the one that is a fifth faster is told from two that are alike', () => {
  const pairs = pairwise(timedArms(simulatedRace(RACE, uniformNumbers(11))), 0.025)
  expect(pairs.map(({ one, other, differ }) => `${one}${differ ? '<' : '='}${other}`)).toEqual(['a<b', 'a<c', 'b=c'])
  expect(pairs[0]!.ratio).toBeCloseTo(1.2, 1)
})

test('one arm, or none, has no pairs', () => {
  expect(pairwise([], 0.05)).toEqual([])
  expect(pairwise(armsOf({ a: [[0], [0]] }), 0.05)).toEqual([])
})

test('arms that were not run together, too few forks and an alpha not inside 0..1 are mistakes of the caller', () => {
  expect(() => pairwise(armsOf({ a: [[0], [0]], b: [[0], [0, 1]] }), 0.05)).toThrow(
    new RangeError(
      'pairwise: expected the same forks and rounds in every arm, given rounds per fork of a [1, 1] and b [1, 2]',
    ),
  )
  expect(() => pairwise(armsOf({ a: [[0], [0]], b: [[0], [0], [0]] }), 0.05)).toThrow(RangeError)
  expect(() => pairwise(armsOf({ a: [[0]], b: [[0]] }), 0.05)).toThrow(RangeError)
  expect(() => pairwise(armsOf({ a: [[0], []], b: [[0], []] }), 0.05)).toThrow(RangeError)
  expect(() => pairwise(armsOf({ a: [[0], [NaN]], b: [[0], [0]] }), 0.05)).toThrow(RangeError)
  for (const alpha of [0, 1, NaN])
    expect(() => pairwise([], alpha)).toThrow(
      new RangeError(`pairwise: expected alpha between 0 and 1, both excluded, given ${alpha}`),
    )
})
