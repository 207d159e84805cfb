import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lackOf } from '../../../../../bench/run/aws/traces/completeness.ts'
import { readInvocation } from '../../../../../bench/run/aws/traces/segments.ts'
import type { TracedRun } from '../../../../../infra/trace.ts'
import { isRecorded, spanOf, STEPS } from '../../../../../strategies/recording.ts'
import { lambdaSegments, runDocuments } from '../../../../support/lambda-segments.ts'
import { aTracedRun, BEGAN_MS, PARENT, ROOT } from '../../../../support/traced-runs.ts'

type Documents = readonly object[]

function traceOf(documents: Documents) {
  return { id: ROOT, segments: documents as readonly Record<string, unknown>[], limitExceeded: false }
}

function read(documents: Documents, functionName?: string) {
  const answer = readInvocation(traceOf(documents), { functionName })
  if ('lack' in answer) throw new Error(`expected an invocation, got ${answer.lack.code}`)
  return answer.invocation
}

/** As X-Ray hands them back: what was sent by itself is inside its parent. */
function nested(documents: Documents): Documents {
  type Loose = { id?: string; type?: string; parent_id?: string; subsegments?: Loose[] }
  const copies = structuredClone(documents) as Loose[]
  const below = (one: Loose): Loose[] => [one, ...(one.subsegments ?? []).flatMap(below)]
  const all = copies.flatMap(below)
  for (const part of copies.filter(({ type }) => type === 'subsegment')) {
    const parent = all.find(({ id }) => id === part.parent_id)!
    parent.subsegments = [...(parent.subsegments ?? []), part]
  }
  return copies.filter(({ type }) => type !== 'subsegment')
}

/** What the timeline of a run should be, from its recording. */
function spansOf({ recording }: TracedRun, feed: number) {
  return STEPS.filter((step) => isRecorded(recording, feed, step)).map((step) => ({
    step,
    ...spanOf(recording, feed, step),
  }))
}

function expectSameTimes(run: TracedRun, timeline: NonNullable<ReturnType<typeof read>['timeline']>): void {
  for (const { feed, spans } of timeline) {
    const recorded = spansOf(run, feed)
    expect(spans.map(({ step }) => step)).toEqual(recorded.map(({ step }) => step))
    for (const [at, { beginMs, endMs }] of spans.entries()) {
      expect(Math.abs(beginMs - recorded[at]!.beginMs)).toBeLessThan(0.1)
      expect(Math.abs(endMs - recorded[at]!.endMs)).toBeLessThan(0.1)
    }
  }
}

test('a run of ours comes back with its figures and the times of every feed, to a tenth of a millisecond', () => {
  const run = aTracedRun(1500, { failing: 50 })
  const documents = [...lambdaSegments({ isCold: true }), ...runDocuments(run)]
  // As other collectors hand it back, as X-Ray does, and in any order.
  for (const order of [documents, nested(documents), documents.toReversed()]) {
    expect(lackOf(traceOf(order))).toBeUndefined()
    const invocation = read(order)
    const { measured } = run
    expect(invocation).toMatchObject({
      traceId: ROOT,
      requestId: 'request of a-function',
      functionName: 'a-function',
      isCold: true,
      hasFault: false,
      hasError: false,
      beganMs: BEGAN_MS - 220,
      totalMs: 720,
      functionMs: 495,
      initMs: 200,
      invocationMs: 474,
      overheadMs: 20,
      strategy: 'promise-all',
      run: 'a run',
      block: 1,
      iteration: 2,
      container: 'a container',
      makespanMs: Math.round(measured.makespanMs * 1000) / 1000,
      cpuMs: 120.5,
      eventLoopDelayMs: 3.25,
      feeds: 1500,
      sent: 0,
      failed: 30,
      timelineFeeds: 1500,
      doubts: [],
    })
    const { fetch, notify } = invocation.steps
    expect(fetch).toMatchObject({ count: 1500, failed: 30, maxMs: 119 })
    expect(fetch!.busyMs).toBeCloseTo(measured.figures.steps.fetch.busyMs, 2)
    expect(notify!.hullMs).toBeGreaterThan(notify!.maxMs)
    expect(fetch!.hullMs).toBeLessThanOrEqual(measured.makespanMs)
    expect(invocation.timeline).toHaveLength(1500)
    expectSameTimes(run, invocation.timeline!)
  }
})

test('a timeline of more feeds than fit is known as a sample', () => {
  const run = aTracedRun(5000, { failing: 500 })
  const { timeline, timelineFeeds } = read([...lambdaSegments(), ...runDocuments(run)])
  expect(timelineFeeds).toBe(5000)
  expect(timeline!.length).toBeLessThan(5000)
  expect(timeline!.length).toBeGreaterThan(1000)
  expectSameTimes(run, timeline!)
})

test('a summary has the same figures and no timeline', () => {
  const { timeline, timelineFeeds, steps } = read([
    ...lambdaSegments(),
    ...runDocuments(aTracedRun(100), { isWhole: false }),
  ])
  expect([timeline, timelineFeeds]).toEqual([undefined, undefined])
  expect(steps.fetch!.count).toBe(100)
})

