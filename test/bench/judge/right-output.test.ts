import { expect, test } from 'vitest'
import type { Result } from '../../../bench/judge/comparison/judgement.ts'
import { summarize } from '../../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { changed, isMeasured, isRun, trialsOf, aFault } from '../../support/trials.ts'

const variant = (result: Result, name: string) => result.variants.find((one) => one.variant === name)!
const verdictOf = (result: Result, name: string) => variant(result, name).verdict?.code
const withDigest =
  (digest: string) =>
  ({ deliveries }: Trial) => ({ deliveries: { ...deliveries, digest } })

// Breakage: posts that are the same, of a job that differs in what failed, are said to differ.
test('where only failures differ nothing is said of what was sent', () => {
  const failing = changed(trialsOf(), isRun('pipelined', 4, 2), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: 'with another failure', postsDigest: deliveries.digest },
  }))
  const { verdict } = variant(summarize(failing), 'pipelined')
  expect(verdict).toEqual({ code: 'output-mismatch', runs: 1, of: 36, duplicates: 0 })
})

test('one run that sent other notifications is wrong output, whatever its speed, and ends in 2', () => {
  const result = summarize(changed(trialsOf(), isRun('pipelined', 4, 2), withDigest('0000000000000000')))
  expect(variant(result, 'pipelined').verdict).toEqual({
    code: 'output-mismatch',
    runs: 1,
    of: 36,
    duplicates: 0,
    example: { sent: 6, expected: 6 },
  })
  expect(result.deliveries.same).toBe(false)
  expect(result.exitCode).toBe(2)
  expect(result.recommendation).toEqual({ code: 'output-mismatch' })
})

test('a run that sent a notification twice is wrong output', () => {
  const twice = ({ deliveries }: Trial) => ({ deliveries: { ...deliveries, duplicates: 1 } })
  const result = summarize(changed(trialsOf(), isRun('pipelined', 1, 1), twice))
  expect(verdictOf(result, 'pipelined')).toBe('output-mismatch')
  expect(result.deliveries.duplicates).toBe(1)
  expect(result.exitCode).toBe(2)
})

test('a wrong run in a block that does not count is not held against it', () => {
  const trials = changed(
    trialsOf({ blocks: 8, quick: false }),
    isRun('pipelined', 8, 1),
    withDigest('0000000000000000'),
  )
  expect(verdictOf(summarize(trials), 'pipelined')).toBe('faster')
})

test('failed runs make a strategy unreliable, with how many and why', () => {
  const failing = (trial: Trial) =>
    isMeasured(trial) && trial.variant === 'pipelined' && trial.block === 2 && trial.iteration < 4
  const result = summarize(
    changed(trialsOf(), failing, () => ({ faults: [{ code: 'missing-outcomes', outcomes: 11, items: 12 }] })),
  )
  expect(variant(result, 'pipelined').verdict).toEqual({
    code: 'unreliable',
    cause: { code: 'runs-failed', failed: 3, of: 36 },
  })
  expect(variant(result, 'pipelined').failed).toMatchObject({
    trials: 3,
    of: 36,
    reasons: [{ code: 'missing-outcomes', outcomes: 11, items: 12 }],
  })
  const { low, high } = variant(result, 'pipelined').failed.rate
  expect(low).toBeLessThan(3 / 36)
  expect(high).toBeGreaterThan(3 / 36)
  expect(result.exitCode).toBe(5)
})

test('a failed run with another delivery record is unreliable, not wrong', () => {
  const cut = ({ deliveries }: Trial): Partial<Trial> => ({
    faults: [{ code: 'timed-out', withinMs: 60_000 }],
    deliveries: { ...deliveries, digest: '0' },
  })
  const result = summarize(changed(trialsOf(), isRun('pipelined', 1, 1), cut))
  expect(verdictOf(result, 'pipelined')).toBe('unreliable')
  expect(result.deliveries.same).toBe(true)
})

test('where the reference failed nothing is compared', () => {
  const result = summarize(changed(trialsOf(), isRun('sequential', 1, 1), () => ({ faults: [aFault('a defect')] })))
  expect(variant(result, 'pipelined').verdict).toEqual({
    code: 'unreliable',
    cause: { code: 'reference', verdict: 'unreliable' },
  })
  expect(verdictOf(result, 'sequential')).toBe('unreliable')
  expect(result.exitCode).toBe(5)
})

test('a reference that was cut short does not make the others wrong output', () => {
  const cut = ({ deliveries }: Trial): Partial<Trial> => ({
    faults: [{ code: 'timed-out', withinMs: 60_000 }],
    deliveries: { ...deliveries, digest: '0' },
  })
  const result = summarize(changed(trialsOf(), isRun('sequential', 1, 1), cut))
  expect(variant(result, 'pipelined').verdict).toEqual({
    code: 'unreliable',
    cause: { code: 'reference', verdict: 'unreliable' },
  })
  expect(result.exitCode).toBe(5)
})

test('a reference that sends different notifications in different iterations is wrong output itself', () => {
  const result = summarize(changed(trialsOf(), isRun('sequential', 3, 1), withDigest('0000000000000000')))
  expect(result.deliveries.same).toBe(false)
  expect(result.exitCode).toBe(2)
})
