import { expect, test } from 'vitest'
import { exitCodeOf, jsonOf, resultsOf } from '../../../../bench/judge/comparison/results.ts'
import { hasWholeIteration } from '../../../../bench/judge/comparison/iterations.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { invokedTrials, type FunctionSimulation, reinvoked } from '../../../support/invoked-trials.ts'
import { trialsOf } from '../../../support/trials.ts'

/** A comparison of functions of one of several sizes. */
function ofSize(memoryMb: number, simulation: FunctionSimulation = {}): Trial[] {
  return invokedTrials(simulation).map((trial) => ({
    ...trial,
    ...reinvoked(trial, { memoryMb }),
    scenario: { ...trial.scenario, digest: `digest of ${memoryMb}`, memoryMb },
  }))
}

// Breakage: `pipelined@1769` held against `sequential@512`, which shows what memory does and not what the strategy does.
test('each size is judged by itself, against the reference of its own size', () => {
  const trials = [...ofSize(1769, { candidates: { pipelined: { fetch: -50 } } }), ...ofSize(512)]
  const results = resultsOf(trials)
  expect(results.map(({ scenario }) => scenario.memoryMb)).toEqual([512, 1769])
  const verdicts = results.map(({ variants }) => variants.find(({ variant }) => variant === 'pipelined')!.verdict!.code)
  expect(verdicts).toEqual(['equivalent', 'faster'])
  expect(results.map(({ aaCheck }) => aaCheck.code)).toEqual(['passed', 'passed'])
  expect(jsonOf(results)).toMatchObject({ sizes: [{ scenario: { memoryMb: 512 } }, { scenario: { memoryMb: 1769 } }] })
  expect(jsonOf(results.slice(1))).toBe(results[1])
})

test('a size of which no iteration is whole is left out, and trials of different scenarios are refused', () => {
  const few = ofSize(512).filter(({ variant }) => variant === 'sequential')
  expect(resultsOf([...few, ...ofSize(1769)]).map(({ scenario }) => scenario.memoryMb)).toEqual([1769])
  expect(hasWholeIteration(few)).toBe(false)
  expect(hasWholeIteration([...few, ...ofSize(1769)])).toBe(true)
  const other = trialsOf().map((trial) => ({ ...trial, scenario: { ...trial.scenario, name: 'other', digest: 'x' } }))
  expect(() => resultsOf([...trialsOf(), ...other])).toThrow(
    expect.objectContaining({
      code: 'several-scenarios',
      parameters: {
        scenarios: [
          { name: 'paper', digest: '0123456789ab' },
          { name: 'other', digest: 'x' },
        ],
      },
    }),
  )
  const twice = ofSize(512).map((trial) => ({ ...trial, scenario: { ...trial.scenario, digest: 'another' } }))
  expect(() => resultsOf([...ofSize(512), ...twice])).toThrow(
    expect.objectContaining({
      code: 'several-scenarios',
      parameters: {
        scenarios: [
          { name: 'paper', digest: 'digest of 512' },
          { name: 'paper', digest: 'another' },
        ],
      },
    }),
  )
})

test('the exit code is the worst for wrong output, and good where anything could be said', () => {
  const [good] = resultsOf(invokedTrials())
  const of = (...codes: (0 | 2 | 5)[]) => exitCodeOf(codes.map((exitCode) => ({ ...good!, exitCode })))
  expect([of(0), of(5), of(5, 0), of(0, 2), of(5, 5)]).toEqual([0, 5, 0, 2, 5])
})
