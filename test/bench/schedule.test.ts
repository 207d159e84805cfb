import { expect, test } from 'vitest'
import { readScenario } from '../../bench/scenario-file.ts'
import { type Arm, armsOf, GUARD, LOOKS, orderOf, QUICK_LOOKS } from '../../bench/schedule.ts'

const arms = armsOf(readScenario('demo'))
const names = (order: readonly Arm[]) => order.map(({ name }) => name)

test('the reference comes first and its copy, the guard, last', () => {
  expect(names(arms)).toEqual(['sequential', 'look-ahead', 'promise-all', 'pipelined', 'worker-threads', GUARD])
  expect(arms.map(({ role }) => role)).toEqual(['reference', ...Array(4).fill('candidate'), 'guard'])
  expect(arms.at(-1)).toEqual({ name: GUARD, strategy: 'sequential', role: 'guard' })
})

test('a reference from the middle of the list comes first all the same, once', () => {
  const order = armsOf(readScenario('demo', ['reference=pipelined']))
  expect(names(order)).toEqual(['pipelined', 'sequential', 'look-ahead', 'promise-all', 'worker-threads', GUARD])
  expect(order.at(-1)!.strategy).toBe('pipelined')
})

test('a strategy that is listed twice runs once', () => {
  expect(names(armsOf(readScenario('demo', ['strategies=[sequential, pipelined, pipelined]'])))).toEqual([
    'sequential',
    'pipelined',
    GUARD,
  ])
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
  // Of 720 orders, 30 draws meet by chance about half a time.
  expect(orders.size).toBeGreaterThanOrEqual(27)
})

test('over many rounds every arm is about as often in every place', () => {
  const rounds = 12_000
  const counts = new Map<string, number>()
  for (let round = 0; round < rounds; round++) {
    for (const [place, { name }] of orderOf(arms, 5, 1 + Math.floor(round / 6), 1 + (round % 6)).entries())
      counts.set(`${name} ${place}`, (counts.get(`${name} ${place}`) ?? 0) + 1)
  }
  // 2,000 expected, with a standard deviation of 41.
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