test('a run whose parent nobody knows is of the only function there is', () => {
  const [service, segment] = lambdaSegments({ id: 'a1a1a1a11a1a1a1a' })
  expect(read([service, segment, ...runDocuments(aTracedRun(10))]).strategy).toBe('promise-all')
})

test('rows that cannot be read are counted, and the others are kept', () => {
  const [main, shard] = runDocuments(aTracedRun(4)) as { metadata: { utakata: { timeline: { rows: unknown[] } } } }[]
  const { rows } = shard!.metadata.utakata.timeline
  rows.push(null, [1, 2], [1.5, 0, 0, 0, 0, 0, 0], ['1', 0, 0, 0, 0, 0, 0], [-1, 0, 0, 0, 0, 0, 0])
  const { timeline, doubts } = read([...lambdaSegments(), main!, shard!])
  expect(timeline).toHaveLength(4)
  expect(doubts).toEqual([{ code: 'unreadable-rows', rows: 5 }])
})

const call = (name: string, beginMs: number, endMs: number, more: object = {}) => ({
  id: `${name.length}${beginMs}`.padStart(16, '0'),
  name,
  start_time: (BEGAN_MS + beginMs) / 1000,
  end_time: (BEGAN_MS + endMs) / 1000,
  ...more,
})

// Breakage: only one of Lambda's formats is looked into.
test.each(['older', 'old', 'new'] as const)(
  'another function has its subsegments by name, wherever they are (%s format)',
  (format) => {
    const subsegments = [
      call('## handler', 0, 400, {
        annotations: { ColdStart: true, table: 'outer' },
        subsegments: [
          call('DynamoDB', 10, 30, { namespace: 'aws', annotations: { table: 'inner', rows: 3 } }),
          call('DynamoDB', 20, 60, { namespace: 'aws', fault: true }),
          call('api.example.com', 100, 200, { namespace: 'remote', error: true }),
        ],
      }),
      call('DynamoDB', 300, 310, { namespace: 'aws' }),
      { ...call('never ended', 5, 6), end_time: undefined, in_progress: true },
    ]
    const invocation = read(lambdaSegments({ subsegments, format }))
    expect(invocation.strategy).toBeUndefined()
    expect(invocation.annotations).toMatchObject({ ColdStart: true, table: 'outer', rows: 3 })
    expect(Object.keys(invocation.steps).sort()).toEqual(['## handler', 'DynamoDB', 'api.example.com'])
    expect(invocation.steps.DynamoDB).toMatchObject({ count: 3, failed: 1 })
    const { busyMs, p50Ms, p95Ms, maxMs, hullMs } = invocation.steps.DynamoDB!
    for (const [got, wanted] of [
      [busyMs, 70],
      [p50Ms, 20],
      [p95Ms, 40],
      [maxMs, 40],
      [hullMs, 300],
    ] as const)
      expect(got).toBeCloseTo(wanted, 2)
    expect(invocation.steps['api.example.com']).toMatchObject({ count: 1, failed: 1 })
    expect(invocation.hasError).toBe(false)
  },
)

test('a subsegment that comes by itself and again inside its segment is one', () => {
  const [service, segment] = lambdaSegments({ subsegments: [call('S3', 110, 120)] })
  const alone = { ...call('S3', 110, 120), type: 'subsegment', parent_id: PARENT }
  for (const documents of [
    [alone, service, segment],
    [service, segment, alone],
  ])
    expect(read(documents).steps).toMatchObject({ S3: { count: 1 } })
})

test('of a function that calls another, each is read by its name and has only its own steps', () => {
  const caller = lambdaSegments({ name: 'caller', subsegments: [call('Lambda', 10, 300, { id: 'ca11ca11ca11ca11' })] })
  const called = lambdaSegments({
    name: 'called',
    id: 'b1b1b1b11b1b1b1b',
    beganMs: BEGAN_MS + 100,
    parent: 'ca11ca11ca11ca11',
    subsegments: [call('S3', 110, 120)],
  })
  const documents = [...called, ...caller]
  expect(Object.keys(read(documents).steps)).toEqual(['Lambda'])
  expect(read(documents).functionName).toBe('caller')
  expect(Object.keys(read(documents, 'called').steps)).toEqual(['S3'])
  expect(read(documents, 'called')).toMatchObject({ requestId: 'request of called', beganMs: BEGAN_MS + 80 })
  expect(readInvocation(traceOf(documents), { functionName: 'other' })).toEqual({
    lack: { code: 'other-functions', expected: 'other', found: ['caller', 'called'] },
  })
})

test('a container that was restored from a snapshot is cold, and its restore is its init', () => {
  const [service, segment] = lambdaSegments() as readonly [object, { subsegments: object[] }]
  const restored = { ...segment, subsegments: [call('Restore', -105, -5), ...segment.subsegments] }
  const { isCold, initMs } = read([service, restored])
  expect(isCold).toBe(true)
  expect(initMs).toBeCloseTo(100, 2)
  expect(read([service, segment])).toMatchObject({ isCold: false, initMs: undefined })
})

