import { expect, test } from 'vitest'
import { summarizeTraces } from '../../../../bench/judge/traces/traces.ts'
import { anInvocation, SOME_INVOCATIONS } from '../../../support/traced-invocations.ts'

test('traces of any functions: warm and cold apart, faults counted, subsegments of warm invocations by name', () => {
  expect(summarizeTraces(SOME_INVOCATIONS).functions).toEqual([
    {
      name: 'billing',
      warm: { count: 1, ms: { median: 100, count: 1 } },
      cold: { count: 0 },
      initializedAhead: 0,
      failed: 0,
      steps: [],
    },
    {
      name: 'orders',
      warm: { count: 2, ms: { median: 200, count: 2 } },
      cold: { count: 1, ms: { median: 900, count: 1 } },
      initMs: { median: 250, count: 1 },
      initializedAhead: 0,
      failed: 1,
      steps: [{ name: 'DynamoDB GetItem', invocations: 2, count: 2, p50Ms: 10, maxMs: 20, sumMs: 30, failed: 2 }],
    },
  ])
})

// Breakage: what a container initialised ahead is first asked counts as warm, or as cold.
test('the first invocations of containers that were initialised ahead are counted apart', () => {
  const ahead = anInvocation({ isInitializedAhead: true, totalMs: 500 })
  const [orders] = summarizeTraces([anInvocation(), ahead]).functions
  expect(orders).toMatchObject({ warm: { count: 1, ms: { median: 100 } }, cold: { count: 0 }, initializedAhead: 1 })
})

// Breakage: the median of a function that every third time was slowed.
test('runs that were slowed on purpose stand apart from the others of their function', () => {
  const run = anInvocation({ functionName: 'utakata-sequential-1769', strategy: 'sequential' })
  const { functions } = summarizeTraces([run, { ...run, totalMs: 110, slowedBy: 0.1 }])
  expect(functions.map(({ name, warm, steps }) => [name, warm.ms!.median, steps.length])).toEqual([
    ['sequential', 100, 1],
    ['sequential +10%', 110, 1],
  ])
})

// Breakage: the median of a function while its memory is tuned is that of no size at all, and a slowed copy looks faster than it.
test('the sizes of memory that a function had stand apart, and count as one function', () => {
  const run = anInvocation({ functionName: 'orders' })
  const invocations = [256, 1024].map((memoryMb) => ({ ...run, memoryMb, totalMs: 25_600 / memoryMb }))
  const { functions, functionCount } = summarizeTraces([...invocations, { ...run, totalMs: 7 }])
  expect(functions.map(({ name, warm }) => [name, warm.ms!.median])).toEqual([
    ['orders', 7],
    ['orders@256', 100],
    ['orders@1024', 25],
  ])
  expect(functionCount).toBe(1)
  expect(summarizeTraces(invocations.slice(0, 1)).functions[0]!.name).toBe('orders')
})
