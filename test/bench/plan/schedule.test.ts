import { expect, test } from 'vitest'
import { readScenario } from '../../../bench/scenario/file.ts'
import {
  type Variant,
  variantsOf,
  candidatesOf,
  AA_CHECK,
  isSelectable,
  LOOKS,
  orderOf,
  SENSITIVITY_CHECK,
  slowdownIn,
  slowedName,
  QUICK_LOOKS,
} from '../../../bench/plan/schedule.ts'
import { strategies } from '../../../strategies/index.ts'

const variants = variantsOf(readScenario('demo'))
const names = (order: readonly Variant[]) => order.map(({ name }) => name)

test('the reference comes first, its copy for the A/A check and its slower copy last', () => {
  const candidates = ['look-ahead', 'promise-all', 'pipelined', 'worker-threads']
  expect(names(variants)).toEqual(['sequential', ...candidates, AA_CHECK, SENSITIVITY_CHECK])
  expect(variants.map(({ role }) => role)).toEqual([
    'reference',
    ...candidates.map(() => 'candidate'),
    'aa-check',
    'sensitivity-check',
  ])
  const { sequential: order } = strategies
  expect(variants.at(-2)).toEqual({ name: AA_CHECK, strategy: 'sequential', order, role: 'aa-check' })
  expect(variants.at(-1)).toEqual({
    name: SENSITIVITY_CHECK,
    strategy: 'sequential',
    order,
    role: 'sensitivity-check',
    slowedBy: 0.1,
  })
})

test('a reference from the middle of the list comes first all the same, once, and is what is copied', () => {
  const order = variantsOf(readScenario('demo', ['reference=pipelined']))
  const candidates = ['sequential', 'look-ahead', 'promise-all', 'worker-threads']
  expect(names(order)).toEqual(['pipelined', ...candidates, AA_CHECK, SENSITIVITY_CHECK])
  for (const copy of order.slice(-2)) {
    expect(copy.strategy).toBe('pipelined')
    expect(copy.order).toBe(strategies.pipelined)
  }
})

test('a strategy that is listed twice runs once', () => {
  expect(names(variantsOf(readScenario('demo', ['variants=[sequential, pipelined, pipelined]'])))).toEqual([
    'sequential',
    'pipelined',
    AA_CHECK,
    SENSITIVITY_CHECK,
  ])
})

test('a strategy of the user comes after ours and before the copies, with its module', () => {
  const own = { strategy: 'mine', order: strategies.pipelined, module: 'file:///mine.ts' }
  const order = variantsOf(readScenario('demo', ['variants=[sequential, pipelined]']), [own])
  expect(names(order)).toEqual(['sequential', 'pipelined', 'mine', AA_CHECK, SENSITIVITY_CHECK])
  expect(order[2]).toEqual({ name: 'mine', ...own, role: 'candidate' })
})

test('the name of a sensitivity check says how much slower it is', () => {
  expect(SENSITIVITY_CHECK).toBe('+10%')
  expect(slowedName(0.025)).toBe('+2.5%')
  expect(slowedName(1)).toBe('+100%')
  expect(slowedName(0.0025)).toBe('+0.25%')
  expect(slowdownIn(['sequential', 'A/A', slowedName(0.0025)])).toBe(0.0025)
  expect(slowdownIn(['sequential', 'A/A'])).toBeUndefined()
})

// Breakage: alpha shared with the copies, or a copy that is advised.
test('only what is neither the reference nor a copy of it is a candidate', () => {
  expect(candidatesOf({ variants: names(variants), reference: 'sequential' })).toEqual(
    names(variants.filter(({ role }) => role === 'candidate')),
  )
  expect(names(variants.filter(({ role }) => isSelectable(role)))).toEqual(names(variants).slice(0, -2))
})

test('every variant runs exactly once in each iteration', () => {
  for (let iteration = 1; iteration <= 200; iteration++) {
    expect(names(orderOf(variants, 1, 1, iteration)).toSorted()).toEqual(names(variants).toSorted())
  }
})

test('the same seed, block and iteration give the same order, whatever the order of the variants', () => {
  expect(orderOf(variants, 7, 2, 3)).toEqual(orderOf(variants, 7, 2, 3))
  expect(orderOf(variants.toReversed(), 7, 2, 3)).toEqual(orderOf(variants, 7, 2, 3))
})

// Breakage: shuffling once a run, or once a block, which lets whatever follows a heavy variant always be the same.
test('iterations, blocks and seeds differ in their orders', () => {
  const orders = new Set<string>()
  for (let iteration = 1; iteration <= 10; iteration++) orders.add(names(orderOf(variants, 1, 1, iteration)).join())
  for (let block = 2; block <= 11; block++) orders.add(names(orderOf(variants, 1, block, 1)).join())
  for (let seed = 2; seed <= 11; seed++) orders.add(names(orderOf(variants, seed, 1, 1)).join())
  // Of 5,040 orders, 30 draws meet by chance in one of twelve such tests.
  expect(orders.size).toBeGreaterThanOrEqual(28)
})

test('over many iterations every variant is about as often in every place', () => {
  const iterations = 12_000
  const counts = new Map<string, number>()
  for (let iteration = 0; iteration < iterations; iteration++) {
    for (const [place, { name }] of orderOf(variants, 5, 1 + Math.floor(iteration / 6), 1 + (iteration % 6)).entries())
      counts.set(`${name} ${place}`, (counts.get(`${name} ${place}`) ?? 0) + 1)
  }
  // 1,714 expected, with a standard deviation of 38.
  expect(counts.size).toBe(variants.length ** 2)
  for (const count of counts.values()) expect(Math.abs(count - iterations / variants.length)).toBeLessThan(200)
})

test('over many iterations every variant follows every other about as often', () => {
  const iterations = 12_000
  const counts = new Map<string, number>()
  for (let iteration = 0; iteration < iterations; iteration++) {
    const order = names(orderOf(variants, 5, 1 + Math.floor(iteration / 6), 1 + (iteration % 6)))
    for (const [place, name] of order.slice(1).entries())
      counts.set(`${order[place]} ${name}`, (counts.get(`${order[place]} ${name}`) ?? 0) + 1)
  }
  expect(counts.size).toBe(variants.length * (variants.length - 1))
  for (const count of counts.values()) expect(Math.abs(count - iterations / variants.length)).toBeLessThan(200)
})

test('the alphas of the looks sum up to .05, quick or not', () => {
  for (const looks of [LOOKS, QUICK_LOOKS]) {
    expect(looks.reduce((sum, { alpha }) => sum + alpha, 0)).toBeCloseTo(0.05, 12)
    expect(looks.map(({ blocks }) => blocks)).toEqual(looks.map(({ blocks }) => blocks).toSorted((a, b) => a - b))
  }
})
