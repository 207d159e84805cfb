import { expect, test } from 'vitest'
import { arnOf } from '../../../bench/run/lab/lambda/function-settings.ts'
import { traceOf, type TraceStyle } from '../../../bench/run/lab/lambda/function-segments.ts'
import { aFunction, aLambda, invoke, handling } from '../../support/local-functions.ts'

const ROOT = '1-5759e988-bd862e3fe1be46a994272793'
const CALLER = '53995c3f42cd8ad8'

/** Returns the header that it was given, once it has waited a little. */
const RETURNS_HEADER = handling(`
  if (event.fails) throw new Error('as planned')
  await new Promise((waited) => setTimeout(waited, event.ms ?? 0))
  return process.env._X_AMZN_TRACE_ID`)

interface Segment {
  readonly id: string
  readonly name: string
  readonly trace_id: string
  readonly parent_id?: string
  readonly origin: string
  readonly start_time: number
  readonly end_time: number
  readonly fault?: boolean
  readonly annotations?: Readonly<Record<string, number>>
  readonly subsegments?: readonly Segment[]
}

function aTracedLambda(source = RETURNS_HEADER, traceStyle: TraceStyle = 'old') {
  const segments: Segment[] = []
  const lambda = aLambda(aFunction(source), { traceStyle, trace: (segment) => segments.push(segment as Segment) })
  return { lambda, segments, [Symbol.asyncDispose]: () => lambda[Symbol.asyncDispose]() }
}

test('an invocation is a segment of the service, below it one of the function, and below it what the function does', async () => {
  await using traced = aTracedLambda()
  const { body, requestId, trace } = await invoke(
    traced.lambda,
    {},
    { traceHeader: `Root=${ROOT};Parent=${CALLER};Sampled=1` },
  )
  const [service, own, ...more] = traced.segments
  expect(more).toEqual([])
  expect(service).toMatchObject({
    trace_id: ROOT,
    parent_id: CALLER,
    name: 'a-function',
    origin: 'AWS::Lambda',
    resource_arn: arnOf('a-function'),
    http: { response: { status: 200 } },
    aws: { request_id: requestId },
  })
  expect(own).toMatchObject({
    trace_id: ROOT,
    parent_id: service!.id,
    name: 'a-function',
    origin: 'AWS::Lambda::Function',
  })
  expect(body).toBe(`Root=${ROOT};Parent=${own!.subsegments!.at(-2)!.id};Sampled=1`)
  expect(own!.id).toBe(trace.functionSegmentId)
  const ids = [service!, own!, ...own!.subsegments!].map(({ id }) => id)
  expect(new Set(ids).size).toBe(5)
  for (const id of ids) expect(id).toMatch(/^[\da-f]{16}$/)
})

test('only a cold start has an Initialization, and everything lies within what it is below', async () => {
  await using traced = aTracedLambda()
  const beforeS = Date.now() / 1000
  const cold = await invoke(traced.lambda, { ms: 30 })
  await invoke(traced.lambda, { ms: 30 })
  const afterS = Date.now() / 1000
  const [coldService, coldOwn, warmService, warmOwn] = traced.segments
  expect(coldOwn!.subsegments!.map(({ name }) => name)).toEqual(['Initialization', 'Invocation', 'Overhead'])
  expect(warmOwn!.subsegments!.map(({ name }) => name)).toEqual(['Invocation', 'Overhead'])
  for (const [service, own] of [
    [coldService!, coldOwn!],
    [warmService!, warmOwn!],
  ] as const) {
    const marks = own.subsegments!.flatMap((one) => [one.start_time, one.end_time])
    expect(marks).toEqual(marks.toSorted((a, b) => a - b))
    // As in real traces: the function's segment begins where its initialisation has ended.
    expect([own.start_time, own.end_time]).toEqual([own.subsegments!.at(-2)!.start_time, marks.at(-1)])
    // In seconds; the clock of the lab and Date's may be a few milliseconds apart.
    const nested = [
      beforeS - 0.1,
      service.start_time,
      marks[0]!,
      own.start_time,
      own.end_time,
      service.end_time,
      afterS + 0.1,
    ]
    expect(nested).toEqual(nested.toSorted((a, b) => a - b))
    const invocation = own.subsegments!.at(-2)!
    expect(invocation.end_time - invocation.start_time).toBeGreaterThanOrEqual(0.03 - 0.001)
  }
  const init = coldOwn!.subsegments![0]!
  expect((init.end_time - init.start_time) * 1000).toBeCloseTo(cold.answer.report.initMs!, 1)
  const [, invocation, overhead] = coldOwn!.subsegments!
  expect((overhead!.end_time - invocation!.start_time) * 1000).toBeCloseTo(cold.answer.report.durationMs, 1)
})

