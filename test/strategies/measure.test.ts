import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { clockMs } from '../../strategies/recording.ts'
import { watchEventLoop } from '../../strategies/measure.ts'

/** Work that lets nobody else come. */
function hold(ms: number): void {
  const untilMs = clockMs() + ms
  while (clockMs() < untilMs);
}

// Breakage: a watch that keeps only how long the longest one was.
test('an event-loop delay is reported with when it was, and the longest with its length', async () => {
  const watch = watchEventLoop()
  await sleep(20)
  const firstMs = clockMs()
  hold(40)
  await sleep(20)
  const secondMs = clockMs()
  hold(80)
  await sleep(20)
  const { longestMs, spans } = watch.stop()
  const around = (atMs: number) => spans.find(({ beginMs, endMs }) => beginMs < atMs + 30 && endMs > atMs + 30)
  expect(around(firstMs)).toBeDefined()
  expect(around(secondMs)).toBeDefined()
  expect(longestMs).toBeGreaterThanOrEqual(70)
  expect(Math.max(...spans.map(({ beginMs, endMs }) => endMs - beginMs))).toBe(longestMs)
})

// Breakage: a run whose last callback holds everything up, and ends before any timer could notice.
test('a stall at the very end is seen', async () => {
  const watch = watchEventLoop()
  await sleep(20)
  hold(60)
  const { longestMs, spans } = watch.stop()
  expect(longestMs).toBeGreaterThanOrEqual(50)
  expect(spans.at(-1)!.endMs - spans.at(-1)!.beginMs).toBe(longestMs)
})

// Breakage: a second stop that looks once more, as whoever tidies up does.
test('a watch that was stopped looks no more, however often it is stopped', async () => {
  const watch = watchEventLoop()
  const { spans } = watch.stop()
  hold(30)
  await sleep(10)
  expect(watch.stop().spans).toBe(spans)
  expect(spans).toEqual([])
})
