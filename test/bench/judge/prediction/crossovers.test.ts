import { expect, test } from 'vitest'
import { changesAlong, type PredictedTable } from '../../../../bench/judge/prediction/tables.ts'
import { type ErrorOfRatio, fastestPredicted } from '../../../../bench/judge/sweep/best.ts'
import { leadChanges } from '../../../../bench/report/prediction/words.ts'

/** Within 1 % of each other. */
const alike = () => Math.log1p(0.01)

type Rows = Readonly<Record<string, Readonly<Record<string, number>>>>

/** Times of each strategy, by the label of each row, judged as a table of predictions. */
function tableOf(times: Rows, errorOf: ErrorOfRatio, axis: 'delay' | 'feeds' = 'delay') {
  const rows = Object.entries(times).map(([label, ms], index) => ({
    value: index + 1,
    label,
    predictions: Object.fromEntries(Object.entries(ms).map(([name, makespanMs]) => [name, { makespanMs }])),
    best: fastestPredicted(new Map(Object.entries(ms)), errorOf),
  })) as unknown as PredictedTable['rows']
  return { axis, rows, ...changesAlong(axis, rows, errorOf) } as unknown as PredictedTable
}

const changesIn = (times: Rows, errorOf: ErrorOfRatio) => leadChanges(tableOf(times, errorOf))

test('where the lead changes is named once', () => {
  const times = {
    '1': { sequential: 10, all: 11 },
    '3': { sequential: 30, all: 12 },
    '10': { sequential: 99, all: 13 },
  }
  const table = tableOf(times, alike, 'feeds')
  expect(table.crossovers).toMatchObject([
    { overtaking: 'all', overtaken: 'sequential', surelyBetween: [1, 2], isDecisive: true },
  ])
  expect(table.leads).toEqual([])
  expect(leadChanges(table)).toEqual(['all overtakes sequential between 1 and 3 feeds'])
})

test('who is as good as alike overtakes nobody until it no longer is', () => {
  const rows = {
    a: { x: 100, y: 100.5 },
    b: { x: 100, y: 99.5 },
    c: { x: 100, y: 80 },
    d: { x: 80, y: 80 },
    e: { x: 60, y: 80 },
  }
  // As between the cells of a sweep, a lead that is lost again is the overtaking alone.
  expect(changesIn(rows, alike)).toEqual(['x overtakes y between c and e'])
  const { a, b, c } = rows
  expect(changesIn({ a, b, c }, alike)).toEqual(['y leaves x behind between b and c'])
})

test('whom one overtakes at the same place is told together, and what happens behind the fastest is not told', () => {
  const rows = {
    '1': { a: 1, b: 1, c: 3, d: 20, e: 30 },
    '3': { a: 9, b: 8, c: 3, d: 30, e: 20 },
  }
  expect(changesIn(rows, alike)).toEqual(['c overtakes a, b between 1 and 3'])
})

test('what is no further apart than its errors overtakes nothing', () => {
  const rows = { '1': { a: 10, b: 11, c: 14 }, '3': { a: 11, b: 10, c: 9 } }
  const errorOf = (a: string, b: string) => Math.log1p(a === 'c' || b === 'c' ? 0.2 : 0.15)
  expect(changesIn(rows, errorOf)).toEqual(['c overtakes a between 1 and 3'])
})

// Breakage: `overtakes` for who was ahead all along.
test('who could not be told apart and gets ahead leaves the other behind, which is no overtaking', () => {
  const rows = { '1': { a: 100, b: 95 }, '3': { a: 100, b: 85 } }
  expect(changesIn(rows, () => 0.08)).toEqual(['b leaves a behind between 1 and 3'])
})

test('who takes the lead at the same place from the same is told together', () => {
  const rows = { '1': { a: 1, b: 2, c: 2 }, '3': { a: 3, b: 2, c: 2 } }
  expect(changesIn(rows, alike)).toEqual(['b, c overtake a between 1 and 3'])
})

test('no rows, one row and one strategy have none', () => {
  expect(changesIn({}, alike)).toEqual([])
  expect(changesIn({ '1': { a: 1, b: 2 } }, alike)).toEqual([])
  expect(changesIn({ '1': { a: 1 }, '2': { a: 2 } }, alike)).toEqual([])
})
