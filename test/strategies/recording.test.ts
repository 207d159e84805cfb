import { expect, test } from 'vitest'
import type { Outcome } from '../../strategies/job.ts'
import { clockMs, createRecording, observeInto, spansOf, summarizeRun } from '../../strategies/recording.ts'

function outcome(id: string, acceptedMs: readonly number[], failures: Outcome['failures'] = []): Outcome {
  const sent = acceptedMs.map((ms) => ({
    uid: id,
    summary: id,
    startMs: 0,
    allDay: false,
    key: id,
    feedId: id,
    calendar: id,
    acceptedMs: ms,
  }))
  return { feed: { id, url: '' }, sent, failures }
}

test('a recording holds begin and end of each step, also of one that throws, and nothing of one that never ran', async () => {
  const recording = createRecording(2)
  const observe = observeInto(recording)
  const beganMs = clockMs()
  expect(await observe('fetch', 1, async () => 'its value')).toBe('its value')
  await expect(observe('check', 1, () => Promise.reject(new Error('its error')))).rejects.toThrow('its error')
  expect(recording.buffer).toBeInstanceOf(SharedArrayBuffer)
  expect([...recording.subarray(0, 6), ...recording.subarray(10)]).toEqual(Array(8).fill(0))
  const marks = [beganMs, ...recording.subarray(6, 10), clockMs()]
  expect(marks).toEqual(marks.toSorted((a, b) => a - b))
  expect([spansOf('fetch', recording).length, spansOf('notify', recording).length]).toEqual([1, 0])
})

test('the figures of a run count from its begin and take the nearest rank', () => {
  const recording = createRecording(3)
  recording.set([1000, 1010, 1010, 1012, 1012, 1040, 1000, 1030, 1030, 1031, 0, 0, 1000, 1020])
  const failed = { step: 'fetch', kind: 'status', message: '' } as const
  const outcomes = [
    outcome('a', [1020, 1040]),
    outcome('b', [1035]),
    outcome('c', [], [failed, { ...failed, step: 'check', kind: 'malformed' }]),
  ]
  expect(summarizeRun(recording, outcomes, 1000)).toEqual({
    feeds: 3,
    sent: 3,
    firstNotificationMs: 20,
    medianNotificationMs: 35,
    lastNotificationMs: 40,
    steps: {
      fetch: { count: 3, failed: 1, busyMs: 60, p50Ms: 20, p95Ms: 30, maxMs: 30 },
      check: { count: 2, failed: 1, busyMs: 3, p50Ms: 1, p95Ms: 2, maxMs: 2 },
      notify: { count: 1, failed: 0, busyMs: 28, p50Ms: 28, p95Ms: 28, maxMs: 28 },
    },
    failures: { 'fetch status': 1, 'check malformed': 1 },
  })
})

test('a run over nothing has figures too', () => {
  expect(summarizeRun(createRecording(0), [], 0)).toMatchObject({
    feeds: 0,
    sent: 0,
    firstNotificationMs: undefined,
    failures: {},
  })
})
