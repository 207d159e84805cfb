import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ratioOverBlocks } from '../../../bench/statistics/block-ratio.ts'
import { holmAdjusted, pairwise, type TimedVariant } from '../../../bench/statistics/pairwise.ts'
import { simulatedRace, timedVariants, uniformNumbers } from './simulated-races.ts'

const variantsOf = (blocks: Readonly<Record<string, number[][]>>): TimedVariant[] =>
  Object.entries(blocks).map(([name, logs]) => ({ name, blocks: logs }))

// Of 1024ths, since differences too small to square are no times.
const log = fc.integer({ min: -2048, max: 2048 }).map((whole) => whole / 1024)
/** Two to four variants with the same blocks and iterations. */
const someVariants = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 }))
  .chain(([count, iterations]) =>
    fc.array(fc.tuple(...iterations.map((length) => fc.array(log, { minLength: length, maxLength: length }))), {
      minLength: count,
      maxLength: count,
    }),
  )
  .map((variants) => variants.map((blocks, index): TimedVariant => ({ name: `arm ${index}`, blocks })))

const differencesOf = (one: TimedVariant, other: TimedVariant) =>
  other.blocks.map((iterations, block) => iterations.map((value, iteration) => value - one.blocks[block]![iteration]!))

// Breakage: iterations pooled over blocks, medians for Hodges-Lehmann values, or the ratio upside down.
test('each pair is judged as a candidate is judged against a reference', () => {
  fc.assert(
    fc.property(someVariants, fc.double({ min: 0.001, max: 0.4, noNaN: true }), (variants, alpha) => {
      for (const { one, other, ratio, p } of pairwise(variants, 0.05)) {
        const variantOf = (name: string) => variants.find((variant) => variant.name === name)!
        const estimate = ratioOverBlocks(differencesOf(variantOf(one), variantOf(other)), alpha)
        expect(Math.log(ratio)).toBeCloseTo(Math.log(estimate.ratio), 9)
        fc.pre(Math.abs(p - alpha) > 1e-6)
        expect(p < alpha).toBe(estimate.low > 1 || estimate.high < 1)
      }
    }),
  )
})

// Breakage: raw p-values compared with alpha, or Holm over the pairs of one variant only.
test('all pairs are one family', () => {
  fc.assert(
    fc.property(someVariants, (variants) => {
      const pairs = pairwise(variants, 0.05)
      expect(pairs.map(({ adjustedP }) => adjustedP)).toEqual(holmAdjusted(pairs.map(({ p }) => p)))
      for (const { adjustedP, differ } of pairs) expect(differ).toBe(adjustedP <= 0.05)
    }),
  )
})

test('a difference that two variants alone would show is not one among many variants', () => {
  // Block values 1, 2 and 3 of a: t = 3.46 with two degrees, p = 0.074; b differs significantly alone at 0.1 and not as one of three.
  const a = [[1], [2], [3]]
  const b = [[0], [0], [0]]
  const c = [[0.9], [2.4], [2.5]]
  const differ = (variants: readonly TimedVariant[]) => pairwise(variants, 0.1).map((pair) => pair.differ)
  expect(differ(variantsOf({ a, b }))).toEqual([true])
  expect(differ(variantsOf({ a, b, c }))).toEqual([false, false, false])
})

test('pairs come in the order of the variants, each once, with the ratio of the later over the earlier', () => {
  const pairs = pairwise(variantsOf({ a: [[0], [0]], b: [[1], [1]], c: [[3], [3]] }), 0.05)
  expect(pairs.map(({ one, other, ratio }) => [one, other, Math.log(ratio)])).toEqual([
    ['a', 'b', 1],
    ['a', 'c', 3],
    ['b', 'c', 2],
  ])
})

// Breakage: 0 / 0, which is no number and differs from nothing.
test('identical variants do not differ, variants that differ equally everywhere do', () => {
  const blocks = [
    [0.5, 0.25],
    [0.75, 0.5],
  ]
  const later = blocks.map((iterations) => iterations.map((value) => value + 0.125))
  const [same, apart] = pairwise(variantsOf({ a: blocks, b: blocks, c: later }), 0.05)
  expect(same).toEqual({ one: 'a', other: 'b', ratio: 1, p: 1, adjustedP: 1, differ: false })
  expect(apart).toMatchObject({ one: 'a', other: 'c', p: 0, adjustedP: 0, differ: true })
})

test('iterations are paired: what an iteration has drawn for all variants cannot matter', () => {
  const calm = timedVariants(simulatedRace(RACE, uniformNumbers(5)))
  const stormy = calm.map(({ name, blocks }) => ({
    name,
    blocks: blocks.map((iterations, block) =>
      iterations.map((value, iteration) => value + 3 * Math.sin(7 * block + iteration)),
    ),
  }))
  const [before, after] = [pairwise(calm, 0.05), pairwise(stormy, 0.05)]
  for (const [index, { p }] of before.entries()) expect(after[index]!.p).toBeCloseTo(p, 9)
})

const RACE = { variants: { a: 1, b: 1.2, c: 1.2 }, blocks: 12, iterations: 6, blockSd: 0.01, runSd: 0.03 }

test('of three variants, the one that is a fifth faster differs significantly from two that are alike', () => {
  const pairs = pairwise(timedVariants(simulatedRace(RACE, uniformNumbers(11))), 0.025)
  expect(pairs.map(({ one, other, differ }) => `${one}${differ ? '<' : '='}${other}`)).toEqual(['a<b', 'a<c', 'b=c'])
  expect(pairs[0]!.ratio).toBeCloseTo(1.2, 1)
})

test('one variant, or none, has no pairs', () => {
  expect(pairwise([], 0.05)).toEqual([])
  expect(pairwise(variantsOf({ a: [[0], [0]] }), 0.05)).toEqual([])
})

test('variants that were not run together, too few blocks and an alpha not inside 0..1 are mistakes of the caller', () => {
  expect(() => pairwise(variantsOf({ a: [[0], [0]], b: [[0], [0, 1]] }), 0.05)).toThrow(
    new RangeError(
      'pairwise: expected the same blocks and iterations in every variant, given iterations per block of a [1, 1] and b [1, 2]',
    ),
  )
  expect(() => pairwise(variantsOf({ a: [[0], [0]], b: [[0], [0], [0]] }), 0.05)).toThrow(RangeError)
  expect(() => pairwise(variantsOf({ a: [[0]], b: [[0]] }), 0.05)).toThrow(RangeError)
  expect(() => pairwise(variantsOf({ a: [[0], []], b: [[0], []] }), 0.05)).toThrow(RangeError)
  expect(() => pairwise(variantsOf({ a: [[0], [NaN]], b: [[0], [0]] }), 0.05)).toThrow(RangeError)
  for (const alpha of [0, 1, NaN])
    expect(() => pairwise([], alpha)).toThrow(
      new RangeError(`pairwise: expected alpha between 0 and 1, both excluded, given ${alpha}`),
    )
})
