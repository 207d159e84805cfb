import { expect, test } from 'vitest'
import type { Result } from '../../bench/judge/comparison/judgement.ts'
import { summarize } from '../../bench/judge/comparison/summarize.ts'
import { variantsOf, LOOKS, orderOf } from '../../bench/plan/schedule.ts'
import { readScenario } from '../../bench/scenario/file.ts'
import { ratioOverBlocks } from '../../bench/statistics/block-ratio.ts'
import type { Trial } from '../../bench/trial/trial.ts'
import { isDecided, judgeRatio } from '../../bench/judge/verdict.ts'
import { drawUnits } from '../../mock-server/delay.ts'
import { type RacePlan, simulatedRace, timedVariants, uniformNumbers } from '../bench/statistics/simulated-races.ts'
import { printedShare } from '../support/shares.ts'
import { changed, isMeasured, type Simulation, trialsOf } from '../support/trials.ts'

type Disturb = (trials: readonly Trial[], seed: number) => Trial[]

/** Many simulated benchmarks on a bad machine: blocks differ, the machine drifts, and now and then something takes far longer. */
function trialsOfRaces(count: number, purpose: string, simulation: Simulation, disturb: Disturb): Trial[][] {
  return Array.from({ length: count }, (_, index) => {
    // Neighbouring seeds of a multiplicative generator give sequences that resemble each other.
    const seed = 1 + Math.floor(drawUnits(purpose, index)[0] * 2_147_483_000)
    return disturb(trialsOf({ blockSd: 0.015, iterationSd: 0.03, ...simulation, seed }), seed)
  })
}

const races = (...args: Parameters<typeof trialsOfRaces>): Result[] =>
  trialsOfRaces(...args).map((trials) => summarize(trials))

const VARIANTS = variantsOf(readScenario('demo'))

const placeInOrder = ({ variant, block, iteration }: Trial, seed: number) =>
  orderOf(VARIANTS, seed, block, iteration).findIndex(({ name }) => name === variant)

/** Slower and slower, and up and down on the way, with spikes in runs of any variant, which come in shuffled order. */
const shuffled: Disturb = (trials, seed) =>
  changed(trials, isMeasured, (trial) => {
    const run = (trial.block * 6 + trial.iteration) * VARIANTS.length + placeInOrder(trial, seed)
    const drift = 1 + run / 400 + 0.15 * Math.sin(run / 7 + seed)
    const [u, v] = drawUnits(seed, 'spike', trial.variant, trial.block, trial.iteration)
    return { makespanMs: trial.makespanMs * drift * (u < 0.03 ? 1.3 + 3 * v : 1) }
  })

const undisturbed: Disturb = (trials) => [...trials]

const candidatesOf = ({ variants }: Result) => variants.filter(({ role }) => role === 'candidate')
const aaCheckOf = ({ variants }: Result) => variants.find(({ role }) => role === 'aa-check')!
const isDifferent = ({ ratio }: Result['variants'][number]) => ratio!.low > 1 || ratio!.high < 1
const shareOf = (what: string, results: readonly Result[], is: (result: Result) => boolean) =>
  printedShare(what, results.filter(is).length, results.length)

/** A plan of benchmarks of two variants, which stand here without scenario and trials, so that many more can be had. */
const MOODY = { iterations: 6, blockSd: 0.03, runSd: 0.05, isDrifting: true, spikes: 0.03 }

function* logRatiosOf(plan: RacePlan, count: number, seed: number): Generator<number[][]> {
  const uniform = uniformNumbers(seed)
  for (let race = 0; race < count; race++) {
    const [a, b] = timedVariants(simulatedRace(plan, uniform)).map(({ blocks }) => blocks)
    yield b!.map((iterations, block) => iterations.map((log, iteration) => log - a![block]![iteration]!))
  }
}

const ONE = { pipelined: 1 }
const FOUR = { 'look-ahead': 1, 'promise-all': 1, pipelined: 1, 'worker-threads': 1 }

// Breakage: iterations taken for blocks, which makes this 15% and more, or an A/A check that is judged at another alpha than the look's.
test('one strategy like the reference, and a copy of the reference, differ significantly from it in 5% of benchmarks at most', () => {
  const results = races(3000, 'one', { candidates: ONE }, shuffled)
  for (const [what, is] of [
    ['intervals of one candidate that exclude 1', (result: Result) => candidatesOf(result).some(isDifferent)],
    ['intervals of the A/A check that exclude 1', (result: Result) => isDifferent(aaCheckOf(result))],
  ] as const) {
    const different = shareOf(what, results, is)
    expect(different.share).toBeLessThanOrEqual(0.055)
    expect(different.low).toBeLessThanOrEqual(0.05)
    // Nor is it so wide that nothing would ever be seen.
    expect(different.high).toBeGreaterThan(0.02)
  }
  const falseVerdicts = shareOf('verdicts other than equivalent and inconclusive', results, (result) =>
    candidatesOf(result).some(({ verdict }) => verdict!.code !== 'equivalent' && verdict!.code !== 'inconclusive'),
  )
  expect(falseVerdicts.high).toBeLessThanOrEqual(0.05)
})

