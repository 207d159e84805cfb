import { expect, test } from 'vitest'
import { stepFiguresOf, extractInvocation, tracedOf } from '../../../../../bench/run/aws/traces/traced.ts'
import { trialSchema } from '../../../../../bench/trial/trial.ts'
import { documentsOf, readTrace } from '../../../../support/comparisons.ts'
import { lambdaSegments } from '../../../../support/lambda-segments.ts'
import { BEGAN_MS } from '../../../../support/traced-runs.ts'
import { A_TRIAL } from '../../../../support/trials.ts'

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

test('the phases of a run of ours add up to its makespan, and those of Lambda are beside them', () => {
  const traced = tracedOf(readTrace(documentsOf({ isCold: true, makespanMs: 400, feeds: 12, sent: 6 })))
  expect(traced).toMatchObject({
    totalMs: 720,
    functionMs: 495,
    initMs: 200,
    invocationMs: 474,
    overheadMs: 20,
    sent: 6,
  })
  const { stepsMs, waitingMs, aroundMs } = traced.path!
  expect(Object.keys(stepsMs).sort()).toEqual(['check', 'fetch', 'notify'])
  expect(sum([...Object.values(stepsMs), waitingMs, aroundMs])).toBeCloseTo(400, 3)
  // Four at a time, of which each waits for nobody.
  expect(traced.meanConcurrency).toBeGreaterThan(1)
  expect(traced.meanConcurrency).toBeLessThanOrEqual(4)
  expect(trialSchema.shape.traced.parse(JSON.parse(JSON.stringify(traced)))).toEqual(JSON.parse(JSON.stringify(traced)))
})

// Breakage: the walk through a sample takes a wrong lane, without a sign of it.
test('a timeline that is a sample of the run gives no path', () => {
  const whole = readTrace(documentsOf())
  const sampled = { ...whole, timelineFeeds: 13 }
  expect(tracedOf(whole).path).toBeDefined()
  expect(tracedOf(sampled)).not.toHaveProperty('path')
  expect(tracedOf(sampled)).not.toHaveProperty('meanConcurrency')
  expect(tracedOf({ ...whole, timeline: undefined })).not.toHaveProperty('path')
})

// Breakage: a RangeError of one trace that ended the report of all.
test('times that cannot be give no path, and a doubt', () => {
  const whole = readTrace(documentsOf())
  const [first, ...others] = whole.timeline!
  const turned = first!.spans.toReversed()
  const odd = [
    { ...whole, makespanMs: -1 },
    { ...whole, timeline: [{ ...first!, spans: turned }, ...others] },
  ]
  for (const one of odd) {
    const { doubts, traced } = extractInvocation(one)
    expect(traced).not.toHaveProperty('path')
    expect(traced).not.toHaveProperty('meanConcurrency')
    expect(doubts).toEqual([{ code: 'impossible-times', message: expect.stringContaining('expected ') as string }])
  }
  expect(extractInvocation(whole).doubts).toEqual([])
})

const part = (name: string, fromMs: number, untilMs: number, subsegments: readonly object[] = []) => ({
  id: `${name}0000000000000000`.slice(0, 16),
  name,
  start_time: (BEGAN_MS + fromMs) / 1000,
  end_time: (BEGAN_MS + untilMs) / 1000,
  subsegments,
})

test('of a function that is not ours the outermost subsegments are the path, by name', () => {
  const subsegments = [part('read', 0, 100, [part('inner', 10, 20)]), part('think', 110, 200), part('write', 200, 290)]
  for (const format of ['older', 'old', 'new'] as const) {
    const { path, meanConcurrency } = tracedOf(readTrace(lambdaSegments({ subsegments, format })))
    expect(Object.keys(path!.stepsMs).sort()).toEqual(['read', 'think', 'write'])
    for (const [name, ms] of [
      ['read', 100],
      ['think', 90],
      ['write', 90],
    ] as const)
      expect(path!.stepsMs[name]).toBeCloseTo(ms, 3)
    expect(path!.waitingMs).toBeCloseTo(10, 3)
    expect(path!.aroundMs).toBeCloseTo(0, 3)
    expect(meanConcurrency).toBeCloseTo(280 / 290, 3)
  }
})

test('what overlaps counts once on the path, and in the overlap as often as it is', () => {
  const traced = tracedOf(readTrace(lambdaSegments({ subsegments: [part('one', 0, 100), part('two', 0, 100)] })))
  expect(sum(Object.values(traced.path!.stepsMs))).toBeCloseTo(100, 3)
  expect(traced.meanConcurrency).toBeCloseTo(2, 3)
})

test('a function that reports nothing has no path, nor one whose parts lie outside of it', () => {
  expect(tracedOf(readTrace(lambdaSegments()))).not.toHaveProperty('path')
  const outside = [part('long ago', -9000, -8000)]
  expect(tracedOf(readTrace(lambdaSegments({ subsegments: outside })))).not.toHaveProperty('path')
})

test('the steps of a trace are figures that a trial can hold', () => {
  const steps = stepFiguresOf(readTrace(documentsOf()))
  expect(Object.keys(steps)).toEqual(['fetch', 'check', 'notify'])
  expect(Object.keys(steps.fetch!).sort()).toEqual(Object.keys(A_TRIAL.steps.fetch!).sort())
  expect(steps.fetch!.count).toBe(12)
})
