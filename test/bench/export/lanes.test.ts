import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lanesOf } from '../../../bench/export/chrome.ts'
import { samples } from '../../support/samples.ts'

const stretch = (begin: number, end: number) => ({ begin, end })

// Short and on whole numbers, so that many begin where others end.
const stretches = fc.array(
  fc.tuple(fc.nat(30), fc.nat(8)).map(([begin, length]) => stretch(begin, begin + length)),
  { minLength: 1 },
)

test('no two in a lane are under way at the same time', () => {
  fc.assert(
    fc.property(stretches, (given) => {
      const lanes = lanesOf(given)
      for (const [index, one] of given.entries()) {
        for (const [place, other] of given.slice(0, index).entries()) {
          if (lanes[place] === lanes[index]) expect(one.begin >= other.end || other.begin >= one.end).toBe(true)
        }
      }
    }),
    { numRuns: samples(500), seed: 1 },
  )
})

test('there are as many lanes as are under way at once, and no more', () => {
  fc.assert(
    fc.property(stretches, (given) => {
      // One without any length stands beside those that it lies in the midst of.
      const beside = (at: number) => given.filter(({ begin, end }) => begin < at && end > at).length
      const atOnce = given.map(({ begin, end }) =>
        begin === end ? beside(begin) + 1 : given.filter((one) => one.begin <= begin && one.end > begin).length,
      )
      const lanes = Array.from({ length: Math.max(...atOnce) }, (_, lane) => lane)
      expect(new Set(lanesOf(given))).toEqual(new Set(lanes))
    }),
    { numRuns: samples(500), seed: 1 },
  )
})

test('one begins where another ends, in the same lane', () => {
  expect(lanesOf([stretch(5, 9), stretch(0, 5), stretch(9, 9), stretch(9, 12)])).toEqual([0, 0, 0, 0])
  expect(lanesOf([])).toEqual([])
})

// Breakage: a search of all lanes for each of 100,000 feeds that are all under way at once.
test('a hundred thousand at once are soon placed', () => {
  const all = Array.from({ length: 100_000 }, (_, index) => stretch(0, 1 + index))
  expect(new Set(lanesOf(all)).size).toBe(100_000)
})
