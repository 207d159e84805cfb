import { expect, test } from 'vitest'
import { leadChangesIn } from '../../../../bench/judge/prediction/lead-changes.ts'
import { changesAlong, type PredictedTable } from '../../../../bench/judge/prediction/tables.ts'
import { type ErrorOfRatio, fastestPredicted } from '../../../../bench/judge/sweep/best.ts'

/** Within 1% of each other. */
const alike = () => Math.log1p(0.01)

type Rows = Readonly<Record<number, Readonly<Record<string, number>>>>

/** Times of each strategy, by the value of each row, judged as a table of predictions. */
function tableOf(times: Rows, errorOf: ErrorOfRatio) {
  const rows = Object.entries(times).map(([value, ms]) => ({
    value: Number(value),
    placed: Number(value),
    predictions: Object.fromEntries(Object.entries(ms).map(([name, makespanMs]) => [name, { makespanMs }])),
    best: fastestPredicted(new Map(Object.entries(ms)), errorOf),
  })) as unknown as PredictedTable['rows']
  return { rows, ...changesAlong('delay', rows, errorOf) }
}

/** `a, b > c, 1..3` for who overtakes whom between which values, with `>>` for who leaves behind. */
const changesIn = (times: Rows, errorOf: ErrorOfRatio) =>
  leadChangesIn(tableOf(times, errorOf)).map(
    ({ winners, losers, from, to, isOvertaking }) =>
      `${winners.join(', ')} ${isOvertaking ? '>' : '>>'} ${losers.join(', ')}, ${from}..${to}`,
  )

test('where the lead changes is named once', () => {
  const times = { 1: { sequential: 10, all: 11 }, 3: { sequential: 30, all: 12 }, 10: { sequential: 99, all: 13 } }
  const { crossovers, leads } = tableOf(times, alike)
  expect(crossovers).toMatchObject([{ overtaking: 'all', overtaken: 'sequential', bracket: [1, 3], isDecisive: true }])
  expect(leads).toEqual([])
  expect(changesIn(times, alike)).toEqual(['all > sequential, 1..3'])
})

test('who is as good as alike overtakes nobody until it no longer is', () => {
  const rows = {
    1: { x: 100, y: 100.5 },
    2: { x: 100, y: 99.5 },
    3: { x: 100, y: 80 },
    4: { x: 80, y: 80 },
    5: { x: 60, y: 80 },
  }
  // As between the cells of a sweep, a lead that is lost again is the overtaking alone.
  expect(changesIn(rows, alike)).toEqual(['x > y, 3..5'])
  const { 1: a, 2: b, 3: c } = rows
  expect(changesIn({ 1: a, 2: b, 3: c }, alike)).toEqual(['y >> x, 2..3'])
})

test('those overtaken at the same place are listed together, and what happens behind the fastest is not listed', () => {
  const rows = { 1: { a: 1, b: 1, c: 3, d: 20, e: 30 }, 3: { a: 9, b: 8, c: 3, d: 30, e: 20 } }
  expect(changesIn(rows, alike)).toEqual(['c > a, b, 1..3'])
})

test('what is no further apart than its errors overtakes nothing', () => {
  const rows = { 1: { a: 10, b: 11, c: 14 }, 3: { a: 11, b: 10, c: 9 } }
  const errorOf = (a: string, b: string) => Math.log1p(a === 'c' || b === 'c' ? 0.2 : 0.15)
  expect(changesIn(rows, errorOf)).toEqual(['c > a, 1..3'])
})

// Breakage: `overtakes` for who was ahead all along.
test('one that did not differ significantly and gets ahead leaves the other behind, which is no overtaking', () => {
  expect(changesIn({ 1: { a: 100, b: 95 }, 3: { a: 100, b: 85 } }, () => 0.08)).toEqual(['b >> a, 1..3'])
})

test('those that take the lead at the same place from the same one are listed together', () => {
  expect(changesIn({ 1: { a: 1, b: 2, c: 2 }, 3: { a: 3, b: 2, c: 2 } }, alike)).toEqual(['b, c > a, 1..3'])
})

test('no rows, one row and one strategy have none', () => {
  expect(changesIn({}, alike)).toEqual([])
  expect(changesIn({ 1: { a: 1, b: 2 } }, alike)).toEqual([])
  expect(changesIn({ 1: { a: 1 }, 2: { a: 2 } }, alike)).toEqual([])
})
