import type { TraceLack } from '../../../../../bench/io/trial-reasons.ts'
import { expect, test } from 'vitest'
import { lackOfRun } from '../../../../../bench/run/aws/traces/completeness.ts'
import { fetchTraces } from '../../../../../bench/run/aws/traces/fetch-traces.ts'
import { UserError } from '../../../../../bench/io/user-error.ts'
import { aFakeClock } from '../../../../support/fake-clock.ts'
import { aFakeXRay, type StoredTrace, traceIdAt } from '../../../../support/fake-xray.ts'
import { fetched, HOUR_MS, idsOf, traces } from '../../../../support/fetched-traces.ts'
import { lambdaSegments, runDocuments } from '../../../../support/lambda-segments.ts'
import { aTracedRun, BEGAN_MS } from '../../../../support/traced-runs.ts'

const documents = lambdaSegments()

test('all pages of a search and of a batch are read', async () => {
  const stored = traces(23)
  await using xray = await aFakeXRay(stored, { pageSize: 2 })
  const { traces: found, calls } = await fetched(xray, { fromMs: BEGAN_MS, untilMs: BEGAN_MS + HOUR_MS })
  expect(idsOf(found)).toEqual(idsOf(stored))
  expect(calls).toMatchObject({ summaries: 12, batches: 4 * 3 + 2 })
})

test('100 traces are requested 5 at a time, and given in the order they were requested', async () => {
  const stored = traces(100)
  await using xray = await aFakeXRay(stored)
  const ids = idsOf(stored).toReversed()
  const reported: object[] = []
  const result = await fetched(xray, { ids: [...ids, ids[0]!] }, { progress: (one) => reported.push(one) })
  expect(idsOf(result.traces)).toEqual(ids)
  expect(xray.batches.map(({ length }) => length)).toEqual(Array.from({ length: 20 }, () => 5))
  expect(reported).toHaveLength(20)
  expect(reported.at(-1)).toEqual({ found: 100, wanted: 100, waitedMs: 0 })
})

// Breakage: the SDK retries by itself: the pauses and the count would not agree with what came over the wire.
test('every third call is throttled: each is counted, paused for and made again', async () => {
  const stored = traces(30)
  await using xray = await aFakeXRay(stored, { throttleEvery: 3 })
  const { traces: found, calls, clock } = await fetched(xray, { ids: idsOf(stored) })
  expect(idsOf(found)).toEqual(idsOf(stored))
  expect(xray.seen).toHaveLength(calls.batches + calls.throttled)
  expect(calls.throttled).toBe(Math.floor(xray.seen.length / 3))
  expect(clock.pauses).toEqual(Array.from({ length: calls.throttled }, () => 125))
})

test('what is throttled for good is given up after growing pauses, with what to do', async () => {
  await using xray = await aFakeXRay([], { throttleEvery: 1 })
  const clock = aFakeClock()
  await expect(fetchTraces(xray.client, { ids: ['1-2-3'] }, clock)).rejects.toThrow(
    expect.objectContaining({ code: 'aws-throttled', parameters: { service: 'X-Ray', action: 'BatchGetTraces' } }),
  )
  expect(xray.seen).toHaveLength(11)
  expect(clock.pauses).toEqual([125, 250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000])
})

test('ids that X-Ray did not get to are requested again, and what it never gets to is named', async () => {
  const [first, second, third] = traces(3) as [StoredTrace, StoredTrace, StoredTrace]
  await using xray = await aFakeXRay([first, { ...second, unprocessed: 2 }, { ...third, unprocessed: Infinity }])
  const ids = idsOf([first, second, third])
  const result = await fetched(xray, { ids }, { patienceMs: 0 })
  expect(idsOf(result.traces)).toEqual(ids.slice(0, 2))
  expect(result.missing).toEqual([third.id])
  expect(xray.batches).toEqual([ids, ids.slice(1), ids.slice(1), ids.slice(2)])
  expect(result.calls).toMatchObject({ unprocessed: 2 + 2 + 1 + 1, polls: 1 })
})

