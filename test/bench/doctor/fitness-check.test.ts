import { expect, test } from 'vitest'
import { fitnessOf, checkFitness } from '../../../bench/doctor/fitness.ts'
import type { Findings } from '../../../bench/io/findings.ts'
import { ratioOverBlocks } from '../../../bench/statistics/block-ratio.ts'

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
      [0.1, 6],
      [0.05, 12],
      [0.03, 24],
    ],
  })
})

test('a machine that never comes to the usual margin is bad, and one that comes to none has no step', () => {
  expect(after(0.08)).toMatchObject({
    mark: 'bad',
    steps: [
      [0.2, 6],
      [0.15, 12],
      [0.1, 24],
    ],
  })
  expect(after(0.14)).toMatchObject({
    mark: 'bad',
    steps: [
      [0.2, 12],
      [0.15, 24],
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
