import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { plainStopwatch } from '../../strategies/measure.ts'
import { slowedDown } from '../../strategies/slow-down.ts'

/** Work that waits so long, and returns what it took by the clock that it is timed with. */
function aWork(ms: number) {
  const measured = { tookMs: 0 }
  const work = async () => {
    const beganMs = performance.now()
    await sleep(ms)
    measured.tookMs = performance.now() - beganMs
  }
  return { work, measured }
}

// Breakage: sleeping for the share, which is a timer's lateness too long, or for a share of something else.
test('work takes longer by the share of what it took itself, never less and hardly more', async () => {
  for (const [share, ms] of [
    [0.1, 5],
    [0.1, 60],
    [1, 10],
    [0.02, 40],
  ] as const) {
    const excessesMs: number[] = []
    for (let run = 0; run < 8; run++) {
      const { work, measured } = aWork(ms)
      const makespanMs = await slowedDown(plainStopwatch, share)(work)
      excessesMs.push(makespanMs - measured.tookMs * (1 + share))
    }
    for (const excessMs of excessesMs) expect(excessMs).toBeGreaterThanOrEqual(0)
    // Whatever a busy machine does to some of them.
    expect(Math.min(...excessesMs)).toBeLessThan(0.5)
  }
})

test('what is added is part of what the stopwatch times, and the work is done once', async () => {
  let runs = 0
  let timed = 0
  const stopwatch = async (work: () => Promise<void>) => {
    timed++
    await work()
    return 12.5
  }
  expect(await slowedDown(stopwatch, 0.1)(async () => void runs++)).toBe(12.5)
  expect([runs, timed]).toEqual([1, 1])
})

// Breakage: a busy loop, in which a thread's or a server's answers would wait.
test('timers go on while it waits', async () => {
  let ticks = 0
  const timer = setInterval(() => ticks++, 1)
  let atEnd = 0
  await slowedDown(
    plainStopwatch,
    4,
  )(async () => {
    await sleep(10)
    atEnd = ticks
  })
  clearInterval(timer)
  expect(ticks - atEnd).toBeGreaterThan(3)
})

test('work that fails fails at once, with its own error', async () => {
  const planned = new Error('planned')
  const failing = async () => {
    await sleep(20)
    throw planned
  }
  const beganMs = performance.now()
  await expect(slowedDown(plainStopwatch, 1000)(failing)).rejects.toBe(planned)
  expect(performance.now() - beganMs).toBeLessThan(10_000)
})

// Breakage: a function that is slowed beyond its deadline, so that Lambda ends it without an answer.
test('nothing is waited for once it is aborted, before the work is over or after', async () => {
  const before = AbortSignal.abort(new Error('planned'))
  const controller = new AbortController()
  for (const signal of [before, controller.signal]) {
    const beganMs = performance.now()
    setTimeout(() => controller.abort(new Error('planned')), 50)
    const makespanMs = await slowedDown(plainStopwatch, 10_000, signal)(() => sleep(20))
    expect(makespanMs).toBeGreaterThanOrEqual(19)
    expect(performance.now() - beganMs).toBeLessThan(20_000)
  }
})
