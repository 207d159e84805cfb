import { expect, test } from 'vitest'
import { aCollector, anId, aSegment, aTraceId, found, NOW_MS, post } from './building.ts'

function inTrace(number: number, members: Readonly<Record<string, unknown>> = {}) {
  return aSegment(1, { trace_id: aTraceId(number), ...members })
}

test('the trace that came first is evicted when there are too many, and counted', async () => {
  await using collector = await aCollector({ limits: { maxTraces: 3 } })
  for (const number of [1, 2, 3]) collector.put(inTrace(number))
  collector.put(aSegment(2, { trace_id: aTraceId(1) }))
  collector.put(inTrace(4))
  expect(await found(collector)).toEqual([2, 3, 4].map(aTraceId))
  expect(collector.figures()).toMatchObject({ traces: 3, evicted: { traces: 1, documents: 2 } })
  const { body } = await post(collector, '/Traces', { TraceIds: [aTraceId(1)] })
  expect(body).toEqual({ Traces: [], UnprocessedTraceIds: [aTraceId(1)] })
})

test('the traces that came first are evicted when there is too much of them', async () => {
  const bytes = Buffer.byteLength(JSON.stringify(inTrace(1)))
  await using collector = await aCollector({ limits: { maxBytes: 3 * bytes } })
  for (const number of [1, 2, 3, 4, 5]) collector.put(inTrace(number))
  expect(await found(collector)).toEqual([3, 4, 5].map(aTraceId))
  collector.put(inTrace(6, { metadata: 'x'.repeat(bytes) }))
  expect(await found(collector)).toEqual([6].map(aTraceId))
  expect(collector.figures().evicted).toEqual({ traces: 5, documents: 5 })
})

test('a trace is evicted when it is too old, whether or not more comes', async () => {
  let nowMs = NOW_MS
  await using collector = await aCollector({ now: () => nowMs, limits: { maxAgeMs: 1000 } })
  collector.put(inTrace(1))
  nowMs += 600
  collector.put(inTrace(2))
  nowMs += 400
  expect(await found(collector)).toHaveLength(2)
  nowMs += 1
  expect(await found(collector)).toEqual([aTraceId(2)])
  expect(collector.figures().evicted).toEqual({ traces: 1, documents: 1 })
})

test('a trace that came together takes 500 KB, is then closed and says so', async () => {
  await using collector = await aCollector()
  const document = (number: number) => aSegment(number, { metadata: { x: 'x'.repeat(50_000) } })
  for (let number = 1; number <= 20; number++) collector.put(document(number))
  collector.put(aSegment(21))
  const { documents, bytes, refused } = collector.figures()
  expect({ documents, refused }).toEqual({ documents: 9, refused: { InvalidSegment: 12 } })
  expect(bytes).toBeLessThanOrEqual(500_000)
  const { body } = await post(collector, '/Traces', { TraceIds: [aTraceId(1)] })
  expect(body.Traces).toMatchObject([{ LimitExceeded: true, Segments: { length: 9 } }])
  const answer = await post(collector, '/TraceSegments', { TraceSegmentDocuments: [JSON.stringify(aSegment(22))] })
  expect(answer.body.UnprocessedTraceSegments).toMatchObject([{ Id: anId(22), ErrorCode: 'InvalidSegment' }])
})

test('a trace whose documents come one by one takes 100 KB', async () => {
  let nowMs = NOW_MS
  await using collector = await aCollector({ now: () => nowMs })
  for (let number = 1; number <= 5; number++) {
    collector.put(aSegment(number, { metadata: 'x'.repeat(30_000) }))
    nowMs += 6000
  }
  expect(collector.figures()).toMatchObject({ documents: 3, refused: { InvalidSegment: 2 } })
})

test('a document that takes the place of another one adds no more than it is larger', async () => {
  await using collector = await aCollector()
  for (let time = 1; time <= 20; time++) collector.put(aSegment(1, { metadata: 'x'.repeat(60_000) }))
  expect(collector.figures()).toMatchObject({ documents: 20, refused: {} })
})
