import { expect, test } from 'vitest'
import { rank } from '../../../../bench/judge/comparison/ranking.ts'
import type { TimedVariant } from '../../../../bench/statistics/pairwise.ts'
import { normalNumbers } from '../../statistics/simulated-blocks.ts'

const FIT = { alpha: 0.05, margin: 0.05, isFit: true }
const [BLOCKS, ITERATIONS] = [6, 6]

/** Variants by their true level in logarithms; all of them meet what an iteration has drawn, which differs widely. */
function variantsAt(levels: Readonly<Record<string, number>>, { noise = 0.001, seed = 1 } = {}): TimedVariant[] {
  const normal = normalNumbers(seed)
  const places = <T>(of: () => T) => Array.from({ length: BLOCKS }, () => Array.from({ length: ITERATIONS }, of))
  const drawn = places(() => 4 + 0.3 * normal())
  return Object.entries(levels).map(([name, level]) => ({
    name,
    blocks: drawn.map((iterations) => iterations.map((log) => log + level + noise * normal())),
  }))
}

/** The variant with more added to the logarithm of one of its runs. */
function withOneRun({ name, blocks }: TimedVariant, more: number, at = { block: 2, iteration: 3 }): TimedVariant {
  return {
    name,
    blocks: blocks.map((iterations, block) =>
      iterations.map((log, iteration) => log + (block === at.block && iteration === at.iteration ? more : 0)),
    ),
  }
}

const mean = (variant: TimedVariant) => variant.blocks.flat().reduce((sum, log) => sum + log, 0) / (BLOCKS * ITERATIONS)

// Breakage: an order by mean times, which one slow run decides.
test('one slow run of a variant does not decide its place', () => {
  const [steady, spiked] = variantsAt({ steady: 0, spiked: -0.02 }) as [TimedVariant, TimedVariant]
  const slow = withOneRun(spiked, Math.log(9))
  expect(mean(slow)).toBeGreaterThan(mean(steady))
  for (const variants of [
    [steady, slow],
    [slow, steady],
  ])
    expect(rank(variants, FIT)!.order).toEqual(['spiked', 'steady'])
})

// Breakage: typical times of each variant by itself, which what the iterations have drawn decides.
test('a slow run of the variant that stands first moves none of the others', () => {
  const levels = { first: 0, second: -0.01, third: -0.02, fourth: 0.01 }
  const [first, ...others] = variantsAt(levels) as [TimedVariant, ...TimedVariant[]]
  const order = ['third', 'second', 'first', 'fourth']
  expect(rank([first, ...others], FIT)!.order).toEqual(order)
  expect(rank([withOneRun(first, Math.log(9)), ...others], FIT)!.order).toEqual(order)
})

test('a fast run in every block does not make the faster variant', () => {
  const [steady, lucky] = variantsAt({ steady: 0, lucky: 0.02 }) as [TimedVariant, TimedVariant]
  const often = Array.from({ length: BLOCKS }).reduce<TimedVariant>(
    (variant, _, block) => withOneRun(variant, -1, { block, iteration: block }),
    lucky,
  )
  expect(mean(often)).toBeLessThan(mean(steady))
  expect(rank([steady, often], FIT)!.order).toEqual(['steady', 'lucky'])
})

test('those that differ have letters of their own, those that do not differ significantly share one', () => {
  const ranking = rank(variantsAt({ slow: 1, fast: -1, same: -1, middle: 0 }, { noise: 0.01 }), FIT)!
  expect(new Set(ranking.order.slice(0, 2))).toEqual(new Set(['fast', 'same']))
  expect(ranking.order.slice(2)).toEqual(['middle', 'slow'])
  expect(Object.fromEntries(ranking.letters)).toEqual({ fast: 'a', same: 'a', middle: 'b', slow: 'c' })
  expect(ranking.areApart('fast', 'same')).toBe(false)
  for (const [one, other] of [
    ['fast', 'slow'],
    ['slow', 'fast'],
    ['middle', 'same'],
  ] as const)
    expect(ranking.areApart(one, other), `${one} ${other}`).toBe(true)
})

test('on a machine that is not fit only those differ significantly whose interval lies wholly beyond the margin', () => {
  const variants = variantsAt({ one: 0, near: 0.03, far: 0.2 })
  const unfit = rank(variants, { ...FIT, isFit: false })!
  expect(rank(variants, FIT)!.areApart('one', 'near')).toBe(true)
  expect(unfit.areApart('one', 'near')).toBe(false)
  expect(unfit.areApart('one', 'far')).toBe(true)
  expect(unfit.areApart('far', 'near')).toBe(true)
  expect(unfit.order).toEqual(['one', 'near', 'far'])
})

test('there is no ranking of one variant, nor of one block', () => {
  const variants = variantsAt({ one: 0, other: 1 })
  expect(rank(variants.slice(1), FIT)).toBeUndefined()
  expect(rank([], FIT)).toBeUndefined()
  expect(
    rank(
      variants.map(({ name, blocks }) => ({ name, blocks: blocks.slice(1, 2) })),
      FIT,
    ),
  ).toBeUndefined()
})
