import { expect, test } from 'vitest'
import { MAX_WINDOW_MS, windowsOf } from '../../../../../bench/run/aws/traces/windows.ts'

const HOUR_MS = 3_600_000
const FROM_MS = Date.UTC(2026, 0, 15, 9)

test('13 hours are three windows of 6 hours at most, without gap or overlap', () => {
  const windows = windowsOf({ fromMs: FROM_MS, untilMs: FROM_MS + 13 * HOUR_MS })
  expect(windows).toHaveLength(3)
  expect(windows[0]!.fromMs).toBe(FROM_MS)
  expect(windows.at(-1)!.untilMs).toBe(FROM_MS + 13 * HOUR_MS)
  for (const [index, { fromMs, untilMs }] of windows.entries()) {
    expect(untilMs - fromMs).toBeLessThanOrEqual(MAX_WINDOW_MS)
    if (index > 0) expect(fromMs).toBe(windows[index - 1]!.untilMs)
  }
})

test('exactly 6 hours are one window', () => {
  expect(windowsOf({ fromMs: FROM_MS, untilMs: FROM_MS + 6 * HOUR_MS })).toHaveLength(1)
})

// Breakage: the begin is taken as it is: the time in an id is in whole seconds, and would lie before it.
test('a span that begins and ends within a second is widened to it', () => {
  expect(windowsOf({ fromMs: FROM_MS + 300, untilMs: FROM_MS + 700 })).toEqual([
    { fromMs: FROM_MS, untilMs: FROM_MS + 1000 },
  ])
})

test('a span that is empty, reversed or without end is refused', () => {
  for (const untilMs of [FROM_MS, FROM_MS - 1, Infinity, Number.NaN])
    expect(() => windowsOf({ fromMs: FROM_MS, untilMs })).toThrow(RangeError)
})
