import { expect, test } from 'vitest'
import { compareResults } from '../../../../bench/judge/agreement/agreement.ts'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { AA_CHECK, LOOKS } from '../../../../bench/plan/schedule.ts'
import { ratioOverBlocks } from '../../../../bench/statistics/block-ratio.ts'
import { isDecided, judgeRatio } from '../../../../bench/judge/verdict.ts'
import { invokedTrials } from '../../../support/invoked-trials.ts'
import { samples } from '../../../support/samples.ts'
import { changed, isRun, type Simulation, trialsOf } from '../../../support/trials.ts'
import { normalNumbers, simulatedBlocks } from '../../statistics/simulated-blocks.ts'

const resultOf = (candidates: Simulation['candidates'], more: Simulation = {}) =>
  summarize(trialsOf({ candidates, ...more }))
const both = (a: Result, b: Result) => compareResults(a, b)

test('a result compared with itself agrees in everything', () => {
  const result = resultOf({ pipelined: 0.3, 'worker-threads': 1.5 })
  const { variants, alone, winner, winners } = both(result, result)
  expect(winner).toBe('agrees')
  expect(winners).toEqual({ a: ['pipelined'], b: ['pipelined'] })
  expect(alone).toEqual([])
  expect(variants.map(({ variant, size, sameSide }) => [variant, size, sameSide])).toEqual([
    ['pipelined', 'agrees', true],
    ['worker-threads', 'agrees', true],
  ])
  for (const { quotient } of variants) expect(quotient!.ratio).toBe(1)
})

test('two measurements of the same, with other noise, agree in winner and size', () => {
  const { winner, variants } = both(resultOf({ pipelined: 0.3 }), resultOf({ pipelined: 0.3 }, { seed: 99 }))
  expect(winner).toBe('agrees')
  expect(variants[0]).toMatchObject({ size: 'agrees', sameSide: true })
})

test('another winner differs, and each is named', () => {
  const a = resultOf({ pipelined: 0.2, 'promise-all': 0.4 })
  const { winner, winners } = both(a, resultOf({ pipelined: 0.4, 'promise-all': 0.2 }))
  expect(winner).toBe('differs')
  expect(winners).toEqual({ a: ['pipelined'], b: ['promise-all'] })
})

// Breakage: another winner, of which the one that wins elsewhere could not be judged.
test('where the winner of the one could not be judged in the other, nobody knows whether they agree', () => {
  const a = resultOf({ pipelined: 0.2, 'promise-all': 0.4 })
  const late = summarize(
    changed(
      trialsOf({ candidates: { pipelined: 0.2, 'promise-all': 0.4 } }),
      ({ variant }) => variant === 'pipelined',
      ({ plannedIdealMs = 0 }) => ({ plannedIdealMs: plannedIdealMs / 1.3 }),
    ),
  )
  const { winner, winners } = both(a, late)
  expect(winners).toEqual({ a: ['pipelined'], b: ['promise-all'] })
  expect(winner).toBe('inconclusive')
  expect(both(late, late).winner).toBe('agrees')
})

test('winners that do not differ significantly in one agree with any of them in the other', () => {
  const a = resultOf({ pipelined: 0.3, 'promise-all': 0.3 })
  expect(both(a, resultOf({ pipelined: 0.2, 'promise-all': 0.4 })).winner).toBe('agrees')
  expect(both(a, resultOf({ pipelined: 0.4, 'promise-all': 0.2 })).winner).toBe('agrees')
})

test('significantly faster in one and significantly slower in the other is a contradiction', () => {
  const { variants, winner } = both(resultOf({ pipelined: 0.5 }), resultOf({ pipelined: 1.5 }))
  expect(variants[0]).toMatchObject({ sameSide: false, size: 'differs' })
  expect(variants[0]!.quotient!.ratio).toBeCloseTo(1 / 3, 1)
  expect(winner).toBe('differs')
})

test('the same side to another extent differs in size alone', () => {
  const { variants, winner } = both(resultOf({ pipelined: 0.5 }), resultOf({ pipelined: 0.3 }))
  expect(variants[0]).toMatchObject({ sameSide: true, size: 'differs' })
  expect(winner).toBe('agrees')
})

test('what is neither significantly faster nor slower in one has no side, and contradicts nothing', () => {
  const { variants } = both(resultOf({ pipelined: 1 }), resultOf({ pipelined: 0.5 }))
  expect(variants[0]).not.toHaveProperty('sameSide')
})

test('noise that hides the size leaves it undecided', () => {
  const noisy = { blockSd: 0.012 }
  const { variants, doubts } = both(
    resultOf({ pipelined: 0.3 }, noisy),
    resultOf({ pipelined: 0.31 }, { ...noisy, seed: 5 }),
  )
  expect(doubts).toEqual([])
  expect(variants[0]).toMatchObject({ size: 'inconclusive', sameSide: true })
})

// Breakage: two results that both say "keep sequential", of which nothing was said.
test('two results by which nothing is significantly faster agree on the reference', () => {
  const slower = resultOf({ 'worker-threads': 1.4 })
  expect(both(slower, slower)).toMatchObject({ winner: 'agrees', winners: { a: ['sequential'], b: ['sequential'] } })
  expect(both(slower, resultOf({ 'worker-threads': 0.5 })).winner).toBe('differs')
})

