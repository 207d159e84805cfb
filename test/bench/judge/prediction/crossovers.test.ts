import { expect, test } from 'vitest'
import { type AxisRow, leadChangesIn, type Resolution } from '../../../../bench/judge/prediction/crossovers.ts'

/** Within 1 % of each other. */
const alike = () => 0.01

/** `a, b > c, 1..3` for who overtakes whom between which values, with `>>` for who leaves behind. */
const changesIn = (rows: readonly AxisRow[], resolution: Resolution) =>
  leadChangesIn(rows, resolution).map(
    ({ winners, losers, from, to, isOvertaking }) =>
      `${winners.join(', ')} ${isOvertaking ? '>' : '>>'} ${losers.join(', ')}, ${from}..${to}`,
  )

const rowsOf = (rows: Readonly<Record<number, Readonly<Record<string, number>>>>) =>
  Object.entries(rows).map(([value, ms]) => ({ value: Number(value), ms }))

test('where the lead changes is named once', () => {
  const rows = rowsOf({
    1: { sequential: 10, all: 11 },
    3: { sequential: 30, all: 12 },
    10: { sequential: 99, all: 13 },
  })
  expect(leadChangesIn(rows, alike)).toEqual([
    { winners: ['all'], losers: ['sequential'], from: 1, to: 3, isOvertaking: true },
  ])
})

test('who is as good as alike overtakes nobody until it no longer is', () => {
  const rows = rowsOf({
    1: { x: 100, y: 100.5 },
    2: { x: 100, y: 99.5 },
    3: { x: 100, y: 80 },
    4: { x: 80, y: 80 },
    5: { x: 60, y: 80 },
  })
  expect(changesIn(rows, alike)).toEqual(['y >> x, 2..3', 'x > y, 3..5'])
})

test('whom one overtakes at the same place is told together, and what happens behind the fastest is not told', () => {
  const rows = rowsOf({
    1: { a: 1, b: 1, c: 3, d: 20, e: 30 },
    3: { a: 9, b: 8, c: 3, d: 30, e: 20 },
  })
  expect(changesIn(rows, alike)).toEqual(['c > a, b, 1..3'])
})

test('what is no further apart than its errors overtakes nothing', () => {
  const rows = rowsOf({ 1: { a: 10, b: 11, c: 14 }, 3: { a: 11, b: 10, c: 9 } })
  const resolution = (a: string, b: string) => (a === 'c' || b === 'c' ? 0.2 : 0.15)
  expect(changesIn(rows, resolution)).toEqual(['c > a, 1..3'])
})

// Breakage: `overtakes` for who was ahead all along.
test('who could not be told apart and gets ahead leaves the other behind, which is no overtaking', () => {
  const rows = rowsOf({ 1: { a: 100, b: 95 }, 3: { a: 100, b: 85 } })
  expect(changesIn(rows, () => 0.08)).toEqual(['b >> a, 1..3'])
})

test('who takes the lead at the same place from the same is told together', () => {
  const rows = rowsOf({ 1: { a: 1, b: 2, c: 2 }, 3: { a: 3, b: 2, c: 2 } })
  expect(changesIn(rows, alike)).toEqual(['b, c > a, 1..3'])
})

test('no rows, one row and one strategy have none', () => {
  expect(changesIn([], alike)).toEqual([])
  expect(changesIn(rowsOf({ 1: { a: 1, b: 2 } }), alike)).toEqual([])
  expect(changesIn(rowsOf({ 1: { a: 1 }, 2: { a: 2 } }), alike)).toEqual([])
})
