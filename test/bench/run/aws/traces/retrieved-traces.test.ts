import { expect, test } from 'vitest'
import { fetchTraces, type FetchOptions } from '../../../../../bench/run/aws/traces/fetch-traces.ts'
import { checkRetrieval, readTraceDestination } from '../../../../../bench/run/aws/traces/trace-destination.ts'
import { createXRayClient } from '../../../../../bench/run/aws/traces/xray-client.ts'
import { startCollector } from '../../../../../bench/run/lab/xray/collector.ts'
import type { FaultInjection } from '../../../../../bench/run/lab/xray/fault-injection.ts'
import { aFakeClock } from '../../../../support/fake-clock.ts'
import { answering } from '../../../../support/wire.ts'

const NOW_MS = 1_800_000_000_000
const SECOND = (NOW_MS / 1000).toString(16)

/** An account with Transaction Search and so many traces. */
async function anAccount(traces: number, faults: Partial<FaultInjection> = {}) {
  let aheadMs = 0
  const collector = await startCollector({
    now: () => NOW_MS + aheadMs,
    faults: { destination: 'CloudWatchLogs', indexedShare: 0, retrievalMs: 700, ...faults },
  })
  const client = createXRayClient({ region: 'us-east-1', endpoint: collector.endpoint, credentials: collector.key })
  const ids = Array.from({ length: traces }, (_, nth) => `1-${SECOND}-${String(nth).padStart(24, '0')}`)
  for (const trace_id of ids)
    collector.put({
      id: '0123456789abcdef',
      trace_id,
      name: 'a',
      start_time: NOW_MS / 1000,
      end_time: NOW_MS / 1000 + 1,
    })
  const clock = aFakeClock()
  return {
    ids,
    client,
    collector,
    fetched: (more: Partial<FetchOptions<number>> = {}) =>
      fetchTraces(
        client,
        { ids },
        {
          ...clock,
          // Who waits lets the retrieval go on.
          async pause(ms: number) {
            aheadMs += ms
            await clock.pause(ms)
          },
          epochMs: () => NOW_MS + aheadMs,
          lackOf: () => undefined,
          read: ({ segments }) => segments.length,
          ...more,
        },
      ),
    async [Symbol.asyncDispose]() {
      client.destroy()
      await collector[Symbol.asyncDispose]()
    },
  }
}

// Breakage: with Transaction Search BatchGetTraces is asked, which finds nothing, so that a comparison that was paid for has no verdict.
test('with Transaction Search every trace is retrieved from CloudWatch Logs, page by page', async () => {
  await using account = await anAccount(12, { pageSize: 2 })
  expect(await readTraceDestination(account.client)).toBe('cloudwatch')
  expect((await account.fetched({ patienceMs: 0 })).missing).toEqual(account.ids)
  const { traces, missing, incomplete } = await account.fetched({ destination: 'cloudwatch' })
  expect(traces.map(({ id, read }) => [id, read])).toEqual(account.ids.map((id) => [id, 1]))
  expect([missing, incomplete]).toEqual([[], []])
})

test('a trace that came after its retrieval had ended is retrieved again', async () => {
  await using account = await anAccount(3, { indexDelayMs: 4000 })
  const { traces, calls } = await account.fetched({ destination: 'cloudwatch' })
  expect(traces).toHaveLength(3)
  expect(calls.polls).toBeGreaterThan(1)
})

test('throttled retrievals are begun again', async () => {
  await using account = await anAccount(20, { throttleEvery: 3 })
  const { traces, calls } = await account.fetched({ destination: 'cloudwatch' })
  expect(traces).toHaveLength(20)
  expect(calls.throttled).toBeGreaterThan(0)
})

test.each(['FAILED', 'CANCELLED', 'TIMEOUT', undefined])(
  'a retrieval that ends as %s is an error with what to do',
  async (status) => {
    await using xray = await answering((response, { path }) =>
      response.end(
        JSON.stringify(path.includes('Start') ? { RetrievalToken: 'a token' } : { RetrievalStatus: status }),
      ),
    )
    const credentials = { accessKeyId: 'made-up', secretAccessKey: '5ecret' }
    const client = createXRayClient({ region: 'us-east-1', endpoint: xray.origin, credentials })
    const ids = [`1-${SECOND}-${'0'.repeat(24)}`]
    await expect(fetchTraces(client, { ids }, { ...aFakeClock(), destination: 'cloudwatch' })).rejects.toThrow(
      expect.objectContaining({ code: 'traces-not-retrieved', parameters: { status: status ?? 'none' } }),
    )
    client.destroy()
  },
)

// Breakage: one retrieval that fails at AWS ends the search for the traces of all the others.
test('a retrieval that fails is made again', async () => {
  let lists = 0
  const id = `1-${SECOND}-${'0'.repeat(24)}`
  await using xray = await answering((response, { path }) => {
    if (path.includes('Start')) return response.end(JSON.stringify({ RetrievalToken: 'a token' }))
    const isFirst = lists++ === 0
    const Document = JSON.stringify({ id: '0123456789abcdef', name: 'a', start_time: 1, end_time: 2 })
    const Traces = [{ Id: id, Spans: [{ Id: '0123456789abcdef', Document }] }]
    return response.end(
      JSON.stringify(isFirst ? { RetrievalStatus: 'FAILED' } : { RetrievalStatus: 'COMPLETE', Traces }),
    )
  })
  const credentials = { accessKeyId: 'made-up', secretAccessKey: '5ecret' }
  const client = createXRayClient({ region: 'us-east-1', endpoint: xray.origin, credentials })
  const { traces, calls } = await fetchTraces(
    client,
    { ids: [id] },
    { ...aFakeClock(), destination: 'cloudwatch', lackOf: () => undefined, read: ({ segments }) => segments.length },
  )
  expect([traces.map((trace) => trace.id), calls.unprocessed]).toEqual([[id], 1])
  client.destroy()
})

// Breakage: whoever may not retrieve traces learns it once everything was paid for.
test('whether traces may be retrieved is asked beforehand', async () => {
  await using account = await anAccount(0)
  await checkRetrieval(account.client, NOW_MS)
  await using xray = await answering((response) => {
    response.writeHead(403, { 'x-amzn-errortype': 'AccessDeniedException' })
    response.end('{"message":"because no policy allows it"}')
  })
  const credentials = { accessKeyId: 'made-up', secretAccessKey: '5ecret' }
  const client = createXRayClient({ region: 'us-east-1', endpoint: xray.origin, credentials })
  await expect(checkRetrieval(client)).rejects.toThrow(
    expect.objectContaining({
      code: 'aws-not-allowed',
      parameters: expect.objectContaining({ permission: 'xray:StartTraceRetrieval' }),
    }),
  )
  client.destroy()
})
