import { expect, test } from 'vitest'
import { type FanOutPlan, PRICES, fanOutCost, lambdaUsd } from '../../../bench/model/cost.ts'

/** Batches of ten feeds, two at a time, 3 s each in a function of one GB on arm64. */
const aPlan = (plan: Partial<FanOutPlan> = {}): FanOutPlan => ({
  feeds: 45,
  feedsPerBatch: 10,
  concurrency: 2,
  makespanMs: 3000,
  memoryMb: 1024,
  architecture: 'arm64',
  ...plan,
})

test('prices say when and where they were those', () => {
  expect(PRICES.asOf).toMatch(/^\d{4}-\d\d$/)
  expect(PRICES.region).toBe('us-east-1')
})

test('a function costs its GB-seconds and its requests', () => {
  // 2048 MB are 2 GB; 1 500 000 ms are 1500 s: 3000 GB-s.
  const compute = 3000 * 0.0000133334
  const requests = (500 / 1_000_000) * 0.2
  const use = { billedMs: 1_500_000, memoryMb: 2048, invocations: 500, architecture: 'arm64' } as const
  expect(lambdaUsd(use)).toBeCloseTo(compute + requests, 12)
  expect(compute + requests).toBeCloseTo(0.0401002, 12)
})

test('x86 costs its own price', () => {
  const use = { billedMs: 1000, memoryMb: 1024, invocations: 0, architecture: 'x86_64' } as const
  expect(lambdaUsd(use)).toBeCloseTo(0.0000166667, 12)
})

// Breakage: a GB of 1000 MB, which makes everything 2.4% dearer.
test('a GB is 1024 MB', () => {
  const use = { billedMs: 1000, memoryMb: 1769, invocations: 0, architecture: 'arm64' } as const
  expect(lambdaUsd(use)).toBeCloseTo((1769 / 1024) * 0.0000133334, 15)
})

test('what does not run costs nothing', () => {
  expect(lambdaUsd({ billedMs: 0, memoryMb: 1024, invocations: 0, architecture: 'arm64' })).toBe(0)
})

test('a fan-out worked by hand', () => {
  const cost = fanOutCost(aPlan())
  // 45 feeds are four batches of 10 and one of 5; two at a time they take three waves of 3 s.
  expect(cost).toMatchObject({ feeds: 45, batches: 5, waves: 3, elapsedMs: 9000 })
  // 5 invocations of 3 s with 1 GB.
  expect(cost.lambdaComputeUsd).toBeCloseTo(15 * 0.0000133334, 12)
  expect(cost.lambdaRequestsUsd).toBeCloseTo((5 / 1_000_000) * 0.2, 12)
  // The start and the Map of the run, the start and the Task of five children.
  expect(cost.transitions).toBe(2 + 5 * 2)
  expect(cost.transitionsUsd).toBeCloseTo((12 / 1000) * 0.025, 12)
  // Five results written, one list read.
  expect(cost.s3RequestsUsd).toBeCloseTo((5 / 1000) * 0.005 + (1 / 1000) * 0.0004, 12)
  // 0.000200001 + 0.000001 + 0.0003 + 0.0000254
  expect(cost.costUsd).toBeCloseTo(0.000526401, 12)
  // A million feeds are 1 000 000 / 45 times as many.
  expect(cost.costUsdPerMillionFeeds).toBeCloseTo(0.000526401 * (1_000_000 / 45), 9)
})

test('batches and waves that come out even are not one too many', () => {
  expect(fanOutCost(aPlan({ feeds: 40 }))).toMatchObject({ batches: 4, waves: 2, elapsedMs: 6000 })
  expect(fanOutCost(aPlan({ feeds: 41 }))).toMatchObject({ batches: 5, waves: 3 })
  expect(fanOutCost(aPlan({ feeds: 1 }))).toMatchObject({ batches: 1, waves: 1 })
})

test('concurrency changes how long it takes, not what it costs', () => {
  const [few, many] = [fanOutCost(aPlan({ concurrency: 1 })), fanOutCost(aPlan({ concurrency: 1000 }))]
  expect([few.elapsedMs, many.elapsedMs]).toEqual([15_000, 3000])
  expect(few.costUsd).toBe(many.costUsd)
})

test('a begun millisecond is billed whole', () => {
  const [begun, whole] = [fanOutCost(aPlan({ makespanMs: 2999.2 })), fanOutCost(aPlan({ makespanMs: 3000 }))]
  expect(begun.lambdaComputeUsd).toBe(whole.lambdaComputeUsd)
})

test('the parts are the whole', () => {
  for (const feeds of [1, 999, 1_000_000, 100_000_000]) {
    const cost = fanOutCost(aPlan({ feeds, feedsPerBatch: 1000, concurrency: 100, memoryMb: 1769 }))
    const parts = cost.lambdaComputeUsd + cost.lambdaRequestsUsd + cost.transitionsUsd + cost.s3RequestsUsd
    expect(parts).toBeCloseTo(cost.costUsd, 9)
  }
})