interface RealTrace {
  readonly name: string
  readonly expect: {
    readonly cold: boolean
    readonly handlerMs: number
    readonly initMs?: number
    readonly extensionOverheadMs?: number
  }
  readonly documents: Documents
}

const { traces: realTraces } = JSON.parse(
  readFileSync(new URL('../../../../fixtures/lambda-traces.json', import.meta.url), 'utf8'),
) as { readonly traces: readonly RealTrace[] }

// Breakage: the handler's time is read from Invocation alone, init from a subsegment within the function's segment, or annotations by one spelling.
test.each(realTraces)('a real trace is read as it was: $name', ({ documents, expect: expected }) => {
  expect(lackOf(traceOf(documents))).toBeUndefined()
  const answer = readInvocation({ ...traceOf(documents), id: 'a trace' })
  if ('lack' in answer) throw new Error(answer.lack.code)
  const { isCold, invocationMs, initMs, functionMs, extensionsMs, overheadMs, steps } = answer.invocation
  expect(isCold).toBe(expected.cold)
  expect(invocationMs).toBeCloseTo(expected.handlerMs, 2)
  if (expected.initMs === undefined) expect(initMs).toBeUndefined()
  else expect(initMs).toBeCloseTo(expected.initMs, 2)
  expect(extensionsMs).toBe(expected.extensionOverheadMs)
  expect(functionMs).toBeGreaterThanOrEqual(invocationMs! + overheadMs! - 1)
  expect(steps).toEqual({})
})

// Built from the documentation: nobody has published such a document. Breakage: Init is looked for in one of the two segments.
test.each([false, true])(
  'a cold start of the new format is cold, with Init below the service: %s',
  (initBelowService) => {
    const cold = read(lambdaSegments({ format: 'new', isCold: true, initBelowService }))
    expect(cold).toMatchObject({ isCold: true, functionMs: 495, invocationMs: 474, overheadMs: 20, extensionsMs: 15 })
    expect(cold.initMs).toBeCloseTo(200, 2)
    expect(read(lambdaSegments({ format: 'new' }))).toMatchObject({ isCold: false, initMs: undefined, functionMs: 495 })
  },
)

test('a run of ours in the new format hangs below the function itself', () => {
  const run = aTracedRun(20)
  const { strategy, timeline, isCold } = read([
    ...lambdaSegments({ format: 'new', isCold: true }),
    ...runDocuments(run),
  ])
  expect([strategy, timeline!.length, isCold]).toEqual(['promise-all', 20, true])
})

// Breakage: what calls itself Init is taken for Lambda's, so that a warm invocation is cold.
test('a subsegment of the function that is called Init is its own', () => {
  const { isCold, initMs, steps } = read(lambdaSegments({ format: 'new', subsegments: [call('Init', 10, 60)] }))
  expect([isCold, initMs, Object.keys(steps)]).toEqual([false, undefined, ['Init']])
})

// Breakage: the gap between initialisation and request counts as time of the function, or the invocation as a cold start.
test.each(['old', 'new'] as const)(
  'a container that was initialised two days ahead was not waited for (%s format)',
  (format) => {
    const aheadMs = -2 * 86_400_000
    const [service, segment] = lambdaSegments({ format, isCold: true, initMs: [aheadMs, aheadMs + 300] })
    for (const start of [(segment as { start_time: number }).start_time, (BEGAN_MS + aheadMs) / 1000]) {
      const invocation = read([service, { ...segment, start_time: start }])
      expect(invocation).toMatchObject({
        isCold: false,
        isInitializedAhead: true,
        initMs: undefined,
        invocationMs: 474,
      })
      expect(invocation.functionMs).toBeLessThan(520)
    }
  },
)

test('a function that failed has its fault or error, also where only its invocation shows it', () => {
  const [service, segment] = lambdaSegments() as readonly [object, { subsegments: { name: string }[] }]
  expect(read([service, { ...segment, fault: true }])).toMatchObject({ hasFault: true, hasError: false })
  expect(read([{ ...service, error: true }, segment])).toMatchObject({ hasFault: false, hasError: true })
  const subsegments = segment.subsegments.map((one) => (one.name === 'Invocation' ? { ...one, error: true } : one))
  expect(read([service, { ...segment, subsegments }])).toMatchObject({ hasError: true })
})

test('what is no invocation to read says why', () => {
  const [service, segment] = lambdaSegments()
  const readOf = (documents: Documents) => readInvocation(traceOf(documents))
  expect(readOf([])).toEqual({ lack: { code: 'no-function' } })
  expect(readOf([service])).toEqual({ lack: { code: 'no-function' } })
  expect(readOf([segment])).toEqual({
    lack: { code: 'no-service-time', function: 'a-function' },
  })
  expect(readOf([service, { ...segment, end_time: undefined }])).toEqual({
    lack: { code: 'open-function', function: 'a-function' },
  })
})
