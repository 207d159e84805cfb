import { expect, test } from 'vitest'
import { folderNames, formatAxes, formatCoordinates, formatValue } from '../../../bench/scenario/cell-labels.ts'
import { isSameSweep, namedScenario, recordSchema, shuffledCells } from '../../../bench/trial/sweep-record.ts'
import { aRecord } from '../../support/sweeps.ts'

const COUNTS = 'world.items.count=[1, 3, 10, 30, 100, 300]'

const orderOf = (...settings: string[]) => shuffledCells(aRecord(...settings)).map(({ at }) => at['world.items.count'])

// Breakage: a machine that drifts while the sizes grow, and is taken for their effect.
test('cells are run in an order that the seed decides, and that is not the one of their values', () => {
  const order = orderOf(COUNTS)
  expect(order.toSorted((a, b) => Number(a) - Number(b))).toEqual([1, 3, 10, 30, 100, 300])
  expect(order).not.toEqual([1, 3, 10, 30, 100, 300])
  expect(orderOf(COUNTS)).toEqual(order)
  const orders = Array.from({ length: 20 }, (_, seed) => orderOf(COUNTS, `world.seed=${seed}`))
  expect(new Set(orders.map(String)).size).toBeGreaterThan(15)
  expect(new Set(orders.map(([first]) => first)).size).toBeGreaterThan(3)
})

test('folders of cells are numbered, readable, and differ whatever the values are', () => {
  const at = (value: unknown) => ({ 'world.items.count': value, 'limits.concurrency': 4 })
  expect(folderNames([at(3), at(30)])).toEqual([
    '1-items.count-3_limits.concurrency-4',
    '2-items.count-30_limits.concurrency-4',
  ])
  const [one, other] = folderNames([{ about: '../a/b' }, { about: '.. a b' }])
  expect(one).toBe('1-about-..-a-b')
  expect(other).toBe('2-about-..-a-b')
  expect(folderNames(Array.from({ length: 12 }, (_, value) => at(value)))[4]).toMatch(/^05-/)
})

test('a map is described by its values', () => {
  expect(formatValue({ model: 'constant', ms: 5 })).toBe('constant ms 5')
  expect(formatValue({})).toBe('none')
  expect(formatCoordinates({ 'world.fetchDelay': { model: 'constant', ms: 5 }, check: 'full' })).toBe(
    'fetchDelay constant ms 5, check full',
  )
  expect(formatAxes(aRecord('world.items.count=[1, 3]', 'world.https=[false, true]').axes)).toBe(
    'items.count (1, 3) × https (false, true)',
  )
})

test('a record is read back as it was written', () => {
  const record = aRecord(
    COUNTS,
    'world.fetchDelay=[{ model: constant, ms: 5 }, { model: lognormal, medianMs: 5, sigma: 1 }]',
  )
  expect(recordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record)
  expect(isSameSweep(record, recordSchema.parse(JSON.parse(JSON.stringify(record))))).toBe(true)
})

test('another name is no other sweep, but other values, looks, variants and anything else that is measured are', () => {
  const record = aRecord(COUNTS)
  expect(isSameSweep(record, aRecord(COUNTS, 'name=other'))).toBe(true)
  expect(isSameSweep(record, { ...record, quick: false })).toBe(false)
  expect(isSameSweep(record, { ...record, processes: 9 })).toBe(false)
  for (const setting of [
    'world.items.count=[1, 3, 10, 30, 100]',
    'world.items.count=[3, 1, 10, 30, 100, 300]',
    'world.seed=2',
    'plan.iterations=7',
    'variants=[sequential, pipelined]',
  ])
    expect(isSameSweep(record, aRecord(COUNTS, setting)), setting).toBe(false)
})

test('a cell bears its place in its name', () => {
  expect(aRecord(COUNTS).cells.map((cell) => namedScenario(cell).name)[2]).toBe('paper, items.count 10')
})

// Breakage: a folder outside of the sweep's, which is put aside or deleted when its cell is run again.
test('a cell is below the folder of its sweep, and nowhere else', () => {
  const record = aRecord('world.items.count=[1,3]')
  for (const folder of ['../elsewhere', 'cells/../../x', '/tmp/x', 'cells/..', 'cells/a/b', 'cells\\x', 'cells/', '']) {
    const changed = { ...record, cells: record.cells.map((cell) => ({ ...cell, folder })) }
    expect(recordSchema.safeParse(changed).error!.issues[0]!.message).toBe(
      'expected a folder such as cells/01-items.count-10',
    )
  }
})

test('values that are nested too deep, or too many, are no record of a sweep', () => {
  const record = aRecord('world.items.count=[1,3]')
  const deep = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`) as unknown
  for (const values of [[deep], [[1]], Array.from({ length: 401 }, () => 1)])
    expect(recordSchema.safeParse({ ...record, axes: [{ path: 'x', values }] }).success).toBe(false)
  expect(recordSchema.safeParse({ ...record, cells: [] }).success).toBe(false)
})
