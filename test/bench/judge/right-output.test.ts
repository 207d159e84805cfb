import { expect, test } from 'vitest'
import { formatVerdict } from '../../../bench/report/format.ts'
import type { Result } from '../../../bench/judge/result.ts'
import { summarize } from '../../../bench/judge/summarize.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { changed, isMeasured, isRun, trialsOf } from '../../support/trials.ts'

const arm = (result: Result, name: string) => result.arms.find((one) => one.arm === name)!
const word = (result: Result, name: string) => arm(result, name).verdict?.word
const told =
  (digest: string) =>
  ({ ledger }: Trial) => ({ ledger: { ...ledger, digest } })

test('one run that told people something else is wrong output, whatever its speed, and ends in 2', () => {
  const result = summarize(changed(trialsOf(), isRun('pipelined', 4, 2), told('0000000000000000')))
  expect(arm(result, 'pipelined').verdict).toEqual({
    word: 'wrong output',
    because: '1 of 36 runs told people something else',
  })
  expect(result.ledger.same).toBe(false)
  expect(result.exitCode).toBe(2)
  expect(result.advice).toBe('Do not pick by speed: the strategies did not tell people the same.')
})

test('a run that told somebody twice is wrong output', () => {
  const twice = ({ ledger }: Trial) => ({ ledger: { ...ledger, duplicates: 1 } })
  const result = summarize(changed(trialsOf(), isRun('pipelined', 1, 1), twice))
  expect(word(result, 'pipelined')).toBe('wrong output')
  expect(result.ledger.duplicates).toBe(1)
  expect(result.exitCode).toBe(2)
})

test('a wrong run in a fork that does not count is not held against it', () => {
  const trials = changed(trialsOf({ forks: 8, quick: false }), isRun('pipelined', 8, 1), told('0000000000000000'))
  expect(word(summarize(trials), 'pipelined')).toBe('faster')
})

test('failed runs make a strategy unreliable, with how many and why', () => {
  const failing = (trial: Trial) =>
    isMeasured(trial) && trial.arm === 'pipelined' && trial.fork === 2 && trial.round < 4
  const result = summarize(changed(trialsOf(), failing, () => ({ faults: ['11 outcomes for 12 feeds'] })))
  expect(formatVerdict(arm(result, 'pipelined'), 0.05)).toBe('unreliable (3 of 36 failed)')
  expect(arm(result, 'pipelined').failed).toMatchObject({ trials: 3, of: 36, reasons: ['11 outcomes for 12 feeds'] })
  const { low, high } = arm(result, 'pipelined').failed.rate
  expect(low).toBeLessThan(3 / 36)
  expect(high).toBeGreaterThan(3 / 36)
  expect(result.exitCode).toBe(5)
})

test('a failed run with another ledger is unreliable, not wrong', () => {
  const cut = ({ ledger }: Trial) => ({ faults: ['not done within 60000 ms'], ledger: { ...ledger, digest: '0' } })
  const result = summarize(changed(trialsOf(), isRun('pipelined', 1, 1), cut))
  expect(word(result, 'pipelined')).toBe('unreliable')
  expect(result.ledger.same).toBe(true)
})

test('where the reference failed nothing is compared', () => {
  const result = summarize(changed(trialsOf(), isRun('sequential', 1, 1), () => ({ faults: ['a defect'] })))
  expect(arm(result, 'pipelined').verdict).toEqual({ word: 'unreliable', because: 'the reference failed' })
  expect(word(result, 'sequential')).toBe('unreliable')
  expect(result.exitCode).toBe(5)
})

test('a reference that was cut short does not make the others wrong output', () => {
  const cut = ({ ledger }: Trial) => ({ faults: ['not done within 60000 ms'], ledger: { ...ledger, digest: '0' } })
  const result = summarize(changed(trialsOf(), isRun('sequential', 1, 1), cut))
  expect(arm(result, 'pipelined').verdict).toEqual({ word: 'unreliable', because: 'the reference failed' })
  expect(result.exitCode).toBe(5)
})

test('a reference that tells different things in different rounds is wrong output itself', () => {
  const result = summarize(changed(trialsOf(), isRun('sequential', 3, 1), told('0000000000000000')))
  expect(result.ledger.same).toBe(false)
  expect(result.exitCode).toBe(2)
})
