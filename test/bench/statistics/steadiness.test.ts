import fc from 'fast-check'
import { expect, test } from 'vitest'
import { steadiness, type TimedRun } from '../../../bench/statistics/steadiness.ts'
import { type RacePlan, simulatedRace, uniformNumbers } from './simulated-races.ts'

const RACE: RacePlan = { arms: { a: 1, b: 2, c: 0.5, d: 1.1 }, forks: 6, rounds: 6, forkSd: 0.02, runSd: 0 }
const race = (changes: Partial<RacePlan>, seed = 1) => simulatedRace({ ...RACE, ...changes }, uniformNumbers(seed))
const steadinessOf = (arm: string, runs: readonly TimedRun[], alpha = 0.05) =>
  steadiness(runs, 'a', alpha).find((row) => row.arm === arm)!

// Breakage: a ratio per round told as one of last to first, or rounds counted where steps between them are meant.
test('without noise, an arm that rises over its rounds shows by how much, and steady ones show nothing', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0.5, max: 2, noNaN: true }), (seed, factor) => {
      const runs = race({ rise: { c: factor } }, seed)
      const { ratio, low, high } = steadinessOf('c', runs)
      for (const one of [ratio, low, high]) expect(one).toBeCloseTo(factor, 6)
      for (const arm of ['b', 'd']) expect(steadinessOf(arm, runs).ratio).toBeCloseTo(1, 9)
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

test('where the reference alone is unsteady, every arm shows the opposite', () => {
  const rows = steadiness(race({ rise: { a: 1.2 } }), 'a', 0.05)
  for (const { ratio } of rows.filter(({ arm }) => arm !== 'a')) expect(ratio).toBeCloseTo(1 / 1.2, 6)
})

test('rows come in the order in which arms appear, and say whether 1 is excluded', () => {
  const runs = race({ rise: { d: 1.3 }, runSd: 0.02 })
  const rows = steadiness(runs, 'a', 0.05)
  expect(rows.map(({ arm }) => arm)).toEqual([...new Set(runs.map(({ arm }) => arm))])
  const excludes = (name: string) => rows.find(({ arm }) => arm === name)!.excludesOne
  expect([excludes('b'), excludes('c'), excludes('d')]).toEqual([false, false, true])
  expect(rows.every(({ forks }) => forks === 6)).toBe(true)
})

// Breakage: least squares, which the last round of a single fork carries away.
test('one slow run at the end of a fork does not make an arm look unsteady', () => {
  const calm = race({ runSd: 0.01 })
  const slow = calm.map((run) =>
    run.arm === 'c' && run.fork === 2 && run.round === 6 ? { ...run, makespanMs: run.makespanMs * 10 } : run,
  )
  expect(Math.abs(Math.log(steadinessOf('c', slow).ratio))).toBeLessThan(0.02)
})

test('what all arms share from round to round cannot matter', () => {
  const runs = race({ runSd: 0.02 })
  const drifting = runs.map((run) => ({ ...run, makespanMs: run.makespanMs * 1.5 ** run.round * run.fork }))
  for (const [index, row] of steadiness(runs, 'a', 0.05).entries())
    expect(steadiness(drifting, 'a', 0.05)[index]!.ratio).toBeCloseTo(row.ratio, 9)
})

// Breakage: rounds counted instead of looked up, so that a missing one makes those after it come too early.
test('rounds that lack an arm are left out, and the others keep their places', () => {
  const runs = race({ rise: { c: 1.5 } }).filter(({ arm, round }) => !(arm === 'b' && (round === 2 || round === 3)))
  expect(steadinessOf('c', runs)).toMatchObject({ forks: 6 })
  expect(steadinessOf('c', runs).ratio).toBeCloseTo(1.5, 6)
})

test('forks of one round tell nothing, and with fewer than two others there is no row', () => {
  expect(steadiness(race({ rounds: 1 }), 'a', 0.05)).toEqual([])
  expect(steadiness(race({ forks: 1 }), 'a', 0.05)).toEqual([])
  const mixed = [...race({ rise: { c: 1.5 }, forks: 3 }), ...race({ rounds: 1 }).filter(({ fork }) => fork > 3)]
  expect(steadinessOf('c', mixed)).toMatchObject({ forks: 3 })
  expect(steadinessOf('c', mixed).ratio).toBeCloseTo(1.5, 6)
})

test('a reference alone has nothing to be compared with', () => {
  expect(steadiness(race({ arms: { a: 1 } }), 'a', 0.05)).toEqual([])
})

// Breakage: alpha not divided, or divided by the candidates alone.
test('alpha is divided by the number of arms', () => {
  const runs = race({ runSd: 0.03 })
  const width = (alpha: number) => Math.log(steadinessOf('b', runs, alpha).high / steadinessOf('b', runs, alpha).low)
  // Student's t of five degrees at 0.0125 and at 0.05: 3.81 and 2.57.
  expect(width(0.05) / width(0.2)).toBeCloseTo(3.810_05 / 2.570_58, 3)
})

test('a reference that is not there, a makespan that is none and a wrong alpha are mistakes of the caller', () => {
  const runs = race({ forks: 1, rounds: 1 })
  expect(() => steadiness(runs, 'z', 0.05)).toThrow(/^steadiness: expected the reference among .*, given z$/)
  for (const stray of [0, Infinity, NaN])
    expect(() => steadiness([{ arm: 'a', fork: 1, round: 1, makespanMs: stray }], 'a', 0.05)).toThrow(
      new RangeError(`steadiness: expected positive and finite makespans, given ${stray}`),
    )
  for (const alpha of [0, 1, NaN])
    expect(() => steadiness(runs, 'a', alpha)).toThrow(
      new RangeError(`steadiness: expected alpha between 0 and 1, both excluded, given ${alpha}`),
    )
})