test('without a verdict there is no winner, and nothing to agree on', () => {
  const early = resultOf({ pipelined: 0.3 }, { blocks: 3 })
  expect(both(early, resultOf({ pipelined: 0.3 }))).toMatchObject({ winner: 'inconclusive', winners: { a: [] } })
})

// Breakage: the winner of all variants, when the other result has never heard of it.
test('variants that only one has are named, and win nothing', () => {
  const a = resultOf({ pipelined: 0.2, 'promise-all': 0.4 })
  const { alone, winner, winners } = both(a, resultOf({ 'promise-all': 0.4, 'look-ahead': 0.8 }))
  expect(alone).toEqual(['pipelined', 'look-ahead'])
  expect(winners).toEqual({ a: ['promise-all'], b: ['promise-all'] })
  expect(winner).toBe('agrees')
})

test('results without a variant in common are undecided', () => {
  const compared = both(resultOf({ pipelined: 0.2 }), resultOf({ 'promise-all': 0.4 }))
  expect(compared).toMatchObject({ variants: [], winner: 'inconclusive', alone: ['pipelined', 'promise-all'] })
})

test('different references are refused, with what to do', () => {
  expect(() => both(resultOf({}), resultOf({}, { reference: 'promise-all' }))).toThrow(
    expect.objectContaining({
      code: 'different-references',
      parameters: { references: ['sequential', 'promise-all'] },
    }),
  )
})

test('the size of what sent other notifications is not compared', () => {
  const trials = trialsOf({ candidates: { pipelined: 0.5 } })
  const wrong = changed(trials, isRun('pipelined', 1, 1), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: '0' },
  }))
  const [variant] = both(summarize(trials), summarize(wrong)).variants
  expect(variant).toMatchObject({
    size: 'withheld',
    silences: [{ of: 'B', code: 'verdict', verdict: 'output-mismatch' }],
  })
  expect(variant).not.toHaveProperty('quotient')
})

/** A result as read from traces alone, without a second copy of the reference. */
const withoutAaCheck = (simulation: Simulation = {}) => {
  const trials = trialsOf(simulation).filter(({ variant }) => variant !== AA_CHECK)
  const variants = trials[0]!.scenario.variants.filter((name) => name !== AA_CHECK)
  return summarize(
    changed(
      trials,
      () => true,
      ({ scenario }) => ({ scenario: { ...scenario, variants } }),
    ),
  )
}

const NEAR = { pipelined: 0.5 }
const DOUBTFUL = [
  ['whose A/A check failed', resultOf(NEAR, { aaCheck: 1.08 }), 'aa-check-failed'],
  ['whose sensitivity check missed', resultOf(NEAR, { slowedBy: 1 }), 'sensitivity-check-missed'],
  ['without a second copy of the reference', withoutAaCheck({ candidates: NEAR }), 'no-aa-check'],
  ['that has not reached a look', resultOf(NEAR, { blocks: 5, blockSd: 0.001 }), 'before-first-look'],
] as const

// Breakage: "to the same extent" of a result whose own report takes nearness for no proof.
test.each(DOUBTFUL)('nearness to a result %s proves nothing, whichever of the two it is', (_, doubtful, code) => {
  const sound = resultOf(NEAR)
  const [first, second] = [both(doubtful, sound), both(sound, doubtful)]
  expect(both(sound, sound).variants[0]).toMatchObject({ size: 'agrees' })
  for (const { variants } of [first, second]) {
    expect(variants[0]).toMatchObject({ size: 'withheld' })
    expect(variants[0]).not.toHaveProperty('silences')
  }
  expect(first.doubts).toMatchObject([{ of: 'A', code }])
  expect(second.doubts).toMatchObject([{ of: 'B', code }])
})

test.each(DOUBTFUL)('what lies wholly beyond the margin of a result %s may be said all the same', (_, doubtful) => {
  const [variant] = both(doubtful, resultOf({ pipelined: 0.3 })).variants
  expect(variant).toMatchObject({ size: 'differs' })
  expect(variant).not.toHaveProperty('silences')
})

test('an interval that crosses the margin is no more than withheld either', () => {
  const noisy = { blockSd: 0.1, slowedBy: 1.5 }
  const { variants, doubts } = both(
    resultOf({ pipelined: 0.3 }, noisy),
    resultOf({ pipelined: 0.31 }, { ...noisy, seed: 5 }),
  )
  expect(variants[0]).toMatchObject({ size: 'withheld' })
  expect(doubts).toMatchObject([
    { of: 'A', code: 'aa-check-failed' },
    { of: 'B', code: 'aa-check-failed' },
  ])
})

