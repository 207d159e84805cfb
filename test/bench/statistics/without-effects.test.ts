import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutEffects } from '../../../bench/statistics/predecessor.ts'

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

// Breakage: means of one grouping taken out alone, or both from the same values, which takes the overall mean out twice.
test('a worked example: a table of three rows and two columns, by its means', () => {
  const values = [1, 5, 2, 8, 9, 11]
  const rows = ['x', 'x', 'y', 'y', 'z', 'z']
  const columns = [1, 2, 1, 2, 1, 2]
  // Rows have means 3, 5 and 10, columns 4 and 8, all together 6: what is left is value - row - column + all.
  const expected = [0, 0, -1, 1, 1, -1]
  for (const [index, left] of withoutEffects(values, [rows, columns]).entries())
    expect(left).toBeCloseTo(expected[index]!, 12)
})

const cell = fc.record({
  value: fc.double({ min: -10, max: 10, noNaN: true }),
  row: fc.integer({ min: 0, max: 5 }),
  column: fc.integer({ min: 0, max: 5 }),
})
/** A table with cells missing, and some there twice. */
const someCells = fc.array(cell, { minLength: 1, maxLength: 40 })
const groupingsOf = (cells: readonly { readonly row: number; readonly column: number }[]) => [
  cells.map(({ row }) => row),
  cells.map(({ column }) => column),
]

// Breakage: a single sweep, which is right only where no cell is missing.
test('no group has a mean left, however many cells are missing', () => {
  fc.assert(
    fc.property(someCells, (cells) => {
      const left = withoutEffects(
        cells.map(({ value }) => value),
        groupingsOf(cells),
      )
      for (const groupOf of groupingsOf(cells))
        for (const members of Map.groupBy(left.keys(), (index) => groupOf[index]).values())
          expect(meanOf(members.map((index) => left[index]!))).toBeCloseTo(0, 9)
    }),
  )
})

test('of what is a row plus a column nothing is left', () => {
  fc.assert(
    fc.property(someCells, (cells) => {
      const left = withoutEffects(
        cells.map(({ row, column }) => row ** 2 - 3 * column),
        groupingsOf(cells),
      )
      for (const one of left) expect(one).toBeCloseTo(0, 8)
    }),
  )
})

test('without groupings, or without values, nothing changes, and the values given stay as they are', () => {
  const values = [3, 1]
  expect(withoutEffects(values, [['a', 'a']])).toEqual([1, -1])
  expect(values).toEqual([3, 1])
  expect(withoutEffects(values, [])).toEqual([3, 1])
  expect(withoutEffects([], [[], []])).toEqual([])
})
