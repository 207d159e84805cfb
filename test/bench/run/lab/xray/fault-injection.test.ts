import { expect, test } from 'vitest'
import { GOOD_DAY, turned } from '../../../../../bench/run/lab/xray/fault-injection.ts'
import {
  aCollector,
  anId,
  aSegment,
  aSubsegment,
  aTraceId,
  found,
  HEADER,
  LAST_MINUTE,
  NOW_MS,
  post,
  sendAll,
} from './building.ts'

test('a trace is neither found nor read until long enough after its last document', async () => {
  let nowMs = NOW_MS
  await using collector = await aCollector({ now: () => nowMs, knobs: { indexDelayMs: 1000 } })
  const look = async () => {
    const { body } = await post(collector, '/Traces', { TraceIds: [aTraceId(1)] })
    const graph = await post(collector, '/TraceGraph', { TraceIds: [aTraceId(1)] })
    const map = await post(collector, '/ServiceGraph', LAST_MINUTE)
    return [
      (await found(collector)).length,
      (body.Traces as unknown[]).length,
      (body.UnprocessedTraceIds as unknown[]).length,
      (graph.body.Services as unknown[]).length > 0,
      (map.body.Services as unknown[]).length > 0,
    ]
  }
  collector.put(aSegment(1))
  nowMs += 999
  expect(await look()).toEqual([0, 0, 1, false, false])
  collector.put(aSubsegment(2, 1))
  nowMs += 999
  expect(await look()).toEqual([0, 0, 1, false, false])
  nowMs += 1
  expect(await look()).toEqual([1, 1, 0, true, true])
})

test('every third call is throttled and changes nothing', async () => {
  await using collector = await aCollector({ knobs: { throttleEvery: 3 } })
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

test('the same seed drops the same datagrams, another one others', async () => {
  const received = async (seed: number) => {
    await using collector = await aCollector({ knobs: { dropShare: 0.3, seed } })
    const documents = Array.from({ length: 200 }, (_, index) => aSegment(1, { trace_id: aTraceId(index) }))
    await sendAll(
      collector,
      documents.map((document) => HEADER + JSON.stringify(document)),
    )
    const { datagrams, dropped, documents: taken } = collector.figures()
    expect(datagrams).toBe(200)
    expect(dropped).toBeGreaterThan(30)
    expect(dropped).toBeLessThan(90)
    expect(taken).toBe(200 - dropped)
    collector.turn({ pageSize: 1000 })
    return await found(collector)
  }
  const first = await received(1)
  expect(await received(1)).toEqual(first)
  expect(await received(2)).not.toEqual(first)
})

test('a share of all drops all, a share of none drops none', async () => {
  await using collector = await aCollector({ knobs: { dropShare: 1 } })
  const datagrams = Array.from({ length: 50 }, (_, index) => HEADER + JSON.stringify(aSegment(index)))
  await sendAll(collector, datagrams)
  expect(collector.figures()).toMatchObject({ dropped: 50, documents: 0 })
  collector.turn({ dropShare: 0 })
  await sendAll(collector, datagrams)
  expect(collector.figures()).toMatchObject({ dropped: 50, documents: 50 })
})

test('every second id comes back unprocessed, and is given the next time', async () => {
  await using collector = await aCollector({ knobs: { unprocessedEvery: 2 } })
  const ids = [1, 2, 3, 4, 5].map(aTraceId)
  for (const id of ids) collector.put(aSegment(1, { trace_id: id }))
  const read = async (TraceIds: readonly string[]) => {
    const { body } = await post(collector, '/Traces', { TraceIds })
    return [(body.Traces as { Id: string }[]).map(({ Id }) => Id), body.UnprocessedTraceIds]
  }
  expect(await read(ids)).toEqual([[1, 3, 5].map(aTraceId), [2, 4].map(aTraceId)])
  expect(await read([2, 4].map(aTraceId))).toEqual([[2, 4].map(aTraceId), []])
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

test('a trace that drips takes 100 KB', async () => {
  let nowMs = NOW_MS
  await using collector = await aCollector({ now: () => nowMs, knobs: { togetherMs: 1000 } })
  const put = (number: number) => {
    collector.put(aSegment(number, { metadata: 'x'.repeat(30_000) }))
    nowMs += 600
  }
  for (let number = 1; number <= 5; number++) put(number)
  expect(collector.figures()).toMatchObject({ documents: 3, refused: { InvalidSegment: 2 } })
})

test('a document that takes the place of another one adds no more than it is larger', async () => {
  await using collector = await aCollector({ knobs: { mostTraceBytes: 1000 } })
  for (let time = 1; time <= 20; time++) collector.put(aSegment(1, { metadata: 'x'.repeat(600) }))
  expect(collector.figures()).toMatchObject({ documents: 20, refused: {} })
})

test.each([
  ['pageSize', 0],
  ['dropShare', 1.1],
  ['throttleEvery', 1.5],
  ['indexDelayMs', -1],
  ['seed', Number.NaN],
])('%s cannot be turned to %d', (name, value) => {
  expect(() => turned(GOOD_DAY, { [name]: value })).toThrow(new RegExp(`^${name}: expected .*, got ${value}$`))
})