test('in the new format there is no Invocation, and how long the handler took is an annotation of the function', async () => {
  await using traced = aTracedLambda(RETURNS_HEADER, 'new')
  const { body, answer } = await invoke(traced.lambda, { ms: 30 })
  await invoke(traced.lambda)
  const [, cold, , warm] = traced.segments
  expect(body).toContain(`;Parent=${cold!.id};`)
  expect(cold!.subsegments!.map(({ name }) => name)).toEqual(['Init', 'Overhead'])
  expect(warm!.subsegments!.map(({ name }) => name)).toEqual(['Overhead'])
  expect(cold!.start_time).toBe(cold!.subsegments![0]!.start_time)
  const { 'aws.responseLatency': handlerMs, 'aws.runtimeOverhead': overheadMs } = cold!.annotations!
  expect(handlerMs! + overheadMs!).toBeCloseTo(answer.report.durationMs, 1)
})

test.each([
  ['an error', RETURNS_HEADER, { fails: true }],
  ['an end of the process', handling('process.exit(1)'), {}],
])('%s of the function is a fault of all but its overhead', async (_, source, event) => {
  await using traced = aTracedLambda(source)
  await invoke(traced.lambda, event)
  const [service, own] = traced.segments
  expect([service!.fault, own!.fault]).toEqual([true, true])
  expect(own!.subsegments!.map(({ name, fault = false }) => [name, fault])).toEqual([
    ['Initialization', false],
    ['Invocation', true],
    ['Overhead', false],
  ])
  const { status } = (service as unknown as { http: { response: { status: number } } }).http.response
  expect(status).toBe(200)
})

test('an init that fails has no Initialization', async () => {
  await using traced = aTracedLambda('throw new Error("no")')
  await invoke(traced.lambda)
  expect(traced.segments[1]!.subsegments!.map(({ name }) => name)).toEqual(['Invocation', 'Overhead'])
})

test('what is not sampled leaves no segment, and the function knows it', async () => {
  await using traced = aTracedLambda()
  const { body, trace } = await invoke(traced.lambda, {}, { traceHeader: `Root=${ROOT};Parent=${CALLER};Sampled=0` })
  expect(traced.segments).toEqual([])
  expect(body).toBe(`Root=${ROOT};Parent=${trace.parentId};Sampled=0`)
})

test('who calls without a trace begins one, which is sampled', async () => {
  await using traced = aTracedLambda()
  const { body, trace } = await invoke(traced.lambda)
  expect(trace.id).toMatch(/^1-[\da-f]{8}-[\da-f]{24}$/)
  expect(Math.abs(Number.parseInt(trace.id.slice(2, 10), 16) - Date.now() / 1000)).toBeLessThan(60)
  expect(body).toContain(`Root=${trace.id};`)
  expect(traced.segments[0]).not.toHaveProperty('parent_id')
})

test.each<readonly [string, Partial<ReturnType<typeof traceOf>>]>([
  [`Root=${ROOT}`, { id: ROOT, isSampled: true, callerId: undefined }],
  [`Root=${ROOT};Sampled=?`, { id: ROOT, isSampled: true }],
  [` Sampled=0 ; Parent=${CALLER} ;Root=${ROOT};Lineage=a:1`, { id: ROOT, isSampled: false, callerId: CALLER }],
  [`Root=${ROOT};Parent=nonsense`, { id: ROOT, callerId: undefined }],
  [`Self=${ROOT};;=;Root`, { isSampled: true, callerId: undefined }],
  ['Root=1-x-y;Sampled=0', { isSampled: true }],
  ['', { isSampled: true, callerId: undefined }],
])('the header "%s" is read', (header, expected) => {
  const trace = traceOf(header, 1_700_000_000_000, 'new')
  expect(trace).toMatchObject(expected)
  expect(trace.id).toMatch(header.includes(`Root=${ROOT}`) ? new RegExp(ROOT) : /^1-6553f100-[\da-f]{24}$/)
})
