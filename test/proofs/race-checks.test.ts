import { expect, test } from 'vitest'
import type { Interval } from '../../bench/statistics/interval.ts'
import { predecessorEffects, type PlacedRun } from '../../bench/statistics/predecessor.ts'
import { ratioOfMeans } from '../../bench/statistics/ratio-of-means.ts'
import { steadiness } from '../../bench/statistics/steadiness.ts'
import { type RacePlan, simulatedRace, uniformNumbers } from '../bench/statistics/simulated-races.ts'
import { printedShare } from '../support/shares.ts'

const EQUAL: RacePlan = {
  variants: { a: 1, b: 1.5, c: 0.6, d: 1, e: 1 },
  blocks: 6,
  iterations: 6,
  blockSd: 0.015,
  runSd: 0.03,
}
const BAD_MACHINE = { isDrifting: true, spikes: 0.03 }
const MACHINES = [
  ['6 blocks', {}],
  ['6 blocks of a machine that drifts and spikes', BAD_MACHINE],
  ['24 blocks', { blocks: 24 }],
] as const

function* races(count: number, seed: number, plan: RacePlan): Generator<PlacedRun[]> {
  const uniform = uniformNumbers(seed)
  for (let race = 0; race < count; race++) yield simulatedRace(plan, uniform)
}

const misses = ({ low, high }: Interval, truth: number) => low > truth || high < truth

// Breakage: an alpha that is not divided by the number of variants, which makes this 20%.
test.each(MACHINES)(
  'no variant is falsely said to slow the next one down in 94 percent of benchmarks at least: %s',
  (name, changes) => {
    let alarms = 0
    for (const runs of races(2000, 11, { ...EQUAL, ...changes }))
      if (predecessorEffects(runs, 0.05).some(({ excludesOne }) => excludesOne)) alarms++
    const { share, low } = printedShare(`predecessors falsely blamed, ${name}`, alarms, 2000)
    expect(share).toBeLessThanOrEqual(0.06)
    expect(low).toBeLessThanOrEqual(0.05)
  },
)

// Breakage: residuals averaged as they are: then a tenth shows as 6%.
test('a variant that makes the next one a tenth slower is named, and the estimate of the effect is unbiased', () => {
  const count = 1000
  let named = 0
  let missed = 0
  let sum = 0
  for (const runs of races(count, 22, { ...EQUAL, after: { c: 1.1 } })) {
    const effects = predecessorEffects(runs, 0.05)
    const effect = effects.find(({ variant }) => variant === 'c')!
    if (effects[0] === effect && effect.excludesOne) named++
    if (misses(effect, 1.1)) missed++
    sum += Math.log(effect.ratio)
  }
  expect(printedShare('races in which the slowing variant is named', named, count).low).toBeGreaterThan(0.95)
  expect(printedShare('intervals of 99% that miss its effect', missed, count).low).toBeLessThanOrEqual(0.01)
  expect(Math.exp(sum / count)).toBeCloseTo(1.1, 2)
})

// Breakage: an alpha that is not divided by the number of variants.
test.each(MACHINES)('no steady variant is called unsteady in 94 percent of races at least: %s', (name, changes) => {
  let alarms = 0
  for (const runs of races(2000, 33, { ...EQUAL, ...changes }))
    if (steadiness(runs, 'a', 0.05).some(({ excludesOne }) => excludesOne)) alarms++
  const { share, low } = printedShare(`variants falsely called unsteady, ${name}`, alarms, 2000)
  expect(share).toBeLessThanOrEqual(0.06)
  expect(low).toBeLessThanOrEqual(0.05)
})

test('a variant that gets a tenth faster over its iterations is found at the last look', () => {
  const count = 600
  let found = 0
  let missed = 0
  for (const runs of races(count, 44, { ...EQUAL, blocks: 24, rise: { d: 0.9 } })) {
    const row = steadiness(runs, 'a', 0.05).find(({ variant }) => variant === 'd')!
    if (row.high < 1) found++
    if (misses(row, 0.9)) missed++
  }
  expect(printedShare('races in which the warming variant is found', found, count).low).toBeGreaterThan(0.9)
  expect(printedShare('intervals of 99% that miss its rise', missed, count).low).toBeLessThanOrEqual(0.01)
})

/** The mean of 1.3 to 4.3, less the 1 that a run without a spike has. */
const MEAN_EXCESS = 1.8

// Breakage: the typical ratio in place of the mean one, which misses by the spikes.
test.each([
  ['lognormal spread of 30%', { runSd: 0.3 }, 1],
  ['one run in ten slow, in both variants', { spikes: 0.1 }, 1],
  ['drift and few spikes', BAD_MACHINE, 1.5],
] as const)('the ratio of means holds what is true in 94 percent of races at least: %s', (name, changes, ratio) => {
  const count = 2000
  let missed = 0
  for (const runs of races(count, 55, { ...EQUAL, variants: { a: 1, b: ratio }, blocks: 24, ...changes }))
    if (misses(ratioOfMeans(costsOf(runs), 0.05), ratio)) missed++
  const { share, low } = printedShare(`intervals that miss the ratio of means, ${name}`, missed, count)
  expect(share).toBeLessThanOrEqual(0.06)
  expect(low).toBeLessThanOrEqual(0.05)
})

test('where slow runs are the candidate’s alone, the ratio of means has them in it and the typical one has not', () => {
  const uniform = uniformNumbers(66)
  const count = 1000
  let missed = 0
  const truth = 1 + 0.2 * MEAN_EXCESS
  for (const runs of races(count, 66, { ...EQUAL, variants: { a: 1, b: 1 }, blocks: 24 })) {
    const spiked = runs.map((run) =>
      run.variant === 'b' && uniform() < 0.2 ? { ...run, makespanMs: run.makespanMs * (1.3 + 3 * uniform()) } : run,
    )
    if (misses(ratioOfMeans(costsOf(spiked), 0.05), truth)) missed++
  }
  const { low } = printedShare('intervals that miss a mean of slow runs', missed, count)
  expect(low).toBeLessThanOrEqual(0.05)
})

function costsOf(runs: readonly PlacedRun[]) {
  return [...Map.groupBy(runs, ({ block }) => block).values()].map((own) => {
    const of = (name: string) => own.filter(({ variant }) => variant === name).map(({ makespanMs }) => makespanMs)
    return { candidate: of('b'), reference: of('a') }
  })
}
