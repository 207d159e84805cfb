import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstFit, fitnessOf, MARGINS } from '../../../bench/doctor/fitness.ts'
import { LOOKS } from '../../../bench/plan/schedule.ts'
import { ratioOverBlocks } from '../../../bench/statistics/block-ratio.ts'
import { judgeRatio } from '../../../bench/judge/verdict.ts'
import { normalNumbers } from '../statistics/simulated-blocks.ts'

/** Blocks whose log ratios are these, seen as a default run sees its first look. */
const seen = (logs: readonly number[]) =>
  ratioOverBlocks(
    logs.map((log) => [log]),
    0.01,
  )

test('of six blocks a percent around 1, the A/A check reaches as far as the tables of Student say', () => {
  const { forecasts } = fitnessOf(seen([0.01, -0.01, 0.01, -0.01, 0.01, -0.01]))
  // t(.995, 5) = 4.0321 and t(.9, 5) = 1.4759; t(.9925, 11) = 2.8789 and t(.9, 11) = 1.3634; t(.9875, 23) = 2.3979 and t(.9, 23) = 1.3195.
  const errors = [4.0321 + 1.4759, 2.8789 + 1.3634, 2.3979 + 1.3195]
  for (const [index, { blocks, alpha, reach }] of forecasts.entries()) {
    expect({ blocks, alpha }).toEqual(LOOKS[index])
    expect(reach).toBeCloseTo((errors[index]! * 0.01) / Math.sqrt(blocks), 4)
  }
  expect(forecasts.map(({ margin }) => margin)).toEqual([0.03, 0.02, 0.01])
})

test('a copy that is off as a whole counts as noise too, since the copies are the same', () => {
  const { forecasts } = fitnessOf(seen([0.05, 0.051, 0.049, 0.05, 0.051, 0.049]))
  expect(forecasts[0]!.margin).toBe(0.15)
})

test('a machine is fit for no margin that the interval seen does not lie within', () => {
  const logs = fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 6, maxLength: 6 })
  fc.assert(
    fc.property(logs, (sample) => {
      const estimate = seen(sample)
      const { margin } = fitnessOf(estimate).forecasts[0]!
      if (margin !== undefined) expect(judgeRatio(estimate, margin, false).code).toBe('equivalent')
    }),
  )
})

test('which copy is called the first makes no difference, and more blocks never need a wider margin', () => {
  const logs = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 6, maxLength: 6 })
  fc.assert(
    fc.property(logs, (sample) => {
      const reaches = fitnessOf(seen(sample)).forecasts.map(({ reach }) => reach)
      const turned = fitnessOf(seen(sample.map((log) => -log))).forecasts
      for (const [index, { reach }] of turned.entries()) expect(reach).toBeCloseTo(reaches[index]!, 10)
      expect(reaches).toEqual(reaches.toSorted((a, b) => b - a))
    }),
  )
})

test('of A/A checks with just the margin that is called fit, about three in four pass at each look', () => {
  const normal = normalNumbers(7)
  const sd = 0.01
  // Six blocks whose spread around 1 is exactly that of all.
  const { forecasts } = fitnessOf(seen([sd, -sd, sd, -sd, sd, -sd]))
  for (const { blocks, alpha, reach } of forecasts) {
    let passed = 0
    for (let run = 0; run < 1000; run++) {
      const estimate = ratioOverBlocks(
        Array.from({ length: blocks }, () => [sd * normal()]),
        alpha,
      )
      if (judgeRatio(estimate, Math.expm1(reach), false).code === 'equivalent') passed++
    }
    expect(passed / 1000).toBeGreaterThan(0.7)
    expect(passed / 1000).toBeLessThan(0.84)
  }
})

test('the first look that fits a margin is the one with the fewest blocks', () => {
  const fitness = fitnessOf(seen([0.03, -0.03, 0.03, -0.03, 0.03, -0.03]))
  expect(fitness.forecasts.map(({ margin }) => margin)).toEqual([0.1, 0.05, 0.03])
  expect(firstFit(fitness, 0.05)?.blocks).toBe(12)
  expect(firstFit(fitness, 0.1)?.blocks).toBe(6)
  expect(firstFit(fitness, 0.02)).toBeUndefined()
  expect(MARGINS).toEqual([0.01, 0.02, 0.03, 0.05, 0.1, 0.15, 0.2])
})
