import * as fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { marginMs, startDeadline } from '../../infra/deadline.ts'

/** Timers that stand still until a test moves them on. */
function stoppedClock(): void {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
}

// Breakage: the margin is the same for all, or has no upper bound.
test('the margin is a second with a whole core, longer with less of one, and at most half of what remains', () => {
  for (const [remainingMs, memoryMb, margin] of [
    [60_000, 1769, 1000],
    [60_000, 10_240, 1000],
    [60_000, 884.5, 2000],
    [60_000, 128, 13_820.3125],
    [10_000, 128, 5000],
    [1500, 1769, 750],
    [0, 1769, 0],
    [-250, 1769, 0],
  ] as const)
    expect(marginMs(remainingMs, memoryMb), `${remainingMs} ms, ${memoryMb} MB`).toBe(margin)
})

// Breakage: the margin is not bounded by what remains.
test('whatever remains and however small it is, a function works for at least half of its time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 900_000 }),
      fc.integer({ min: 128, max: 10_240 }),
      (remainingMs, memoryMb) => {
        const margin = marginMs(remainingMs, memoryMb)
        expect(margin).toBeGreaterThan(0)
        expect(margin).toBeLessThanOrEqual(remainingMs / 2)
      },
    ),
  )
})

// Breakage: the margin is added, or left out.
test('a run is ended by its margin before the time is up, with a reason', () => {
  stoppedClock()
  const { signal } = startDeadline(60_000, 1769)
  vi.advanceTimersByTime(58_999)
  expect(signal.aborted).toBe(false)
  vi.advanceTimersByTime(1)
  expect(signal.aborted).toBe(true)
  expect(signal.reason).toEqual(new Error("not done 1000 ms before the function's time is up"))
})

// Breakage: what remains may be negative: the reason then speaks of -50 ms.
test('a deadline that is already over ends the run at once', () => {
  for (const remainingMs of [0, -100]) {
    stoppedClock()
    const { signal } = startDeadline(remainingMs, 128)
    vi.advanceTimersByTime(0)
    expect(signal.reason).toEqual(new Error("not done 0 ms before the function's time is up"))
  }
})

// Breakage: no bound: a timer beyond 2 ** 31 milliseconds fires at once.
test('a local Lambda that never ends a function does not end the run', () => {
  // Spied beside a stopped clock, it would put that one back for all files of this process.
  const setTimeout = vi.spyOn(globalThis, 'setTimeout')
  onTestFinished(() => setTimeout.mockRestore())
  for (const remainingMs of [2 ** 40, Number.MAX_SAFE_INTEGER, Infinity]) {
    const { signal, stop } = startDeadline(remainingMs, 1769)
    expect(setTimeout.mock.lastCall![1]).toBeGreaterThan(900_000)
    expect(setTimeout.mock.lastCall![1]).toBeLessThan(2 ** 31)
    expect(signal.aborted).toBe(false)
    stop()
  }
})

// Breakage: stop() does nothing: in a container that was frozen and woken, the timer would end the next invocation's run.
test('a deadline that was stopped leaves no timer, and ends what still waits', () => {
  stoppedClock()
  const inTime = startDeadline(10_000, 1769)
  expect(vi.getTimerCount()).toBe(1)
  inTime.stop()
  expect(vi.getTimerCount()).toBe(0)
  vi.advanceTimersByTime(60_000)
  expect(inTime.signal.reason).toEqual(new Error('the invocation is over'))
  const late = startDeadline(10_000, 1769)
  vi.advanceTimersByTime(60_000)
  late.stop()
  late.stop()
  expect(late.signal.aborted).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})
