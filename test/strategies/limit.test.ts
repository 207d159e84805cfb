import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLimit } from '../../strategies/limit.ts'
import { foreignLimits, resolveLimits } from '../../strategies/limits.ts'
import { pipelined } from '../../strategies/pipelined.ts'
import { promiseAll } from '../../strategies/promise-all.ts'
import { sequential } from '../../strategies/sequential.ts'
import { workerThreads } from '../../strategies/worker-threads.ts'

// Breakage: a slot is freed instead of handed over: a newcomer then slips in beside the one that was woken.
test('a limit never lets more through than it says, in the order of the requests, whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.boolean(), { maxLength: 15 }),
      async (scheduler, most, fates) => {
        const limit = createLimit(most)
        const begun: number[] = []
        let running = 0
        const acquire = (index: number) =>
          limit(async () => {
            begun.push(index)
            expect(++running).toBeLessThanOrEqual(most)
            await scheduler.schedule(Promise.resolve())
            running--
            if (!fates[index]) throw new Error(`number ${index}`)
            return index
          })
        // The first half at once, the rest each when an earlier one has ended: newcomers that meet a slot just given up.
        const half = Math.ceil(fates.length / 2)
        const first = fates.slice(0, half).map((_, index) => acquire(index))
        const rest = fates.slice(half).map((_, at) =>
          first[at]!.then(
            () => acquire(half + at),
            () => acquire(half + at),
          ),
        )
        await scheduler.waitFor(Promise.allSettled([...first, ...rest]))
        const results = await Promise.allSettled([...first, ...rest])
        expect(results.map(({ status }) => status === 'fulfilled')).toEqual(fates)
        expect(begun.filter((index) => index < half)).toEqual([...Array(half).keys()])
        expect(begun.toSorted((a, b) => a - b)).toEqual([...fates.keys()])
      },
    ),
  )
})

test('an infinite limit lets everything through at once', async () => {
  const limit = createLimit(Infinity)
  let running = 0
  const all = Array.from({ length: 100 }, () => limit(async () => void running++))
  expect(running).toBe(100)
  await Promise.all(all)
})

test('a strategy runs with its own limits where none are given', () => {
  expect(resolveLimits(sequential)).toEqual({ concurrency: Infinity, threads: 1, buffer: 0 })
  expect(resolveLimits(pipelined)).toMatchObject({ concurrency: 256, buffer: 16 })
  expect(resolveLimits(promiseAll, { concurrency: 3 })).toMatchObject({ concurrency: 3 })
})

test('a limit that means nothing to a strategy is left out, and can be named', () => {
  expect(resolveLimits(promiseAll, { threads: 7 }).threads).toBe(1)
  expect(foreignLimits(promiseAll, { concurrency: 3, threads: 7, buffer: 1 })).toEqual(['threads', 'buffer'])
  expect(foreignLimits(workerThreads, { concurrency: 3, threads: 7 })).toEqual([])
})

test('a limit that makes no sense throws before any work, and says what was expected', () => {
  for (const concurrency of [0, -1, 1.5, Number.NaN]) {
    expect(() => resolveLimits(promiseAll, { concurrency })).toThrow(
      `expected concurrency to be a whole number of at least 1, got ${concurrency}`,
    )
  }
  expect(() => resolveLimits(workerThreads, { threads: Infinity })).toThrow(RangeError)
  expect(() => resolveLimits(pipelined, { buffer: -1 })).toThrow(
    'expected buffer to be a whole number of at least 0, got -1',
  )
})
