import { expect, test } from 'vitest'
import { compareResults } from '../../bench/report/agreement.ts'
import type { Result } from '../../bench/report/result.ts'
import { summarize } from '../../bench/report/summarize.ts'
import { invokedTrials } from '../support/invoked-trials.ts'
import { changed, isRun, type Paper, trialsOf } from '../support/trials.ts'

const resultOf = (candidates: Paper['candidates'], more: Paper = {}) => summarize(trialsOf({ candidates, ...more }))
const both = (a: Result, b: Result) => compareResults(a, b)

test('a result compared with itself agrees in everything', () => {
  const result = resultOf({ pipelined: 0.3, 'worker-threads': 1.5 })
  const { arms, alone, winner, winners } = both(result, result)
  expect(winner).toBe('agrees')
  expect(winners).toEqual({ a: ['pipelined'], b: ['pipelined'] })
  expect(alone).toEqual([])
  expect(arms.map(({ arm, size, sameSide }) => [arm, size, sameSide])).toEqual([
    ['pipelined', 'agrees', true],
    ['worker-threads', 'agrees', true],
  ])
  for (const { quotient } of arms) expect(quotient!.ratio).toBe(1)
})

test('two measurements of the same, with other noise, agree in winner and size', () => {
  const { winner, arms } = both(resultOf({ pipelined: 0.3 }), resultOf({ pipelined: 0.3 }, { seed: 99 }))
  expect(winner).toBe('agrees')
  expect(arms[0]).toMatchObject({ size: 'agrees', sameSide: true })
})

test('another winner differs, and each is named', () => {
  const a = resultOf({ pipelined: 0.2, 'promise-all': 0.4 })
  const { winner, winners } = both(a, resultOf({ pipelined: 0.4, 'promise-all': 0.2 }))
  expect(winner).toBe('differs')
  expect(winners).toEqual({ a: ['pipelined'], b: ['promise-all'] })
})

test('winners that are not told apart in one agree with any of them in the other', () => {
  const a = resultOf({ pipelined: 0.3, 'promise-all': 0.3 })
  expect(both(a, resultOf({ pipelined: 0.2, 'promise-all': 0.4 })).winner).toBe('agrees')
  expect(both(a, resultOf({ pipelined: 0.4, 'promise-all': 0.2 })).winner).toBe('agrees')
})

test('surely faster in one and surely slower in the other is a contradiction', () => {
  const { arms, winner } = both(resultOf({ pipelined: 0.5 }), resultOf({ pipelined: 1.5 }))
  expect(arms[0]).toMatchObject({ sameSide: false, size: 'differs' })
  expect(arms[0]!.quotient!.ratio).toBeCloseTo(1 / 3, 1)
  expect(winner).toBe('differs')
})

test('the same side to another extent differs in size alone', () => {
  const { arms, winner } = both(resultOf({ pipelined: 0.5 }), resultOf({ pipelined: 0.3 }))
  expect(arms[0]).toMatchObject({ sameSide: true, size: 'differs' })
  expect(winner).toBe('agrees')
})

test('what is neither surely faster nor slower in one has no side, and contradicts nothing', () => {
  const { arms } = both(resultOf({ pipelined: 1 }), resultOf({ pipelined: 0.5 }))
  expect(arms[0]).not.toHaveProperty('sameSide')
})

test('noise that hides the size leaves it undecided', () => {
  const noisy = { forkSd: 0.1 }
  const { arms } = both(resultOf({ pipelined: 0.3 }, noisy), resultOf({ pipelined: 0.31 }, { ...noisy, seed: 5 }))
  expect(arms[0]).toMatchObject({ size: 'undecided', sameSide: true })
})

// Breakage: two results that both say "keep sequential", of which nothing was said.
test('two results by which surely nothing is faster agree on the reference', () => {
  const slower = resultOf({ 'worker-threads': 1.4 })
  expect(both(slower, slower)).toMatchObject({ winner: 'agrees', winners: { a: ['sequential'], b: ['sequential'] } })
  expect(both(slower, resultOf({ 'worker-threads': 0.5 })).winner).toBe('differs')
})

test('without a word there is no winner, and nothing to agree on', () => {
  const early = resultOf({ pipelined: 0.3 }, { forks: 3 })
  expect(both(early, resultOf({ pipelined: 0.3 }))).toMatchObject({ winner: 'undecided', winners: { a: [] } })
})

// Breakage: the winner of all arms, when the other result has never heard of it.
test('arms that only one has are named, and win nothing', () => {
  const a = resultOf({ pipelined: 0.2, 'promise-all': 0.4 })
  const { alone, winner, winners } = both(a, resultOf({ 'promise-all': 0.4, 'look-ahead': 0.8 }))
  expect(alone).toEqual(['pipelined', 'look-ahead'])
  expect(winners).toEqual({ a: ['promise-all'], b: ['promise-all'] })
  expect(winner).toBe('agrees')
})

test('results without an arm in common are undecided', () => {
  const compared = both(resultOf({ pipelined: 0.2 }), resultOf({ 'promise-all': 0.4 }))
  expect(compared).toMatchObject({ arms: [], winner: 'undecided', alone: ['pipelined', 'promise-all'] })
})

test('different references are refused, with what to do', () => {
  expect(() => both(resultOf({}), resultOf({}, { reference: 'promise-all' }))).toThrow(
    new RangeError(
      "expected two results with the same reference, got sequential and promise-all; measure one of them again with the other's --reference",
    ),
  )
})

test('the size of what told people something else is not compared', () => {
  const trials = trialsOf({ candidates: { pipelined: 0.5 } })
  const wrong = changed(trials, isRun('pipelined', 1, 1), ({ ledger }) => ({ ledger: { ...ledger, digest: '0' } }))
  const [arm] = both(summarize(trials), summarize(wrong)).arms
  expect(arm).toMatchObject({ size: 'undecided' })
  expect(arm).not.toHaveProperty('quotient')
})

test('a run on this machine and one of a lab are compared like any two', () => {
  const lab = summarize(invokedTrials({ candidates: { pipelined: { fetch: -50 } } }))
  expect(both(resultOf({ pipelined: 0.5 }), lab)).toMatchObject({ winner: 'agrees', arms: [{ sameSide: true }] })
})
