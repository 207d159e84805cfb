import { expect, test } from 'vitest'
import { processClock } from '../../../bench/run/load/drive.ts'
import { latencyMs, type ScheduledTrial } from '../../../bench/judge/load/blocks.ts'
import { runSeries } from '../../../bench/plan/series.ts'
import { within } from '../../support/eventually.ts'
import { A_TRIAL } from '../../support/trials.ts'
import { aSeriesClock } from '../run/load/fake-series-clock.ts'
import { served } from '../judge/load/simulated.ts'

const never = new AbortController().signal

async function latenciesOf(servicesMs: readonly number[], everyMs: number): Promise<number[]> {
  const jobs = await served(servicesMs, everyMs)
  return jobs.map(({ arrival, busyMs }) =>
    latencyMs({ ...A_TRIAL, makespanMs: busyMs, arrival } satisfies ScheduledTrial),
  )
}

// Breakage: a latency that counts from when a job could start, which hides all that one stall does to those behind it.
test('a stall of ten intervals is in the latency of every job that stood behind it, until it is worked off', async () => {
  const servicesMs = Array.from({ length: 20 }, (_, job) => (job === 4 ? 1000 : 10))
  const latencies = await latenciesOf(servicesMs, 100)
  expect(latencies.slice(0, 4)).toEqual([10, 10, 10, 10])
  expect(latencies[4]).toBe(1000)
  // Each begins 90 nearer to when it was due than the one before it.
  expect(latencies.slice(5, 16)).toEqual([910, 820, 730, 640, 550, 460, 370, 280, 190, 100, 10])
  expect(latencies.slice(16)).toEqual([10, 10, 10, 10])
})

test('a job starts when it is due, or when the one before it has ended, whichever is later', async () => {
  const jobs = await served([30, 250, 30, 30, 30], 100)
  expect(jobs.map(({ arrival }) => arrival.intendedMs)).toEqual([0, 100, 200, 300, 400])
  expect(jobs.map(({ arrival }) => arrival.startedMs)).toEqual([0, 100, 350, 380, 410])
})

test('the backlog is how many more jobs are due when one begins', async () => {
  const jobs = await served([350, 120, 10, 10, 10, 10], 100)
  // At 350 those of 200 and 300 are due besides the one that begins; at 470 those of 300 and 400; and so on.
  expect(jobs.map(({ arrival }) => arrival.backlog)).toEqual([0, 2, 2, 1, 0, 0])
})

test('what falls behind has a backlog that only grows, and goes on to be due on time', async () => {
  const jobs = await served(new Array<number>(10).fill(150), 100)
  expect(jobs.map(({ arrival }) => arrival.backlog)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
  expect(jobs.at(-1)!.arrival.intendedMs).toBe(900)
})

// Breakage: a strategy that is charged for questions over IPC, the more so the longer its queue.
test('what the harness does between two jobs makes no job late, and is reported', async () => {
  const clock = aSeriesClock()
  const run = async (busyMs: number) => {
    clock.pass(busyMs + 7)
    return { busyMs }
  }
  const late = await runSeries({ jobs: 4, everyMs: 100 }, () => run(100), clock, never)
  expect(late.map(({ arrival }) => arrival.startedMs)).toEqual([0, 100, 200, 300])
  expect(late.map(({ arrival }) => arrival.stoodStillMs)).toEqual([0, 7, 7, 7])
  const idle = await runSeries({ jobs: 4, everyMs: 200 }, () => run(100), clock, never)
  expect(idle.map(({ arrival }) => arrival.startedMs)).toEqual([0, 200, 400, 600])
  expect(idle.map(({ arrival }) => arrival.stoodStillMs)).toEqual([0, 0, 0, 0])
})

test('a wake-up that comes late counts as waiting', async () => {
  const clock = aSeriesClock({ lateMs: 3 })
  const done = await runSeries({ jobs: 3, everyMs: 100 }, async () => ({ busyMs: 0 }), clock, never)
  expect(done.map(({ arrival }) => arrival.startedMs - arrival.intendedMs)).toEqual([0, 3, 3])
})

test('an aborted series gives the jobs that had ended before', async () => {
  const controller = new AbortController()
  const run = async (job: number) => {
    if (job === 2) controller.abort()
    return { busyMs: 1 }
  }
  expect(await runSeries({ jobs: 5, everyMs: 10 }, run, aSeriesClock(), controller.signal)).toHaveLength(2)
  expect(await runSeries({ jobs: 5, everyMs: 10 }, run, aSeriesClock(), controller.signal)).toEqual([])
})

test('the clock of the process waits until the instant has come, and not a second longer once it is aborted', async () => {
  const untilMs = processClock.nowMs() + 12.5
  await processClock.waitUntil(untilMs, never)
  expect(processClock.nowMs()).toBeGreaterThanOrEqual(untilMs)
  const controller = new AbortController()
  const waiting = processClock.waitUntil(processClock.nowMs() + 3_600_000, controller.signal)
  controller.abort()
  await within(10_000, 'waiting', waiting)
})