test('a trace that comes at the third poll is waited for, the others are not requested again', async () => {
  const [early, late] = traces(2) as [StoredTrace, StoredTrace]
  await using xray = await aFakeXRay([early, { ...late, fromRequest: 3 }])
  const { traces: found, calls, missing, clock } = await fetched(xray, { ids: idsOf([early, late]) })
  expect(idsOf(found)).toEqual([early.id, late.id])
  expect(missing).toEqual([])
  expect(calls.polls).toBe(3)
  expect(clock.pauses).toEqual([1000, 1500])
  expect([xray.requestsFor(early.id), xray.requestsFor(late.id)]).toEqual([1, 3])
})

test('what never comes is missing once the patience is over, not a moment later', async () => {
  const [there, never] = traces(2) as [StoredTrace, StoredTrace]
  await using xray = await aFakeXRay([there])
  const result = await fetched(xray, { ids: [there.id, never.id] }, { patienceMs: 60_000 })
  expect(idsOf(result.traces)).toEqual([there.id])
  expect(result.missing).toEqual([never.id])
  expect(result.clock.nowMs()).toBe(1000 + 60_000)
  const pauses = result.clock.pauses
  expect(pauses.slice(0, 3)).toEqual([1000, 1500, 2250])
  expect(Math.max(...pauses)).toBeLessThanOrEqual(15_000)
})

// Breakage: every document of every trace was held until the last one had come.
test('each trace is read once, as soon as it is whole, and only what is not whole has to wait', async () => {
  const [first, late, last, open] = traces(4) as [StoredTrace, StoredTrace, StoredTrace, StoredTrace]
  const events: string[] = []
  await using xray = await aFakeXRay([
    first,
    { ...late, fromRequest: 2 },
    last,
    { ...open, documents: documents.slice(0, 1) },
  ])
  const ids = idsOf([first, late, last, open])
  const result = await fetchTraces(
    xray.client,
    { ids },
    {
      ...aFakeClock(),
      patienceMs: 1000,
      read: ({ id, segments }) => {
        events.push(`${ids.indexOf(id)}`)
        return segments.length
      },
      progress: ({ found }) => events.push(`${found} whole`),
    },
  )
  expect(events).toEqual(['0', '2', '2 whole', '1', '3 whole', '3'])
  expect(result.traces).toEqual(ids.map((id, index) => ({ id, read: index === 3 ? 1 : 2 })))
})

test('without a reader it keeps what a trace says, and no documents', async () => {
  await using xray = await aFakeXRay(traces(1))
  const { traces: found } = await fetchTraces(xray.client, { ids: idsOf(traces(1)) }, aFakeClock())
  expect(found[0]!.read.functions).toMatchObject([
    { functionName: 'a-function', read: { invocation: { totalMs: 520 } } },
  ])
  expect(JSON.stringify(found)).not.toContain('start_time')
})

test('a trace comes in pieces: it is requested until both segments of Lambda and the whole timeline are there', async () => {
  const all = [...documents, ...runDocuments(aTracedRun(1500))]
  expect(all).toHaveLength(5)
  const id = traceIdAt(BEGAN_MS)
  await using xray = await aFakeXRay([{ id, documents: all, documentsAt: (nth) => nth }])
  const { traces: found, calls, incomplete } = await fetched(xray, { ids: [id] }, { lackOf: lackOfRun })
  expect(found[0]!.segments).toHaveLength(5)
  expect(incomplete).toEqual([])
  expect(calls.polls).toBe(5)
})

test.each<[number, TraceLack]>([
  [0, { code: 'no-segment' }],
  [1, { code: 'lone-segment', name: 'a-function', origin: 'AWS::Lambda' }],
  [2, { code: 'no-run' }],
  [3, { code: 'no-timeline' }],
  [4, { code: 'no-timeline-parts', parts: [2], of: 2 }],
])('a trace of which %i documents come stays incomplete, with why', async (count, lack) => {
  const all = [...documents, ...runDocuments(aTracedRun(1500))]
  const id = traceIdAt(BEGAN_MS)
  await using xray = await aFakeXRay([{ id, documents: all, documentsAt: () => count }])
  const result = await fetched(xray, { ids: [id] }, { lackOf: lackOfRun, patienceMs: 5000 })
  expect(result.incomplete).toEqual([{ id, lacks: [lack] }])
  expect(result.missing).toEqual([])
  expect(result.traces[0]!.segments).toHaveLength(count)
})

