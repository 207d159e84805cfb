import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lettersOf } from '../../../bench/statistics/letters.ts'
import { samples } from '../../support/samples.ts'

const pairsOf = (names: readonly string[]) =>
  names.flatMap((one, index) => names.slice(index + 1).map((other) => ({ one, other })))

/** Every letter with the variants that have it. */
function groupsOf(letters: ReadonlyMap<string, string>): Map<string, string[]> {
  const having = [...letters].flatMap(([name, own]) => lettersIn(own).map((letter) => ({ letter, name })))
  return new Map(
    [...Map.groupBy(having, ({ letter }) => letter)].map(([letter, members]) => [
      letter,
      members.map(({ name }) => name),
    ]),
  )
}

const lettersIn = (own: string): readonly string[] => own.match(/[a-z]\d*/g) ?? []

const shareOne = (one: string, other: string) => lettersIn(one).some((letter) => lettersIn(other).includes(letter))

// R's PlantGrowth by Tukey's test, lightest first: only the two treatments differ. Letters as in Piepho, Letters in Mean Comparisons:
// What They Do and Don't Mean, Agronomy Journal 110 (2018), and every tutorial of R package multcomp.
test('on the dried weight of plants the letters are the published ones', () => {
  const letters = lettersOf(['trt1', 'ctrl', 'trt2'], [{ one: 'trt2', other: 'trt1' }])
  expect([...letters]).toEqual([
    ['trt1', 'a'],
    ['ctrl', 'ab'],
    ['trt2', 'b'],
  ])
})

// R's chickwts by pairwise Wilcoxon tests with Holm's correction, the example of R package cld.
test('on the weight of chicks by feed the letters are the published ones', () => {
  const different = [
    ['casein', 'horsebean'],
    ['casein', 'linseed'],
    ['casein', 'soybean'],
    ['horsebean', 'meatmeal'],
    ['horsebean', 'soybean'],
    ['horsebean', 'sunflower'],
    ['linseed', 'sunflower'],
    ['soybean', 'sunflower'],
  ].map(([one, other]) => ({ one: one!, other: other! }))
  const names = ['casein', 'horsebean', 'linseed', 'meatmeal', 'soybean', 'sunflower']
  expect(Object.fromEntries(lettersOf(names, different))).toEqual({
    casein: 'a',
    horsebean: 'b',
    linseed: 'bc',
    meatmeal: 'ac',
    soybean: 'c',
    sunflower: 'a',
  })
})

const VARIANTS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven']
const someDifferent = fc.integer({ min: 1, max: VARIANTS.length }).chain((count) =>
  fc.record({
    names: fc.constant(VARIANTS.slice(0, count)),
    different: fc.shuffledSubarray(pairsOf(VARIANTS.slice(0, count))),
  }),
)

// Breakage: a split that drops one of its halves, or letters given by neighbours only.
test('two variants share a letter exactly when they do not differ', () => {
  fc.assert(
    fc.property(someDifferent, ({ names, different }) => {
      const letters = lettersOf(names, different)
      for (const { one, other } of pairsOf(names)) {
        const differ = different.some((pair) => pair.one === one && pair.other === other)
        expect(shareOne(letters.get(one)!, letters.get(other)!)).toBe(!differ)
      }
    }),
    { numRuns: samples(500) },
  )
})

// Breakage: no absorbing.
test('no letter stands for a group that another letter contains, and nobody is without a letter', () => {
  fc.assert(
    fc.property(someDifferent, ({ names, different }) => {
      const letters = lettersOf(names, different)
      expect([...letters.keys()]).toEqual(names)
      expect([...letters.values()].every((own) => own.length > 0)).toBe(true)
      const groups = [...groupsOf(letters).values()].map((members) => new Set(members))
      for (const [i, group] of groups.entries())
        for (const [j, other] of groups.entries()) if (i !== j) expect(group.isSubsetOf(other)).toBe(false)
    }),
    { numRuns: samples(500) },
  )
})

// Breakage: groups left in the order in which splitting made them.
test('letters follow the order of the variants: who comes first has a, and b is the next that somebody needs', () => {
  fc.assert(
    fc.property(someDifferent, ({ names, different }) => {
      const letters = lettersOf(names, different)
      expect(letters.get(names[0]!)![0]).toBe('a')
      const firstSeen = names.flatMap((name) => lettersIn(letters.get(name)!))
      expect([...new Set(firstSeen)]).toEqual([...new Set(firstSeen)].sort())
    }),
  )
})

test('the order and the direction of the pairs do not matter, nor that one comes twice', () => {
  fc.assert(
    fc.property(someDifferent, fc.boolean(), ({ names, different }, twice) => {
      const turned = different.map(({ one, other }) => ({ one: other, other: one })).toReversed()
      expect([...lettersOf(names, twice ? [...turned, ...different] : turned)]).toEqual([
        ...lettersOf(names, different),
      ])
    }),
  )
})

test('variants that all differ have a letter each, variants of which none do have one for all', () => {
  expect([...lettersOf(VARIANTS, pairsOf(VARIANTS)).values()]).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  expect([...lettersOf(VARIANTS, []).values()]).toEqual(['a', 'a', 'a', 'a', 'a', 'a', 'a'])
  expect([...lettersOf([], [])]).toEqual([])
})

test('after z come a2 and b2', () => {
  const many = Array.from({ length: 28 }, (_, index) => `variant ${index}`)
  const letters = [...lettersOf(many, pairsOf(many)).values()]
  expect(letters.slice(24)).toEqual(['y', 'z', 'a2', 'b2'])
})

test('a name given twice, and a pair of others, are mistakes of the caller', () => {
  expect(() => lettersOf(['x', 'x'], [])).toThrow(new RangeError('lettersOf: expected each name once, given x, x'))
  for (const other of ['x', 'z'])
    expect(() => lettersOf(['x', 'y'], [{ one: 'x', other }])).toThrow(
      new RangeError(`lettersOf: expected a pair of two of x, y, given x and ${other}`),
    )
})

// Breakage: all groups of differences without any order: 3^20 of them for sixty names.
test('differences that would take more than a hundred letters have none', () => {
  const names = Array.from({ length: 60 }, (_, at) => `${at}`)
  const different = names.flatMap((one, at) =>
    names
      .slice(at + 1)
      .flatMap((other) => (Math.floor(at / 3) === Math.floor(Number(other) / 3) ? { one, other } : [])),
  )
  expect(lettersOf(names, different).size).toBe(0)
})
