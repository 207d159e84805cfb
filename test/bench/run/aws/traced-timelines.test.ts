import { expect, test } from 'vitest'
import { createTimelineReader } from '../../../../bench/run/aws/traced-timelines.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { documentsOf, fetchedTrace } from '../../../support/comparisons.ts'
import { traceIdAt } from '../../../support/fake-xray.ts'
import { A_TRIAL, aFault } from '../../../support/trials.ts'

const BEGAN = Date.UTC(2026, 0, 15, 9)

function aTrial(block: number, changes: Partial<Trial> = {}): Trial {
  const traceId = traceIdAt(BEGAN + block * 1000)
  const invocation = { function: 'function-sequential', memoryMb: 1769, container: `container ${block}`, traceId }
  return { ...A_TRIAL, target: 'lab', block, iteration: 1, phase: 'measured', invocation, ...changes }
}

function timelinesOf(trials: readonly Trial[], documents: readonly object[] = documentsOf({ feeds: 12 })) {
  const reader = createTimelineReader(trials)
  for (const { invocation } of trials) reader.read(fetchedTrace(documents, invocation!.traceId))
  return reader.timelines()
}

// Breakage: times from the epoch, or steps that were never done as if they had taken no time.
test('the course of a run is that of its trace, in milliseconds from the begin of the run', () => {
  const [{ feeds, ...rest }] = timelinesOf([aTrial(2)]) as [ReturnType<typeof timelinesOf>[number]]
  expect(rest).toEqual({ schema: 2, variant: A_TRIAL.variant, block: 2, iteration: 1 })
  expect(feeds).toHaveLength(12)
  // Traces have tenths of an epoch millisecond, and the run began between two of them.
  expect(feeds[0]).toEqual({ feed: 0, fetch: [1.1, 81.1], check: [81.6, 82.6], notify: [82.6, 112.6] })
  expect(feeds[1]).toMatchObject({ feed: 1, notify: null })
})

test('runs of three containers are kept, of a cold start, a failed run and several sizes of memory none', () => {
  expect(timelinesOf([5, 4, 3, 2].map((block) => aTrial(block))).map(({ block }) => block)).toEqual([4, 3, 2])
  expect(timelinesOf([aTrial(1, { phase: 'cold' }), aTrial(2, { faults: [aFault('timed out')] })])).toEqual([])
  const sizes = [512, 1769].map((memoryMb) => aTrial(1, { scenario: { ...A_TRIAL.scenario, memoryMb } }))
  expect(timelinesOf(sizes)).toEqual([])
})

// Breakage: a picture of some of the feeds as if there were no others, or of what somebody else wrote into a trace.
test('a trace that has a sample of the feeds, no times, or times that cannot be has no course', () => {
  expect(timelinesOf([aTrial(1)], documentsOf({ feeds: 5000 }))).toEqual([])
  expect(timelinesOf([aTrial(1)], documentsOf({ makespanMs: 20 }))).toEqual([])
  expect(timelinesOf([aTrial(1)], documentsOf({ functionName: 'another' }))).toEqual([])
  expect(timelinesOf([aTrial(1)], [{ name: 'x' }])).toEqual([])
})
