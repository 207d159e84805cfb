import { expect, test } from 'vitest'
import { type PacedJob, paceOf } from '../../../../bench/judge/load/pace.ts'
import { normalNumbers } from '../../statistics/simulated-blocks.ts'
import { served } from './simulated.ts'

const EVERY_MS = 100

/** Blocks of jobs that take so much of the time between two, give or take `sd` of its logarithm. */
async function blocksOf(load: number, { jobs = 40, blocks = 6, sd = 0.1, seed = 1 } = {}): Promise<PacedJob[][]> {
  const normal = normalNumbers(seed)
  return Promise.all(
    Array.from({ length: blocks }, async () => {
      const servicesMs = Array.from({ length: jobs }, () => load * EVERY_MS * Math.exp(sd * normal()))
      return (await served(servicesMs, EVERY_MS)).map(({ arrival, busyMs }) => ({
        waitMs: arrival.startedMs - arrival.intendedMs,
        serviceMs: busyMs,
      }))
    }),
  )
}

const paceAt = async (load: number, options = {}) => paceOf(await blocksOf(load, options), EVERY_MS, 0.05).pace.code

test('half the load is kept up with, one and a half is not', async () => {
  for (const load of [0.1, 0.5, 0.8]) expect(await paceAt(load), String(load)).toBe('keeps-up')
  for (const load of [1.2, 1.5, 5]) expect(await paceAt(load), String(load)).toBe('falls-behind')
})

test('a backlog that grows is reported by the minute, with an interval around what is true', async () => {
  const { pace } = paceOf(await blocksOf(1.5, { sd: 0.02 }), EVERY_MS, 0.05)
  // Of 600 due a minute 400 are done.
  expect(pace).toMatchObject({ code: 'falls-behind' })
  if (pace.code !== 'falls-behind') throw new Error('expected it to fall behind')
  expect(pace.low).toBeLessThan(200)
  expect(pace.high).toBeGreaterThan(200)
  expect(pace.jobsPerMinute).toBeCloseTo(200, -1)
})

// Breakage: a queue that fills for a while, as any does close to its limit, and is called one that never empties; or the reverse.
test('close to a load of 1 nothing is said that is false', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    expect(await paceAt(0.95, { sd: 0.3, seed }), `0.95, seed ${seed}`).not.toBe('falls-behind')
    expect(await paceAt(1.05, { sd: 0.3, seed }), `1.05, seed ${seed}`).not.toBe('keeps-up')
  }
})

test('one stall in one block does not make a variant fall behind', async () => {
  const blocks = await blocksOf(0.3)
  blocks[2] = blocks[2]!.map((job, index) => (index > 35 ? { ...job, waitMs: 1000 } : job))
  expect(paceOf(blocks, EVERY_MS, 0.05).pace.code).toBe('keeps-up')
})

test('a backlog that grows so slowly that it is not a job yet falls behind all the same', async () => {
  expect(await paceAt(1.01, { sd: 0.005 })).toBe('falls-behind')
})

test('where the load would be kept up with, and a backlog has grown nevertheless, nothing is said', async () => {
  const stalled = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const jobs = await served(
        Array.from({ length: 40 }, (_, job) => (job === 29 ? 1500 : 30)),
        EVERY_MS,
      )
      return jobs.map(({ arrival, busyMs }) => ({
        waitMs: arrival.startedMs - arrival.intendedMs,
        serviceMs: busyMs,
      }))
    }),
  )
  const { pace, load } = paceOf(stalled, EVERY_MS, 0.05)
  expect(load.interval!.high).toBeLessThan(1)
  expect(pace.code).toBe('inconclusive')
})

test('one block proves nothing, and fewer than 4 jobs have no quarters', async () => {
  expect(await paceAt(0.3, { blocks: 1 })).toBe('inconclusive')
  const short = await blocksOf(0.3, { jobs: 3 })
  expect(() => paceOf(short, EVERY_MS, 0.05)).toThrow('expected at least 4 jobs a block, given 3')
})
