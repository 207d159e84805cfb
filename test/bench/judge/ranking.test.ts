import { expect, test } from 'vitest'
import { rank } from '../../../bench/judge/ranking.ts'
import type { TimedArm } from '../../../bench/statistics/pairwise.ts'
import { normalNumbers } from '../statistics/simulated-forks.ts'

const FIT = { alpha: 0.05, margin: 0.05, isFit: true }
const [FORKS, ROUNDS] = [6, 6]

/** Arms by their true level in logarithms; all of them meet what a round has drawn, which differs widely. */
function armsAt(levels: Readonly<Record<string, number>>, { noise = 0.001, seed = 1 } = {}): TimedArm[] {
  const normal = normalNumbers(seed)
  const places = <T>(of: () => T) => Array.from({ length: FORKS }, () => Array.from({ length: ROUNDS }, of))
  const drawn = places(() => 4 + 0.3 * normal())
  return Object.entries(levels).map(([name, level]) => ({
    name,
    forks: drawn.map((rounds) => rounds.map((log) => log + level + noise * normal())),
  }))
}

/** The arm with more added to the logarithm of one of its runs. */
function withOneRun({ name, forks }: TimedArm, more: number, at = { fork: 2, round: 3 }): TimedArm {
  return {
    name,
    forks: forks.map((rounds, fork) =>
      rounds.map((log, round) => log + (fork === at.fork && round === at.round ? more : 0)),
    ),
  }
}

const mean = (arm: TimedArm) => arm.forks.flat().reduce((sum, log) => sum + log, 0) / (FORKS * ROUNDS)

// Breakage: an order by mean times, which one slow run decides.
test('one slow run of an arm does not decide its place', () => {
  const [steady, spiked] = armsAt({ steady: 0, spiked: -0.02 }) as [TimedArm, TimedArm]
  const slow = withOneRun(spiked, Math.log(9))
  expect(mean(slow)).toBeGreaterThan(mean(steady))
  for (const arms of [
    [steady, slow],
    [slow, steady],
  ])
    expect(rank(arms, FIT)!.order).toEqual(['spiked', 'steady'])
})

// Breakage: typical times of each arm by itself, which what the rounds have drawn decides.
test('a slow run of the arm that stands first moves none of the others', () => {
  const levels = { first: 0, second: -0.01, third: -0.02, fourth: 0.01 }
  const [first, ...others] = armsAt(levels) as [TimedArm, ...TimedArm[]]
  const order = ['third', 'second', 'first', 'fourth']
  expect(rank([first, ...others], FIT)!.order).toEqual(order)
  expect(rank([withOneRun(first, Math.log(9)), ...others], FIT)!.order).toEqual(order)
})

test('a fast run in every fork does not make the faster arm', () => {
  const [steady, lucky] = armsAt({ steady: 0, lucky: 0.02 }) as [TimedArm, TimedArm]
  const often = Array.from({ length: FORKS }).reduce<TimedArm>(
    (arm, _, fork) => withOneRun(arm, -1, { fork, round: fork }),
    lucky,
  )
  expect(mean(often)).toBeLessThan(mean(steady))
  expect(rank([steady, often], FIT)!.order).toEqual(['steady', 'lucky'])
})

test('those that differ have letters of their own, those that cannot be told apart share one', () => {
  const ranking = rank(armsAt({ slow: 1, fast: -1, same: -1, middle: 0 }, { noise: 0.01 }), FIT)!
  expect(new Set(ranking.order.slice(0, 2))).toEqual(new Set(['fast', 'same']))
  expect(ranking.order.slice(2)).toEqual(['middle', 'slow'])
  expect(Object.fromEntries(ranking.letters)).toEqual({ fast: 'a', same: 'a', middle: 'b', slow: 'c' })
  expect(ranking.areApart('fast', 'same')).toBe(false)
  for (const [one, other] of [
    ['fast', 'slow'],
    ['slow', 'fast'],
    ['middle', 'same'],
  ] as const)
    expect(ranking.areApart(one, other), `${one} ${other}`).toBe(true)
})

test('on a machine that is not fit only those are told apart whose interval lies wholly beyond the margin', () => {
  const arms = armsAt({ one: 0, near: 0.03, far: 0.2 })
  const unfit = rank(arms, { ...FIT, isFit: false })!
  expect(rank(arms, FIT)!.areApart('one', 'near')).toBe(true)
  expect(unfit.areApart('one', 'near')).toBe(false)
  expect(unfit.areApart('one', 'far')).toBe(true)
  expect(unfit.areApart('far', 'near')).toBe(true)
  expect(unfit.order).toEqual(['one', 'near', 'far'])
})

test('there is no ranking of one arm, nor of one fork', () => {
  const arms = armsAt({ one: 0, other: 1 })
  expect(rank(arms.slice(1), FIT)).toBeUndefined()
  expect(rank([], FIT)).toBeUndefined()
  expect(
    rank(
      arms.map(({ name, forks }) => ({ name, forks: forks.slice(1, 2) })),
      FIT,
    ),
  ).toBeUndefined()
})
