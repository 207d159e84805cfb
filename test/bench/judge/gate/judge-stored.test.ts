import { expect, test } from 'vitest'
import { judgeGate } from '../../../../bench/judge/gate/judge-gate.ts'
import { storedFrom, type Stored } from '../../../../bench/judge/gate/stored.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import {
  A_SCENARIO,
  aGate,
  gatedTrials,
  timeOutcomes,
  TIME,
  other,
  storedTrials,
  outcomesOf,
} from '../../../support/gates.ts'
import { A_TRIAL, changed, type Simulation } from '../../../support/trials.ts'

const environment = A_TRIAL.environment
const kept = (simulation: Simulation = {}): Stored => {
  const present = { scenario: A_SCENARIO, selectable: ['sequential', 'pipelined'], environment, conditions: [TIME] }
  const stored = storedFrom('kept', storedTrials({ seed: 7, ...simulation }), present)
  if ('refusals' in stored) throw new Error(JSON.stringify(stored.refusals))
  return stored
}
const against = (stored: Stored) => ({ against: { is: 'stored' as const, stored }, conditions: [TIME] })

test('against a stored result the ratio of each candidate to the reference is compared', () => {
  const now = (ratio: number) => judgeGate(storedTrials({ candidates: { pipelined: ratio } }), against(kept()))
  expect(outcomesOf(now(0.5))).toEqual(['pipelined time: pass'])
  expect(outcomesOf(now(0.6))).toEqual(['pipelined time: regression'])
  expect(now(0.6).changes[0]!.change!.ratio).toBeCloseTo(1.2, 1)
  expect(outcomesOf(now(0.4))).toEqual(['pipelined time: pass'])
})

test('a change common to all strategies is seen by the old code in the benchmark, and not by a stored result', () => {
  const growth = { sequential: 1.3, pipelined: 1.3 }
  expect(outcomesOf(judgeGate(gatedTrials({ growth }), aGate()))).toEqual(timeOutcomes('regression', 'regression'))
  const slower = storedTrials({ referenceMs: 60 * 1.3, candidates: { pipelined: 0.5 } })
  expect(outcomesOf(judgeGate(slower, against(kept())))).toEqual(['pipelined time: pass'])
})

const late = ({ plannedIdealMs }: Trial) => ({ idealMs: plannedIdealMs! * 1.3 })

// Breakage: a time that was the mock server's own passes for the strategy's, against which everything is an improvement.
test('what the mock server had been too late for then is not compared with, and others are', () => {
  const candidates = { pipelined: 0.5, 'look-ahead': 0.7 }
  const scenario = { ...A_SCENARIO, variants: ['sequential', 'pipelined', 'look-ahead'] as const }
  const present = {
    scenario: { ...scenario, variants: [...scenario.variants] },
    selectable: [],
    environment,
    conditions: [TIME],
  }
  const isLate = ({ variant }: Trial) => variant === 'pipelined'
  const trials = changed(storedTrials({ seed: 7, candidates }, present.scenario), isLate, late)
  const stored = storedFrom('kept', trials as [Trial, ...Trial[]], present) as Stored
  const now = storedTrials({ candidates: { ...candidates, pipelined: 0.6 } }, present.scenario)
  const judged = judgeGate(now, against(stored))
  expect(outcomesOf(judged)).toEqual(['pipelined time: cannot-judge', 'look-ahead time: pass'])
  expect(judged.changes[0]).toMatchObject({
    reason: { code: 'baseline-late', strategy: 'pipelined' },
    isOpen: false,
  })
  // Its notifications can be compared all the same.
  expect(outcomesOf(judgeGate(changed(now, isLate, other), against(stored)))[0]).toBe('pipelined time: output-mismatch')
})

// Breakage: a baseline that was noisy passes for one that was not.
test('the spread of a stored result counts, and its blocks are not this benchmark’s', () => {
  const reachWith = (blockSd: number) => {
    const { low, high } = judgeGate(storedTrials(), against(kept({ blockSd }))).changes[0]!.change!
    return Math.log(high / low)
  }
  expect(reachWith(0.012)).toBeGreaterThan(1.5 * reachWith(0.002))
  expect(judgeGate(storedTrials(), against(kept({ quick: false, blocks: 12 }))).changes[0]!.change!.blocks).toBe(6)
})

// Breakage: more blocks that are said to decide, where the spread of the stored result alone hides it.
test('what a stored result leaves open no block of this benchmark can decide', () => {
  const now = storedTrials({ candidates: { pipelined: 0.5 * 1.12 }, blockSd: 0.009 })
  const openWith = (blockSd: number) => judgeGate(now, against(kept({ blockSd }))).changes[0]!
  const [quiet, noisy] = [openWith(0.001), openWith(0.012)]
  for (const { reason } of [quiet, noisy]) expect(reason).toEqual({ code: 'within-or-beyond' })
  expect(quiet.moreBlocks).toBeGreaterThan(0)
  expect(noisy.moreBlocks).toBeUndefined()
})

test('against a stored result, too, notifications must be the same, and the A/A checks must pass', () => {
  const all = changed(storedTrials(), () => true, other)
  expect(outcomesOf(judgeGate(all, against(kept())))).toEqual(['pipelined time: output-mismatch'])
  expect(outcomesOf(judgeGate(storedTrials({ aaCheck: 1.12 }), against(kept())))).toEqual([
    'pipelined time: cannot-judge',
  ])
})
