import { paginateGetTraceSummaries } from '@aws-sdk/client-xray'
import { expect, test } from 'vitest'
import type { Collector } from '../../../../../bench/run/lab/xray/collector.ts'
import { aCollector, anXRayClient, aSegment, aTraceId, LAST_MINUTE, NOW_MS, NOW_SECONDS, post } from './building.ts'

function putTraces(collector: Collector, from: number, to: number): void {
  for (let number = from; number <= to; number++)
    collector.put(aSegment(1, { trace_id: aTraceId(number), name: number % 2 === 0 ? 'even' : 'odd' }))
}

function ids(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => aTraceId(from + index))
}

test('the pages hold each trace once while new ones come and old ones grow', async () => {
  await using collector = await aCollector({ faults: { pageSize: 3 } })
  using client = anXRayClient(collector)
  putTraces(collector, 1, 10)
  const seen: string[] = []
  let pages = 0
  for await (const { TraceSummaries } of paginateGetTraceSummaries(
    { client },
    { StartTime: new Date(NOW_MS - 60_000), EndTime: new Date(NOW_MS) },
  )) {
    seen.push(...TraceSummaries!.map(({ Id }) => Id!))
    pages++
    // Earlier ones too, by their start.
    collector.put(aSegment(2, { trace_id: aTraceId(100 + pages), start_time: NOW_SECONDS - 50 }))
    collector.put(aSegment(3, { trace_id: aTraceId(4), start_time: NOW_SECONDS - 40 }))
  }
  expect(seen).toEqual(ids(1, 10))
  expect(pages).toBe(4)
})

test('a filter is applied before the pages are cut', async () => {
  await using collector = await aCollector({ faults: { pageSize: 2 } })
  putTraces(collector, 1, 10)
  const query = { ...LAST_MINUTE, FilterExpression: 'service("even")' }
  const first = await post(collector, '/TraceSummaries', query)
  expect(first.body).toMatchObject({
    TraceSummaries: [{ Id: aTraceId(2) }, { Id: aTraceId(4) }],
    TracesProcessedCount: 10,
  })
  const second = await post(collector, '/TraceSummaries', { ...query, NextToken: first.body.NextToken })
  expect(second.body).toMatchObject({ TraceSummaries: [{ Id: aTraceId(6) }, { Id: aTraceId(8) }] })
  const third = await post(collector, '/TraceSummaries', { ...query, NextToken: second.body.NextToken })
  expect(third.body).toMatchObject({ TraceSummaries: [{ Id: aTraceId(10) }] })
  expect(third.body).not.toHaveProperty('NextToken')
})

test('BatchGetTraces has pages too', async () => {
  await using collector = await aCollector({ faults: { pageSize: 2 } })
  putTraces(collector, 1, 5)
  const seen: string[] = []
  let NextToken: unknown
  do {
    const { body } = await post(collector, '/Traces', { TraceIds: ids(1, 5), NextToken })
    seen.push(...(body.Traces as { Id: string }[]).map(({ Id }) => Id))
    ;({ NextToken } = body)
  } while (NextToken !== undefined)
  expect(seen).toEqual(ids(1, 5))
})

test('a token that is not ours, was changed, or belongs to another query is refused', async () => {
  await using collector = await aCollector({ faults: { pageSize: 1 } })
  await using other = await aCollector({ faults: { pageSize: 1 } })
  putTraces(collector, 1, 3)
  putTraces(other, 1, 3)
  const { NextToken } = (await post(collector, '/TraceSummaries', LAST_MINUTE)).body as { NextToken: string }
  const foreign = (await post(other, '/TraceSummaries', LAST_MINUTE)).body.NextToken as string
  const [, seal] = NextToken.split('.')
  const changed = `${Buffer.from('{"after":0,"upTo":9}').toString('base64url')}.${seal}`
  for (const token of ['', 'x', 'x.y', 'null', foreign, changed, `${NextToken}x`, `${NextToken}.x`]) {
    const answer = await post(collector, '/TraceSummaries', { ...LAST_MINUTE, NextToken: token })
    expect([token, answer.status, answer.type]).toEqual([token, 400, 'InvalidRequestException'])
  }
  const query = { ...LAST_MINUTE, FilterExpression: 'service("odd")', NextToken }
  expect(await post(collector, '/TraceSummaries', query)).toMatchObject({ status: 400 })
  expect(await post(collector, '/Traces', { TraceIds: ids(1, 3), NextToken })).toMatchObject({ status: 400 })
  expect(await post(collector, '/TraceSummaries', { ...LAST_MINUTE, NextToken })).toMatchObject({ status: 200 })
})
