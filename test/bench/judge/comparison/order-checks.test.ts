import { expect, test } from 'vitest'
import { orderChecksOf } from '../../../../bench/judge/comparison/summarize.ts'
import { countedIterations, type Iteration } from '../../../../bench/judge/comparison/iterations.ts'
import { orderOf } from '../../../../bench/plan/schedule.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { changed, isMeasured, type Simulation, trialsOf } from '../../../support/trials.ts'

const CANDIDATES = { 'look-ahead': 0.8, 'promise-all': 0.25, pipelined: 0.26 }
const CALM: Simulation = { candidates: CANDIDATES, iterations: 8, blocks: 12, blockSd: 0.002, iterationSd: 0.004 }

/** A benchmark in which each iteration had an order of its own, as it would have. */
function shuffledRace(simulation: Simulation = CALM): Trial[] {
  const trials = trialsOf(simulation)
  const variants = trials[0]!.scenario.variants.map((name) => ({ name }))
  return changed(trials, isMeasured, ({ variant, block, iteration }) => ({
    position: orderOf(variants, 1, block, iteration).findIndex(({ name }) => name === variant),
  }))
}

const checks = (trials: readonly Trial[]) => orderChecksOf(countedIterations(trials, new Map()), trials[0]!.scenario)
const excluding = (effects: readonly { readonly variant: string; readonly excludesOne: boolean }[]) =>
  effects.flatMap(({ variant, excludesOne }) => (excludesOne ? variant : []))

test('in a benchmark without any effect of order none is found, of any variant', () => {
  const { predecessors, steadiness } = checks(shuffledRace())!
  const variants = ['sequential', ...Object.keys(CANDIDATES), 'A/A', '+10%']
  expect(predecessors.map(({ variant }) => variant).toSorted()).toEqual(variants.toSorted())
  expect(steadiness.map(({ variant }) => variant)).toEqual(variants)
  expect([...excluding(predecessors), ...excluding(steadiness)]).toEqual([])
})

test('a variant that makes whatever runs next a twentieth slower is found, with how much', () => {
  const trials = shuffledRace()
  const after = (trial: Trial) =>
    trials.find(
      ({ phase, block, iteration, position }) =>
        phase === 'measured' &&
        block === trial.block &&
        iteration === trial.iteration &&
        position === trial.position - 1,
    )?.variant
  const discarded = changed(
    trials,
    (trial) => isMeasured(trial) && after(trial) === 'promise-all',
    ({ makespanMs }) => ({ makespanMs: makespanMs * 1.05 }),
  )
  const [largest] = checks(discarded)!.predecessors
  expect(largest).toMatchObject({ variant: 'promise-all', excludesOne: true })
  expect(Math.abs(largest!.ratio - 1.05)).toBeLessThan(0.01)
  expect(excluding(checks(discarded)!.steadiness)).toEqual([])
})

test('of the variants beside the reference, one that goes on getting faster from iteration to iteration is found alone', () => {
  const trials = changed(
    shuffledRace(),
    ({ variant }) => variant === 'pipelined',
    ({ makespanMs, iteration }) => ({ makespanMs: makespanMs * 0.98 ** iteration }),
  )
  const { predecessors, steadiness } = checks(trials)!
  expect(excluding(steadiness.filter(({ variant }) => variant !== 'sequential'))).toEqual(['pipelined'])
  // Seven steps of a fiftieth, from the first of eight iterations to the last.
  expect(steadiness.find(({ variant }) => variant === 'pipelined')!.ratio).toBeCloseTo(0.98 ** 7, 2)
  expect(excluding(predecessors)).toEqual([])
})

// Breakage: sums taken in the order of the file's lines, so that a report rebuilt from sorted trials is another one.
test('nothing depends on where in an iteration the lines of its variants stand', () => {
  const iterations = countedIterations(shuffledRace(), new Map())
  const reversed = iterations.map((iteration): Iteration => ({ ...iteration, trials: iteration.trials.toReversed() }))
  const { scenario } = iterations[0]!.trials[0]!
  expect(orderChecksOf(reversed, scenario)).toEqual(orderChecksOf(iterations, scenario))
})

test('invocations of functions, and a single block, have no order to be checked', () => {
  const invocation = { function: 'orders', memoryMb: 1769, container: 'one' }
  expect(checks(changed(shuffledRace(), isMeasured, () => ({ invocation })))).toBeUndefined()
  expect(checks(shuffledRace({ ...CALM, blocks: 1 }))).toBeUndefined()
  expect(checks(shuffledRace({ ...CALM, blocks: 2 }))).toBeDefined()
})
