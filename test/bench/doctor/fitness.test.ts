import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkFitness, firstFit, fitnessFrom, fitnessOf, MARGINS, noisePlan } from '../../../bench/doctor/fitness.ts'
import type { Findings } from '../../../bench/io/findings.ts'
import { judgeRatio } from '../../../bench/judge/verdict.ts'
import { AA_CHECK, LOOKS, SENSITIVITY_CHECK } from '../../../bench/plan/schedule.ts'
import { ratioOverBlocks } from '../../../bench/statistics/block-ratio.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { normalNumbers } from '../statistics/simulated-blocks.ts'
import { aFault, changed, isMeasured, isRun, type Simulation, trialsOf } from '../../support/trials.ts'

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
  expect(forecasts[0]!.margin).toBe(0.12)
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
  expect(fitness.forecasts.map(({ margin }) => margin)).toEqual([0.07, 0.04, 0.03])
  expect(firstFit(fitness, 0.05)?.blocks).toBe(12)
  expect(firstFit(fitness, 0.07)?.blocks).toBe(6)
  expect(firstFit(fitness, 0.02)).toBeUndefined()
  expect([MARGINS[0], MARGINS[6], MARGINS.at(-1)]).toEqual([0.01, 0.07, 0.2])
})

/** The trials of such a benchmark: two copies and nothing else. */
function noise(simulation: Simulation = {}): Trial[] {
  const trials = trialsOf({ candidates: {}, quick: false, ...simulation })
  return trials
    .filter(({ variant }) => variant !== SENSITIVITY_CHECK)
    .map((trial) => ({ ...trial, scenario: { ...trial.scenario, variants: ['sequential', AA_CHECK] } }))
}

test('two copies of the reference are measured up to the first look, and nothing else', () => {
  const { variants, looks, quick, scenario } = noisePlan()
  expect(variants.map(({ name, strategy }) => [name, strategy])).toEqual([
    ['sequential', 'sequential'],
    [AA_CHECK, 'sequential'],
  ])
  expect(looks).toEqual(LOOKS.slice(0, 1))
  // Trials that call themselves quick would be judged at another level.
  expect(quick).toBe(false)
  expect(scenario.name).toBe('demo')
})

test('the interval is the A/A check’s own, at the level of the first look of a default run', () => {
  expect(fitnessFrom(noise())).toMatchObject({ seen: { blocks: 6, iterations: 36, alpha: 0.01 } })
})

test('a noisier machine is fit for less', () => {
  const marginAt = (blockSd: number) => {
    const fitness = fitnessFrom(noise({ blockSd }))
    return 'code' in fitness ? fitness.code : fitness.forecasts[0]!.margin
  }
  expect(marginAt(0.001)).toBeLessThan(marginAt(0.02) as number)
  expect(marginAt(0.3)).toBeUndefined()
})

test('noise that cannot be judged says why', () => {
  expect(fitnessFrom([])).toEqual({ code: 'no-iteration' })
  expect(fitnessFrom(noise().filter((trial) => !isMeasured(trial)))).toEqual({ code: 'no-iteration' })
  expect(fitnessFrom(noise({ blocks: 3 }))).toEqual({ code: 'too-few-blocks', needed: 6 })
  const fault = aFault('it ended unexpectedly')
  const failed = changed(noise(), isRun(AA_CHECK, 2, 3), () => ({ faults: [fault] }))
  expect(fitnessFrom(failed)).toEqual({ code: 'run-failed', fault })
  const late = changed(noise(), isMeasured, ({ plannedIdealMs = 0 }) => ({ idealMs: plannedIdealMs * 1.3 }))
  expect(fitnessFrom(late)).toEqual({ code: 'mock-server-late' })
})

type Margin = Exclude<Findings['margin'], { unmeasured: unknown }>

/** The finding after six blocks whose log ratios are so far from `middle`, to and fro. */
function after(spread: number, middle = 0) {
  const logs = Array.from({ length: 6 }, (_, block) => [middle + (block % 2 === 0 ? spread : -spread)])
  const { code, mark, parameters } = checkFitness(fitnessOf(ratioOverBlocks(logs, 0.01)))
  expect(code).toBe('margin')
  const { low, high, steps, ...rest } = parameters as Margin
  const interval = [low, high].map((one) => Number(one.toFixed(3)))
  return { mark, interval, steps: steps.map(({ margin, blocks }) => [margin, blocks]), ...rest }
}

const ALIKE = { isDifferent: false, usual: 0.05, widest: 0.2 }

test('a quiet machine is fit for the usual margin at the first look, and for less with more blocks', () => {
  expect(after(0.01)).toEqual({
    ...ALIKE,
    mark: 'ok',
    interval: [0.982, 1.018],
    steps: [
      [0.03, 6],
      [0.02, 12],
      [0.01, 24],
    ],
  })
})

test('a look that changes nothing is left out', () => {
  expect(after(0.001)).toMatchObject({ mark: 'ok', interval: [0.998, 1.002], steps: [[0.01, 6]] })
})

test('a machine that needs more blocks for the usual margin is worth a look', () => {
  expect(after(0.03)).toEqual({
    ...ALIKE,
    mark: 'look',
    interval: [0.947, 1.056],
    steps: [
      [0.07, 6],
      [0.04, 12],
      [0.03, 24],
    ],
  })
})

test('a machine that never comes to the usual margin is bad, and one that comes to none has no step', () => {
  expect(after(0.08)).toMatchObject({
    mark: 'bad',
    steps: [
      [0.2, 6],
      [0.11, 12],
      [0.07, 24],
    ],
  })
  expect(after(0.14)).toMatchObject({
    mark: 'bad',
    steps: [
      [0.19, 12],
      [0.12, 24],
    ],
  })
  expect(after(0.5)).toMatchObject({ mark: 'bad', steps: [] })
})

test('copies that differ significantly are found to, however small the difference', () => {
  expect(after(0.001, 0.008)).toMatchObject({ mark: 'look', interval: [1.006, 1.01], isDifferent: true })
})

test('noise that could not be measured is no fitness', () => {
  const unmeasured = { code: 'too-few-blocks', needed: 6 } as const
  expect(checkFitness(unmeasured)).toEqual({ code: 'margin', mark: 'bad', parameters: { unmeasured } })
})
