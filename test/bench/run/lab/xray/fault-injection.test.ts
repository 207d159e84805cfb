import { expect, test } from 'vitest'
import { aCollector, aSegment, aSubsegment, aTraceId, found, HEADER, NOW_MS, post, sendAll } from './building.ts'

test('a trace is neither found nor read until long enough after its last document', async () => {
  let nowMs = NOW_MS
  await using collector = await aCollector({ now: () => nowMs, faults: { indexDelayMs: 1000 } })
  const answers = async () => {
    const { body } = await post(collector, '/Traces', { TraceIds: [aTraceId(1)] })
    return [
      (await found(collector)).length,
      (body.Traces as unknown[]).length,
      (body.UnprocessedTraceIds as unknown[]).length,
    ]
  }
  collector.put(aSegment(1))
  nowMs += 999
  expect(await answers()).toEqual([0, 0, 1])
  collector.put(aSubsegment(2, 1))
  nowMs += 999
  expect(await answers()).toEqual([0, 0, 1])
  nowMs += 1
  expect(await answers()).toEqual([1, 1, 0])
})

test('every third call is throttled and changes nothing', async () => {
  await using collector = await aCollector({ faults: { throttleEvery: 3 } })
  const statuses: number[] = []
  for (let number = 1; number <= 7; number++) {
    const TraceSegmentDocuments = [JSON.stringify(aSegment(number))]
    const { status, type } = await post(collector, '/TraceSegments', { TraceSegmentDocuments })
    statuses.push(status)
    expect(type).toBe(status === 429 ? 'ThrottledException' : null)
  }
  expect(statuses).toEqual([200, 200, 429, 200, 200, 429, 200])
  expect(collector.figures()).toMatchObject({ documents: 5, calls: 7, throttled: 2 })
})

test('a datagram that is to be lost is lost, and no other', async () => {
  await using collector = await aCollector({ faults: { isLost: (number) => number % 3 === 0 } })
  const documents = [1, 2, 3, 4, 5, 6, 7].map((number) => aSegment(1, { trace_id: aTraceId(number) }))
  await sendAll(
    collector,
    documents.map((document) => HEADER + JSON.stringify(document)),
  )
  expect(collector.figures()).toMatchObject({ datagrams: 7, dropped: 2, documents: 5 })
  expect(await found(collector)).toEqual([1, 2, 4, 5, 7].map(aTraceId))
})
