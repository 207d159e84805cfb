import { expect, test } from 'vitest'
import { crossoversIn } from '../../../bench/prediction/crossovers.ts'

const rowsOf = (rows: Readonly<Record<string, Readonly<Record<string, number>>>>) =>
  Object.entries(rows).map(([label, ms]) => ({ label, ms }))

test('where the lead changes is named once', () => {
  const rows = rowsOf({
    '1': { sequential: 10, all: 11 },
    '3': { sequential: 30, all: 12 },
    '10': { sequential: 99, all: 13 },
  })
  expect(crossoversIn(rows, ' feeds')).toEqual(['all overtakes sequential between 1 and 3 feeds'])
})

test('who is as good as alike overtakes nobody until it no longer is', () => {
  const rows = rowsOf({
    a: { x: 100, y: 100.5 },
    b: { x: 100, y: 99.5 },
    c: { x: 100, y: 80 },
    d: { x: 80, y: 80 },
    e: { x: 60, y: 80 },
  })
  expect(crossoversIn(rows, '')).toEqual(['y overtakes x between b and c', 'x overtakes y between c and e'])
})

test('whom one overtakes at the same place is told together, and what happens behind the fastest is not told', () => {
  const rows = rowsOf({
    '1': { a: 1, b: 1, c: 3, d: 20, e: 30 },
    '3': { a: 9, b: 8, c: 3, d: 30, e: 20 },
  })
  expect(crossoversIn(rows, '')).toEqual(['b overtakes a between 1 and 3', 'c overtakes a, b between 1 and 3'])
})

test('no rows, one row and one strategy have none', () => {
  expect(crossoversIn([], '')).toEqual([])
  expect(crossoversIn(rowsOf({ '1': { a: 1, b: 2 } }), '')).toEqual([])
  expect(crossoversIn(rowsOf({ '1': { a: 1 }, '2': { a: 2 } }), '')).toEqual([])
})