test('a segment that is in progress is waited for, and the ended one takes its place', async () => {
  const [service, segment] = documents
  const id = traceIdAt(BEGAN_MS)
  const open = { ...segment, end_time: undefined, in_progress: true }
  await using xray = await aFakeXRay([{ id, documents: [service, open, segment], documentsAt: (nth) => 1 + nth }])
  const early = await fetched(xray, { ids: [id] }, { patienceMs: 0 })
  expect(early.incomplete).toEqual([
    { id, lacks: [{ code: 'open-segment', name: 'a-function', origin: 'AWS::Lambda::Function' }] },
  ])
  const late = await fetched(xray, { ids: [id] })
  expect(late).toMatchObject({ incomplete: [], traces: [{ segments: documents }] })
  // Where both are handed back, as moto does, in whatever order.
  await using both = await aFakeXRay([{ id, documents: [service, segment, open] }])
  expect((await fetched(both, { ids: [id] })).traces[0]!.segments).toEqual(documents)
})

test('a run that is reported as a summary has no timeline to wait for', async () => {
  const id = traceIdAt(BEGAN_MS)
  await using xray = await aFakeXRay([
    { id, documents: [...documents, ...runDocuments(aTracedRun(100), { isWhole: false })] },
  ])
  const { calls, incomplete } = await fetched(xray, { ids: [id] }, { lackOf: lackOfRun })
  expect([calls.polls, incomplete]).toEqual([1, []])
})

test('an invocation that was throttled never comes to the function, and is not waited for', async () => {
  const id = traceIdAt(BEGAN_MS)
  await using xray = await aFakeXRay([{ id, documents: [{ ...documents[0], throttle: true, error: true }] }])
  expect(await fetched(xray, { ids: [id] })).toMatchObject({ calls: { polls: 1 }, incomplete: [] })
})

test('a trace over the limit is kept and named, and not waited for', async () => {
  const id = traceIdAt(BEGAN_MS)
  await using xray = await aFakeXRay([{ id, documents: [documents[0]], limitExceeded: true }])
  const { traces: found, incomplete, calls } = await fetched(xray, { ids: [id] })
  expect(found).toEqual([{ id, segments: [documents[0]], limitExceeded: true }])
  // Breakage: a limit that nobody knew what to do about.
  expect(incomplete).toEqual([{ id, lacks: expect.arrayContaining([{ code: 'over-limit' }]) }])
  expect(calls.polls).toBe(1)
})

test('segments that are no documents are named, and the rest of the trace is kept', async () => {
  const id = traceIdAt(BEGAN_MS)
  await using xray = await aFakeXRay([{ id, documents: [...documents, '{"id":', 'null', '[]', ''] }])
  const { traces: found, incomplete, calls } = await fetched(xray, { ids: [id] })
  expect(found[0]!.segments).toEqual(documents)
  expect(incomplete).toEqual([{ id, lacks: [{ code: 'unreadable-segments', segments: 4 }] }])
  expect(calls.polls).toBe(1)
})

test('it ends with the reason of its signal: in a pause, and before any request', async () => {
  await using xray = await aFakeXRay([])
  const controller = new AbortController()
  const reason = new Error('the user has gone')
  const pause = async (_: number, signal?: AbortSignal) => {
    controller.abort(reason)
    signal!.throwIfAborted()
  }
  const options = { ...aFakeClock(), signal: controller.signal }
  await expect(fetchTraces(xray.client, { ids: ['1-2-3'] }, { ...options, pause })).rejects.toBe(reason)
  await expect(fetchTraces(xray.client, { ids: ['1-2-3'] }, options)).rejects.toBe(reason)
})

test('a filter that X-Ray does not accept is reported with X-Ray’s message', async () => {
  await using xray = await aFakeXRay([], { refusal: [400, 'InvalidRequestException', 'Invalid filter: servic("x").'] })
  const wanted = { fromMs: BEGAN_MS, untilMs: BEGAN_MS + 1000, filter: 'servic("x")' }
  const failure = fetchTraces(xray.client, wanted, aFakeClock())
  await expect(failure).rejects.toThrow(UserError)
  await expect(failure).rejects.toThrow(
    expect.objectContaining({
      code: 'xray-request-refused',
      parameters: { action: 'GetTraceSummaries', message: 'Invalid filter: servic("x")' },
    }),
  )
  expect(xray.seen).toHaveLength(1)
})
