import { expect, test } from 'vitest'
import { parseObjective } from '../../../../bench/judge/selection-criteria.ts'
import { isSettled } from '../../../../bench/judge/comparison/stopping.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { changed, isMeasured, trialsOf } from '../../../support/trials.ts'

const calm = trialsOf({ candidates: { pipelined: 0.5 }, blockSd: 0.004, iterationSd: 0.006, quick: false })

test('a benchmark whose verdicts are all decided is settled', () => {
  expect(isSettled(summarize(calm))).toBe(true)
  expect(isSettled(summarize(trialsOf({ candidates: { pipelined: 0.95 }, quick: false })))).toBe(false)
})

// Breakage: a benchmark of which a block was discarded, so that its first look was missed, stops without a verdict.
test('a benchmark that has not come to its first look is not settled', () => {
  const early = summarize(calm.filter(({ block }) => block < 6))
  expect(early.look).toBeUndefined()
  expect(isSettled(early)).toBe(false)
})

// Breakage: stopping as soon as the verdict is known, however wide its interval is.
test('with a requested precision it goes on until every ratio is known as closely', () => {
  const result = summarize(calm)
  const { low, high } = result.variants.find(({ variant }) => variant === 'pipelined')!.ratio!
  const half = Math.sqrt(high / low) - 1
  expect(isSettled(result, half * 1.01)).toBe(true)
  expect(isSettled(result, half * 0.99)).toBe(false)
})

test('a requested objective is settled by its own verdicts, not by those on speed', () => {
  // Faster for sure, and with first notifications all over the place.
  const trials = changed(calm, isMeasured, ({ variant, block }) =>
    variant === 'pipelined' ? { firstNotificationMs: block % 2 ? 3 : 9 } : {},
  )
  expect(isSettled(summarize(trials))).toBe(true)
  expect(isSettled(summarize(trials, { objective: parseObjective('first-notification'), constraints: {} }))).toBe(false)
})

// Breakage: going on for the size of the sensitivity check, or stopping although it was missed.
test('a sensitivity check that is found settles itself, however wide its interval, and one that is missed does not', () => {
  const near = summarize(
    trialsOf({ candidates: { pipelined: 0.5 }, slowedBy: 1.05, blockSd: 0.004, iterationSd: 0.006, quick: false }),
  )
  expect(near.variants.find(({ role }) => role === 'sensitivity-check')!.verdict!.code).toBe('inconclusive')
  expect(near.sensitivityCheck.code).toBe('found')
  expect(isSettled(near)).toBe(true)
  const missed = summarize(
    trialsOf({ candidates: { pipelined: 0.5 }, slowedBy: 1, blockSd: 0.004, iterationSd: 0.006, quick: false }),
  )
  expect(missed.sensitivityCheck.code).toBe('missed')
  expect(isSettled(missed)).toBe(false)
})
