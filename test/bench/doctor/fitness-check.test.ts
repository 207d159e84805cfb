import { expect, test } from 'vitest'
import type { Unmeasured } from '../../../bench/io/findings.ts'
import { problemOf } from '../../../bench/io/user-error.ts'
import { aFault } from '../../support/trials.ts'
import { fitnessOf } from '../../../bench/doctor/fitness.ts'
import { textsOf } from '../../../bench/doctor/draw.ts'
import { checkFitness } from '../../../bench/doctor/fitness-check.ts'
import { ratioOverBlocks } from '../../../bench/statistics/block-ratio.ts'

/** The finding after six blocks whose log ratios are so far from `middle`, to and fro. */
function after(spread: number, middle = 0) {
  const logs = Array.from({ length: 6 }, (_, block) => [middle + (block % 2 === 0 ? spread : -spread)])
  return textsOf([checkFitness(fitnessOf(ratioOverBlocks(logs, 0.01)))])[0]!
}

test('a quiet machine is fit for the usual margin at the first look, and for less with more blocks', () => {
  expect(after(0.01)).toEqual({
    of: 'margin',
    mark: 'ok',
    found: 'fit for a margin of 3 % at 6 forks (A/A interval -1.8 % to +1.8 %); 2 % at 12 forks; 1 % at 24 forks',
  })
})

test('a look that changes nothing is not spoken of', () => {
  expect(after(0.001).found).toBe('fit for a margin of 1 % at 6 forks (A/A interval -0.2 % to +0.2 %)')
})

test('a machine that needs more blocks for the usual margin is worth a look', () => {
  expect(after(0.03)).toEqual({
    of: 'margin',
    mark: 'look',
    found: 'fit for a margin of 10 % at 6 forks (A/A interval -5.3 % to +5.6 %); 5 % at 12 forks; 3 % at 24 forks',
    advice: 'for 5 %, leave out --quick: more forks are run where they are needed',
  })
})

test('a machine that never comes to the usual margin is bad, and one that comes to none says so', () => {
  expect(after(0.08)).toMatchObject({ mark: 'bad', advice: expect.stringContaining('plan.margin=0.1') as string })
  expect(after(0.08).found).toMatch(/^fit for a margin of 20 % at 6 forks \(.*\); 15 % at 12 forks; 10 % at 24 forks$/)
  expect(after(0.14).found).toMatch(/^fit for a margin of 20 % at 12 forks \(/)
  expect(after(0.5)).toMatchObject({ mark: 'bad' })
  expect(after(0.5).found).toMatch(/^fit for no margin up to 20 % \(A\/A interval -\d+\.\d % to \+\d+\.\d %\)$/)
})

test('copies that are told apart are said to be, however small the difference', () => {
  const finding = after(0.001, 0.008)
  expect(finding).toMatchObject({
    mark: 'look',
    advice: expect.stringContaining('utakata bench --calibrate') as string,
  })
  expect(finding.found).toContain('(A/A interval +0.6 % to +1.0 %, measurably different)')
})

test('noise that could not be measured is no fitness', () => {
  const found = (unmeasured: Unmeasured) => textsOf([checkFitness(unmeasured)])[0]!
  expect(found({ code: 'no-round' })).toEqual({
    of: 'margin',
    mark: 'bad',
    found: 'not known: no round was finished',
    advice: 'mend what is not ok above and run this again',
  })
  expect(found({ code: 'too-few-blocks', needed: 6 }).found).toBe('not known: it takes 6 whole forks')
  expect(found({ code: 'run-failed', fault: aFault('it ended by itself') }).found).toBe(
    'not known: a run failed: it ended by itself',
  )
  expect(found({ code: 'mock-server-late' }).found).toBe(
    'not known: the mock server was too late for its answers to count',
  )
  expect(found({ code: 'broken-off', problem: problemOf(new Error('EMFILE')) }).found).toBe(
    'not known: the race broke off: EMFILE',
  )
})