// Breakage: degrees of freedom of iterations, or a standard deviation for a standard error.
test('the interval holds what is true in 94% of benchmarks at least, on a machine that drifts, spikes and has moody blocks', () => {
  for (const [truth, blocks, seed] of [
    [0.4, 6, 601],
    [1.3, 6, 602],
    [1.3, 24, 603],
  ] as const) {
    const count = 4000
    const plan = { ...MOODY, variants: { a: 1, b: truth }, blocks }
    let missed = 0
    for (const logRatios of logRatiosOf(plan, count, seed)) {
      const { low, high } = ratioOverBlocks(logRatios, 0.05)
      if (low > truth || high < truth) missed++
    }
    const misses = printedShare(`intervals over ${blocks} blocks that miss a true ratio of ${truth}`, missed, count)
    expect(misses.high).toBeLessThanOrEqual(0.06)
    expect(misses.high).toBeGreaterThan(0.02)
  }
})

// Breakage: an alpha that is not divided by the number of comparisons, which makes this 15%.
test('of four strategies like the reference, none differs significantly from it in 95% of benchmarks at least', () => {
  const results = races(1200, 'four', { candidates: FOUR }, shuffled)
  const different = shareOf('races with one of four intervals that excludes 1', results, (result) =>
    candidatesOf(result).some(isDifferent),
  )
  expect(different.share).toBeLessThanOrEqual(0.055)
  expect(different.low).toBeLessThanOrEqual(0.05)
})

// Breakage: looks that spend more than .05 between them.
test('three looks are fooled no more often than one, by a candidate or by the A/A check', () => {
  const looks = trialsOfRaces(400, 'looks', { candidates: ONE, blocks: 24, quick: false }, shuffled).map((trials) =>
    [6, 12, 24].map((blocks) => summarize(trials.filter(({ block }) => block <= blocks))),
  )
  for (const [who, is] of [
    ['candidates', (result: Result) => candidatesOf(result).some(isDifferent)],
    ['A/A checks', (result: Result) => isDifferent(aaCheckOf(result))],
  ] as const) {
    const fooled = looks.filter((results) => results.some(is)).length
    const { share, low } = printedShare(`${who} significantly different at any of three looks`, fooled, looks.length)
    expect(share).toBeLessThanOrEqual(0.055)
    expect(low).toBeLessThanOrEqual(0.05)
  }
})

// Breakage: the same, and a verdict that the stopping rule lets slip through at an early look.
test('stopping at the first look that decides gives a copy a false verdict in 5.5% of benchmarks at most', () => {
  const count = 6000
  let excluded = 0
  let falseVerdicts = 0
  for (const logRatios of logRatiosOf({ ...MOODY, variants: { a: 1, b: 1 }, blocks: 24 }, count, 707)) {
    const ratios = LOOKS.map(({ blocks, alpha }) => ratioOverBlocks(logRatios.slice(0, blocks), alpha))
    const verdicts = ratios.map((ratio, look) => judgeRatio(ratio, 0.01, look === LOOKS.length - 1))
    if (ratios.some(({ low, high }) => low > 1 || high < 1)) excluded++
    const { code: verdict } = verdicts.find(isDecided) ?? verdicts.at(-1)!
    if (verdict !== 'equivalent' && verdict !== 'inconclusive') falseVerdicts++
  }
  expect(
    printedShare('copies significantly different at any of three looks', excluded, count).high,
  ).toBeLessThanOrEqual(0.055)
  const falseShare = printedShare('false verdicts on a copy, with a margin of 1%', falseVerdicts, count)
  expect(falseShare.high).toBeLessThanOrEqual(0.055)
  expect(falseShare.high).toBeGreaterThan(0.01)
})

test('a copy of the reference is called equivalent, and what is a tenth slower is called slower, on a good machine', () => {
  const good = { blockSd: 0.006, iterationSd: 0.02, candidates: { 'worker-threads': 1.1, 'look-ahead': 1 } }
  const results = races(600, 'power', good, undisturbed)
  const slower = shareOf(
    'a tenth slower called slower',
    results,
    (result) => candidatesOf(result)[0]!.verdict!.code === 'slower',
  )
  expect(slower.low).toBeGreaterThan(0.9)
  expect(shareOf('A/A checks that passed', results, ({ aaCheck }) => aaCheck.code === 'passed').low).toBeGreaterThan(
    0.98,
  )
})

// Breakage: an alpha far below the last look's, or an interval over iterations that loses their pairing.
test('at the last look, what is a tenth slower is called slower in 95% of benchmarks at least, though runs vary by 5%', () => {
  const noisy = { candidates: { pipelined: 1.1 }, blocks: 24, quick: false, blockSd: 0.01, iterationSd: 0.05 }
  const results = races(400, 'last', noisy, undisturbed)
  expect(results.every(({ look }) => look!.blocks === 24 && look!.alpha === 0.025)).toBe(true)
  const slower = shareOf('a tenth slower called slower at the last look', results, (result) =>
    candidatesOf(result).every(({ verdict }) => verdict!.code === 'slower'),
  )
  expect(slower.low).toBeGreaterThanOrEqual(0.95)
})

test('the trap: in a fixed order a machine that slows down makes copies differ significantly all the time', () => {
  const steep =
    (placeOf: (trial: Trial, seed: number) => number): Disturb =>
    (trials, seed) =>
      changed(trials, isMeasured, (trial) => ({ makespanMs: trial.makespanMs * (1 + 0.03 * placeOf(trial, seed)) }))
  const calm = { candidates: FOUR, blockSd: 0.005, iterationSd: 0.01 }
  const apart = (order: string, placeOf: (trial: Trial, seed: number) => number) =>
    shareOf(`copies significantly different in a ${order} order`, races(300, 'fixed', calm, steep(placeOf)), (result) =>
      candidatesOf(result).some(isDifferent),
    )
  expect(apart('fixed', ({ position }) => position).low).toBeGreaterThan(0.9)
  expect(apart('shuffled', placeInOrder).low).toBeLessThanOrEqual(0.05)
})
