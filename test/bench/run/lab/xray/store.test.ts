import { expect, test } from 'vitest'
import { aCollector, aSegment, aTraceId, found, NOW_MS, post } from './building.ts'

function inTrace(number: number, members: Readonly<Record<string, unknown>> = {}) {
  return aSegment(1, { trace_id: aTraceId(number), ...members })
}

test('the trace that came first is forgotten when there are too many, and counted', async () => {
  await using collector = await aCollector({ limits: { mostTraces: 3 } })
  for (const number of [1, 2, 3]) collector.put(inTrace(number))
  collector.put(aSegment(2, { trace_id: aTraceId(1) }))
  collector.put(inTrace(4))
  expect(await found(collector)).toEqual([2, 3, 4].map(aTraceId))
  expect(collector.figures()).toMatchObject({ traces: 3, forgotten: { traces: 1, documents: 2 } })
  const { body } = await post(collector, '/Traces', { TraceIds: [aTraceId(1)] })
  expect(body).toEqual({ Traces: [], UnprocessedTraceIds: [aTraceId(1)] })
})

test('the traces that came first are forgotten when there is too much of them', async () => {
  const bytes = Buffer.byteLength(JSON.stringify(inTrace(1)))
  await using collector = await aCollector({ limits: { mostBytes: 3 * bytes } })
  for (const number of [1, 2, 3, 4, 5]) collector.put(inTrace(number))
  expect(await found(collector)).toEqual([3, 4, 5].map(aTraceId))
  collector.put(inTrace(6, { metadata: 'x'.repeat(bytes) }))
  expect(await found(collector)).toEqual([6].map(aTraceId))
  expect(collector.figures().forgotten).toEqual({ traces: 5, documents: 5 })
})

test('a trace is forgotten when it is too old, whether or not more comes', async () => {
  let nowMs = NOW_MS
  await using collector = await aCollector({ now: () => nowMs, limits: { mostAgeMs: 1000 } })
  collector.put(inTrace(1))
  nowMs += 600
  collector.put(inTrace(2))
  nowMs += 400
  expect(await found(collector)).toHaveLength(2)
  nowMs += 1
  expect(await found(collector)).toEqual([aTraceId(2)])
  expect(collector.figures().forgotten).toEqual({ traces: 1, documents: 1 })
})

test('a trace of too many documents takes no more, and says so', async () => {
  await using collector = await aCollector({ limits: { mostDocuments: 2 } })
  for (const number of [1, 2, 3]) collector.put(aSegment(number))
  expect(collector.figures()).toMatchObject({ documents: 2, refused: { InvalidSegment: 1 } })
  const { body } = await post(collector, '/Traces', { TraceIds: [aTraceId(1)] })
  expect(body.Traces).toMatchObject([{ LimitExceeded: true, Segments: { length: 2 } }])
})

test('a trace of which nothing fitted is not found', async () => {
  await using collector = await aCollector({ knobs: { mostTraceBytes: 10 } })
  collector.put(aSegment(1))
  expect(await found(collector)).toEqual([])
  expect(await post(collector, '/Traces', { TraceIds: [aTraceId(1)] })).toMatchObject({
    status: 200,
    body: { UnprocessedTraceIds: [aTraceId(1)] },
  })
})

test('limits that would keep nothing are refused', async () => {
  await expect(aCollector({ limits: { mostTraces: 0 } })).rejects.toThrow('mostTraces: expected a number of at least 1')
})
