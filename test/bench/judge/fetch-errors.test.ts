import { expect, test } from 'vitest'
import { summarize } from '../../../bench/judge/comparison/summarize.ts'
import { judgeGate } from '../../../bench/judge/gate/judge-gate.ts'
import { storedFrom, type Stored } from '../../../bench/judge/gate/stored.ts'
import { summarizeLoad } from '../../../bench/judge/load/summarize.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { A_SCENARIO, aGate, gatedTrials, outcomesOf, storedTrials, TIME, timeOutcomes } from '../../support/gates.ts'
import { A_TRIAL, changed, isRun, trialsOf } from '../../support/trials.ts'
import { loadTrialsOf } from './load/simulated.ts'

// Where other requests fail in each iteration, what is sent differs from one to the next, and only runs of the same one are held against each other.

const sending = (digest: string) => (trial: Trial) => ({ deliveries: { ...trial.deliveries, digest } })

/** The trials of a scenario with errors, each sending what its iteration, or its block, has of it. */
const failingAnew = (trials: readonly Trial[], placeOf: (trial: Trial) => string) =>
  trials.map((trial) => ({
    ...trial,
    scenario: { ...trial.scenario, hasFetchErrors: true as const },
    ...sending(placeOf(trial))(trial),
  }))
const byIteration = ({ block, iteration, phase }: Trial) => `${block} ${iteration} ${phase}`

// Breakages: any run of the reference as the model, or none.
test('a comparison holds each run against that of the reference in its own iteration', () => {
  const verdictOf = (trials: readonly Trial[]) =>
    summarize(trials).variants.find(({ variant }) => variant === 'pipelined')!.verdict?.code
  const trials = failingAnew(trialsOf(), byIteration)
  expect(verdictOf(trials)).toBe('faster')
  expect(verdictOf(changed(trials, isRun('pipelined', 2, 3), sending('other')))).toBe('output-mismatch')
  // That of another iteration is no excuse.
  expect(verdictOf(changed(trials, isRun('pipelined', 2, 3), sending('2 4 measured')))).toBe('output-mismatch')
})

// Breakages: one set of all digests, whose second iteration is a regression; or the digest that was stored.
test('a gate holds old and new of one iteration against each other, and nothing against what was stored', () => {
  const trials = failingAnew(gatedTrials(), byIteration)
  expect(outcomesOf(judgeGate(trials, aGate()))).toEqual(timeOutcomes('pass', 'pass'))
  const wrong = changed(trials, isRun('pipelined', 2, 3), sending('other'))
  expect(outcomesOf(judgeGate(wrong, aGate()))).toEqual(timeOutcomes('pass', 'output-mismatch'))
  const present = { scenario: A_SCENARIO, selectable: [], environment: A_TRIAL.environment, conditions: [TIME] }
  const [first, ...more] = failingAnew(storedTrials(), byIteration)
  const stored = storedFrom('kept', [first!, ...more], present) as Stored
  const ofAnotherDay = { ...stored, deliveriesDigest: 'another' }
  const judged = judgeGate([first!, ...more], { against: { is: 'stored', stored: ofAnotherDay }, conditions: [TIME] })
  expect(outcomesOf(judged)).toEqual(['pipelined time: pass'])
})

// Breakage: the first series of the reference as the model of all.
test('jobs on a schedule are held against those of the reference in their own block', async () => {
  const verdictOf = (trials: readonly Trial[]) =>
    summarizeLoad(trials).variants.find(({ variant }) => variant === 'pipelined')!.verdict?.code
  const trials = failingAnew(await loadTrialsOf(), ({ block, phase }) => `${block} ${phase}`)
  expect(verdictOf(trials)).not.toBe('output-mismatch')
  const isWrong = ({ variant, block, phase }: Trial) => variant === 'pipelined' && block === 2 && phase !== 'cold'
  expect(verdictOf(changed(trials, isWrong, sending('other')))).toBe('output-mismatch')
  expect(verdictOf(changed(trials, isWrong, sending('1 measured')))).toBe('output-mismatch')
})
