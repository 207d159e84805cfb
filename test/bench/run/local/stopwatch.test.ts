import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createStopwatch } from '../../../../bench/run/local/stopwatch.ts'

// Breakage: giving tinybench the work itself, which it calls once more beforehand to see whether it gives a promise.
test('the work is done exactly once, also before it is first timed', async () => {
  let done = 0
  const stopwatch = createStopwatch()
  expect(done).toBe(0)
  await stopwatch(async () => {
    done++
  })
  expect(done).toBe(1)
})

test('work that gives its promise without being an async function is done once too', async () => {
  let done = 0
  await createStopwatch()(() => {
    done++
    return Promise.resolve()
  })
  expect(done).toBe(1)
})

// Breakage: without a reset tinybench does nothing the second time and reports the first time again.
test('one stopwatch times one work after another, each of them once', async () => {
  const stopwatch = createStopwatch()
  const done: string[] = []
  const times: number[] = []
  for (const [name, ms] of [
    ['first', 30],
    ['second', 0],
    ['third', 30],
  ] as const) {
    times.push(
      await stopwatch(async () => {
        done.push(name)
        if (ms > 0) await sleep(ms)
      }),
    )
  }
  expect(done).toEqual(['first', 'second', 'third'])
  expect(times[1]).toBeLessThan(times[0]!)
  expect(times[1]).toBeLessThan(times[2]!)
})

test('the time holds all that is waited for, and no more than there was', async () => {
  const stopwatch = createStopwatch()
  const beganMs = performance.now()
  const ms = await stopwatch(async () => {
    await sleep(25)
  })
  expect(ms).toBeLessThanOrEqual(performance.now() - beganMs)
  // A timer may fire up to a millisecond early by this clock.
  expect(ms).toBeGreaterThanOrEqual(24)
})

test('work that does next to nothing takes more than nothing', async () => {
  expect(await createStopwatch()(async () => {})).toBeGreaterThan(0)
})

// Breakage: by default tinybench swallows the error and has no sample.
test('work that throws rejects with its own error, and the next work is timed again', async () => {
  const stopwatch = createStopwatch()
  const mistake = new Error('planned')
  const timed = stopwatch(async () => {
    await sleep(1)
    throw mistake
  })
  await expect(timed).rejects.toThrow('planned')
  expect(await stopwatch(async () => {})).toBeGreaterThan(0)
})