test('every doubt has what may help', () => {
  const sound = resultOf(NEAR)
  const doubtsOf = (result: Result) => both(result, sound).doubts
  expect(doubtsOf(sound)).toEqual([])
  const [failed, missed] = doubtsOf(resultOf(NEAR, { aaCheck: 1.08, slowedBy: 1, quick: false, blocks: 6 }))
  expect(failed).toEqual({
    of: 'A',
    code: 'aa-check-failed',
    remedies: ['close-other-programs', 'more-blocks', 'wider-margin'],
  })
  expect(missed).toEqual({
    of: 'A',
    code: 'sensitivity-check-missed',
    remedies: ['close-other-programs', 'more-blocks'],
  })
  const remediesOf = (result: Result) => doubtsOf(result)[0]!.remedies
  expect(remediesOf(resultOf(NEAR, { slowedBy: 1 }))).toEqual(['close-other-programs', 'more-blocks-without-quick'])
  // There are no more blocks to be had.
  expect(remediesOf(resultOf(NEAR, { slowedBy: 1, quick: false, blocks: 24 }))).toEqual(['close-other-programs'])
  expect(doubtsOf(resultOf(NEAR, { blocks: 3 }))).toEqual([{ of: 'A', code: 'before-first-look', remedies: [] }])
  expect(doubtsOf(withoutAaCheck())).toEqual([{ of: 'A', code: 'no-aa-check', remedies: [] }])
  const aaCheck = { code: 'failed', ratio: 1.08, low: 1.04, high: 1.12 } as const
  const functions = { ...summarize(invokedTrials()), aaCheck }
  expect(remediesOf(functions)).toEqual(['close-other-programs', 'more-containers'])
  expect(remediesOf({ ...functions, target: 'aws' })).toEqual(['more-containers', 'wider-margin'])
  expect(doubtsOf(summarize(invokedTrials({ containers: 11 })))).toEqual([
    { of: 'A', code: 'before-first-look', remedies: [], blocksNeeded: 12 },
  ])
})

test('what has no ratio is withheld for that', () => {
  const { variants, doubts } = both(resultOf(NEAR), resultOf(NEAR, { blocks: 1 }))
  expect(variants[0]).toMatchObject({ size: 'withheld', silences: [{ of: 'B', code: 'no-ratio' }] })
  expect(doubts).toMatchObject([{ of: 'B', code: 'before-first-look' }])
})

// Breakage: one level of 5% wherever the two have stopped, although they chose by their own data where to.
test('the level of a quotient is shared over the looks of both, and over the variants', () => {
  const levelOf = (a: Result, b: Result) => both(a, b).variants[0]!.quotient!.alpha
  const [six, twelve] = [6, 12].map((blocks) => resultOf(NEAR, { quick: false, blocks }))
  const [quick, lab] = [resultOf(NEAR), summarize(invokedTrials())]
  expect(levelOf(six!, six!)).toBeCloseTo((0.01 * 0.01) / 0.05, 12)
  expect(levelOf(six!, twelve!)).toBeCloseTo((0.01 * 0.015) / 0.05, 12)
  expect(levelOf(twelve!, quick)).toBeCloseTo(0.015, 12)
  expect(levelOf(lab, six!)).toBeCloseTo(0.01, 12)
  expect(levelOf(quick, lab)).toBeCloseTo(0.05, 12)
  // Nothing in its data has ended it there.
  expect(levelOf(quick, resultOf(NEAR, { quick: false, blocks: 4 }))).toBeCloseTo(0.05, 12)
  const two = resultOf({ ...NEAR, 'promise-all': 0.4 }, { quick: false })
  expect(levelOf(two, two)).toBeCloseTo(0.001, 12)
})

test('benchmarks that stop where they like differ falsely no more often than a level of 5% allows', () => {
  const normal = normalNumbers(15_485_863)
  const base = resultOf(NEAR, { quick: false })
  // A benchmark of the same truth, near the margin, that stops at the first look at which its verdict is decided.
  const raced = (): Result => {
    const blocks = simulatedBlocks({ blocks: 24, iterations: 1, truth: 0.08, blockSd: 0.05, iterationSd: 0 }, normal)
    const estimates = LOOKS.map((look) => ({ look, ratio: ratioOverBlocks(blocks.slice(0, look.blocks), look.alpha) }))
    const { look, ratio } =
      estimates.find(({ ratio: estimate }) => isDecided(judgeRatio(estimate, 0.05, false))) ?? estimates.at(-1)!
    const variants = base.variants.map((variant) => (variant.role === 'candidate' ? { ...variant, ratio } : variant))
    return { ...base, variants, look: { ...look, last: look.blocks === 24 } }
  }
  const repeats = samples(1500)
  let missed = 0
  for (let repeat = 0; repeat < repeats; repeat++) {
    const { low, high } = both(raced(), raced()).variants[0]!.quotient!
    if (low > 1 || high < 1) missed++
  }
  // At one level of 5% for whatever they stopped at it is 8 or 9%.
  expect(missed / repeats).toBeLessThan(0.05)
})

test('a run on this machine and one of a lab are compared like any two', () => {
  const lab = summarize(invokedTrials({ candidates: { pipelined: { fetch: -50 } } }))
  expect(both(resultOf({ pipelined: 0.5 }), lab)).toMatchObject({ winner: 'agrees', variants: [{ sameSide: true }] })
})
