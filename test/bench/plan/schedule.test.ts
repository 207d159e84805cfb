import { expect, test } from 'vitest'
import { readScenario } from '../../../bench/scenario/file.ts'
import {
  type Arm,
  armsOf,
  candidatesOf,
  GUARD,
  isContestant,
  LOOKS,
  orderOf,
  PLANTED,
  plantedName,
  QUICK_LOOKS,
} from '../../../bench/plan/schedule.ts'
import { strategies } from '../../../strategies/index.ts'

const arms = armsOf(readScenario('demo'))
const names = (order: readonly Arm[]) => order.map(({ name }) => name)

test('the reference comes first, its copy, the guard, and its slower copy last', () => {
  const candidates = ['look-ahead', 'promise-all', 'pipelined', 'worker-threads']
  expect(names(arms)).toEqual(['sequential', ...candidates, GUARD, PLANTED])
  expect(arms.map(({ role }) => role)).toEqual(['reference', ...candidates.map(() => 'candidate'), 'guard', 'planted'])
  const { sequential: order } = strategies
  expect(arms.at(-2)).toEqual({ name: GUARD, strategy: 'sequential', order, role: 'guard' })
  expect(arms.at(-1)).toEqual({ name: PLANTED, strategy: 'sequential', order, role: 'planted', planted: 0.1 })
})

test('a reference from the middle of the list comes first all the same, once, and is what is copied', () => {
  const order = armsOf(readScenario('demo', ['reference=pipelined']))
  const candidates = ['sequential', 'look-ahead', 'promise-all', 'worker-threads']
  expect(names(order)).toEqual(['pipelined', ...candidates, GUARD, PLANTED])
  for (const copy of order.slice(-2)) {
    expect(copy.strategy).toBe('pipelined')
    expect(copy.order).toBe(strategies.pipelined)
  }
})

test('a strategy that is listed twice runs once', () => {
  expect(names(armsOf(readScenario('demo', ['strategies=[sequential, pipelined, pipelined]'])))).toEqual([
    'sequential',
    'pipelined',
    GUARD,
    PLANTED,
  ])
})

test('a strategy of the user comes after ours and before the copies, with its module', () => {
  const own = { strategy: 'mine', order: strategies.pipelined, module: 'file:///mine.ts' }
  const order = armsOf(readScenario('demo', ['strategies=[sequential, pipelined]']), [own])
  expect(names(order)).toEqual(['sequential', 'pipelined', 'mine', GUARD, PLANTED])
  expect(order[2]).toEqual({ name: 'mine', ...own, role: 'candidate' })
})

test('the name of a planted arm says how much slower it is', () => {
  expect(PLANTED).toBe('+10 %')
  expect(plantedName(0.025)).toBe('+2.5 %')
  expect(plantedName(1)).toBe('+100 %')
})

// Breakage: alpha shared with the copies, or a copy that is advised.
test('only what is neither the reference nor a copy of it is a candidate', () => {
  expect(candidatesOf({ arms: names(arms), reference: 'sequential' })).toEqual(
    names(arms.filter(({ role }) => role === 'candidate')),
  )
  expect(names(arms.filter(({ role }) => isContestant(role)))).toEqual(names(arms).slice(0, -2))
})

test('every arm runs exactly once in each round', () => {
  for (let round = 1; round <= 200; round++) {
    expect(names(orderOf(arms, 1, 1, round)).toSorted()).toEqual(names(arms).toSorted())
  }
})

test('the same seed, fork and round give the same order, whatever the order of the arms', () => {
  expect(orderOf(arms, 7, 2, 3)).toEqual(orderOf(arms, 7, 2, 3))
  expect(orderOf(arms.toReversed(), 7, 2, 3)).toEqual(orderOf(arms, 7, 2, 3))
})

// Breakage: shuffling once a run, or once a fork, which lets whatever follows a heavy arm always be the same.
test('rounds, forks and seeds differ in their orders', () => {
  const orders = new Set<string>()
  for (let round = 1; round <= 10; round++) orders.add(names(orderOf(arms, 1, 1, round)).join())
  for (let fork = 2; fork <= 11; fork++) orders.add(names(orderOf(arms, 1, fork, 1)).join())
  for (let seed = 2; seed <= 11; seed++) orders.add(names(orderOf(arms, seed, 1, 1)).join())
  // Of 5,040 orders, 30 draws meet by chance in one of twelve such tests.
  expect(orders.size).toBeGreaterThanOrEqual(28)
})

test('over many rounds every arm is about as often in every place', () => {
  const rounds = 12_000
  const counts = new Map<string, number>()
  for (let round = 0; round < rounds; round++) {
    for (const [place, { name }] of orderOf(arms, 5, 1 + Math.floor(round / 6), 1 + (round % 6)).entries())
      counts.set(`${name} ${place}`, (counts.get(`${name} ${place}`) ?? 0) + 1)
  }
  // 1,714 expected, with a standard deviation of 38.
  expect(counts.size).toBe(arms.length ** 2)
  for (const count of counts.values()) expect(Math.abs(count - rounds / arms.length)).toBeLessThan(200)
})

test('over many rounds every arm follows every other about as often', () => {
  const rounds = 12_000
  const counts = new Map<string, number>()
  for (let round = 0; round < rounds; round++) {
    const order = names(orderOf(arms, 5, 1 + Math.floor(round / 6), 1 + (round % 6)))
    for (const [place, name] of order.slice(1).entries())
      counts.set(`${order[place]} ${name}`, (counts.get(`${order[place]} ${name}`) ?? 0) + 1)
  }
  expect(counts.size).toBe(arms.length * (arms.length - 1))
  for (const count of counts.values()) expect(Math.abs(count - rounds / arms.length)).toBeLessThan(200)
})

test('the alphas of the looks sum up to .05, quick or not', () => {
  for (const looks of [LOOKS, QUICK_LOOKS]) {
    expect(looks.reduce((sum, { alpha }) => sum + alpha, 0)).toBeCloseTo(0.05, 12)
    expect(looks.map(({ forks }) => forks)).toEqual(looks.map(({ forks }) => forks).toSorted((a, b) => a - b))
  }
})
