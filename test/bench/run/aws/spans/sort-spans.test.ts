import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sortSpans } from '../../../../../bench/run/aws/spans/sort-spans.ts'
import { readSpanFiles } from '../../../../../bench/run/aws/spans/span-store.ts'
import { aFolder } from '../../../../support/folders.ts'
import { handlerSpans, lambdaResource, type SpanGiven, spansLine } from '../../../../support/spans.ts'

function sorted(...lines: readonly string[]) {
  const path = join(aFolder({ 'spans.json': lines.join('') }), 'spans.json')
  return sortSpans(readSpanFiles([{ name: 'spans.json', path }]).byTrace)
}

const names = (lines: readonly string[]) => sorted(...lines).invocations.map(({ functionName }) => functionName)

test('an invocation has what its span and its container say, and the spans within it as steps', () => {
  const [one] = sorted(spansLine(lambdaResource('orders', 'stream'), handlerSpans(1, 50))).invocations
  expect(one).toMatchObject({
    traceId: '0'.repeat(31) + '1',
    requestId: 'r-1',
    functionName: 'orders',
    container: 'stream',
    memoryMb: 512,
    isCold: false,
    hasFault: false,
    totalMs: 50,
    steps: { 'DynamoDB.Query': { count: 1, busyMs: 48 } },
    traced: { by: 'spans', totalMs: 50, path: { stepsMs: { 'DynamoDB.Query': 48 } } },
  })
})

const handler = (attributes: SpanGiven['attributes'] = {}, more: Partial<SpanGiven> = {}): SpanGiven => ({
  trace: 1,
  id: 1,
  name: 'handler',
  kind: 2,
  takesMs: 50,
  attributes,
  ...more,
})

test.each([
  ['its own name', { 'faas.name': 'orders' }, {}],
  ['the name of its resource', {}, { 'faas.name': 'orders' }],
  [
    'its ARN',
    { 'cloud.resource_id': 'arn:aws:lambda:eu-central-1:123456789012:function:orders:7' },
    { 'service.name': 'unknown_service:node' },
  ],
  ['its ARN by the older name', { 'faas.id': 'arn:aws-cn:lambda:cn-north-1:123456789012:function:orders' }, {}],
  ['its service', { 'faas.coldstart': true }, { 'service.name': 'orders' }],
  ['its platform', {}, { 'cloud.platform': 'aws_lambda', 'service.name': 'orders' }],
])('a function is called by %s', (_, attributes, resource) => {
  expect(
    names([spansLine(resource as Record<string, string>, [handler(attributes as Record<string, string>)])]),
  ).toEqual(['orders'])
})

test('events of queues are invocations, and calls, other clouds and the start of a container are none', () => {
  const resource = lambdaResource('orders')
  expect(names([spansLine(resource, [handler({ 'faas.execution': 'r' }, { kind: 5 })])])).toEqual(['orders'])
  expect(names([spansLine(resource, [handler({ 'faas.invoked_name': 'orders' }, { kind: 3 })])])).toEqual([])
  expect(
    names([spansLine(resource, [handler({ 'faas.coldstart': true }, { kind: 1, name: 'platform.initRuntimeDone' })])]),
  ).toEqual([])
  expect(
    names([spansLine({ 'cloud.provider': 'gcp', 'faas.name': 'orders' }, [handler({ 'faas.coldstart': true })])]),
  ).toEqual([])
})

// Breakage: two invocations of one request, each with half of its steps.
test('a server within a function is a step of it, and another function that it calls is an invocation', () => {
  const own = lambdaResource('orders', 'a')
  const { invocations } = sorted(
    spansLine(own, [
      ...handlerSpans(1, 50),
      { trace: 1, id: 90, parent: 11, name: 'GET /orders', kind: 2, takesMs: 40 },
      { trace: 1, id: 91, parent: 90, name: 'Invoke', kind: 3, takesMs: 30 },
    ]),
    spansLine(lambdaResource('billing', 'b'), [{ ...handler({ 'faas.invocation_id': 'x' }), id: 92, parent: 91 }]),
    // What a service does for it is none of its own steps.
    spansLine({ 'service.name': 'shop' }, [{ trace: 1, id: 93, parent: 91, name: 'SELECT', kind: 2 }]),
    // Of itself: another request, in another container.
    spansLine(lambdaResource('orders', 'c'), [{ ...handler({ 'faas.invocation_id': 'y' }), id: 94, parent: 91 }]),
  )
  expect(invocations.map(({ functionName, requestId }) => [functionName, requestId])).toEqual([
    ['orders', 'r-1'],
    ['billing', 'x'],
    ['orders', 'y'],
  ])
  expect(Object.keys(invocations[0]!.steps)).toEqual(['DynamoDB.Query', 'GET /orders', 'Invoke'])
})

// Breakage: a walk that never ends, by ids that anybody may write.
test('parents in a circle, and a span that is its own parent, end', () => {
  const { invocations } = sorted(
    spansLine(lambdaResource('orders', 'a'), [
      handler({ 'faas.coldstart': false }, { id: 1, parent: 2 }),
      { trace: 1, id: 2, parent: 3, name: 'two' },
      { trace: 1, id: 3, parent: 1, name: 'three' },
      { trace: 1, id: 4, parent: 4, name: 'four' },
    ]),
  )
  expect(invocations).toHaveLength(1)
  expect(Object.keys(invocations[0]!.steps)).toEqual(['three', 'two'])
})

test('a span that came before it had ended, and again, is the one that ended; otherwise the first', () => {
  const line = (takesMs: number | undefined) =>
    spansLine(lambdaResource('orders', 'a'), [handler({ 'faas.coldstart': false }, { takesMs })])
  expect(sorted(line(undefined), line(50), line(60)).invocations.map(({ totalMs }) => totalMs)).toEqual([50])
})

// Breakage: cold starts among the warm ones, of instrumentation that does not say so.
test('where no span of a function says which were cold, the first of each container is neither cold nor warm', () => {
  const line = (container: string, numbers: readonly number[], says: object) =>
    spansLine(
      lambdaResource('orders', container),
      numbers.map((trace) => handler({ 'faas.invocation_id': `${trace}`, ...says }, { trace, beganMs: trace * 100 })),
    )
  const silent = sorted(line('a', [3, 1, 2], {}), line('b', [4, 5], {}))
  const aheadOf = ({ invocations }: typeof silent) =>
    invocations.flatMap(({ isInitializedAhead, requestId }) => (isInitializedAhead ? [requestId] : []))
  expect(aheadOf(silent)).toEqual(['1', '4'])
  expect(silent.coldUnknown).toEqual(['orders'])
  // Some say it of cold starts alone.
  const said = sorted(line('a', [1], { 'faas.coldstart': true }), line('a', [2], {}), line('b', [4], {}))
  expect([aheadOf(said), said.coldUnknown]).toEqual([[], []])
  expect(said.invocations.map(({ isCold }) => isCold)).toEqual([true, false, false])
})

test.each([
  [512, 512],
  [512 * 2 ** 20, 512],
  [10_240, 10_240],
  ['512', 512],
])('a memory of %s is %d MB, be it in bytes or in megabytes', (given, expected) => {
  const [one] = sorted(spansLine({ ...lambdaResource('orders'), 'faas.max_memory': given }, [handler()])).invocations
  expect(one!.memoryMb).toBe(expected)
})

test('an invocation of ours has its place in its comparison, and counts from its cold start as a function does', () => {
  const [one] = sorted(
    spansLine(lambdaResource('utakata-pipelined-1769', 'a'), [
      handler({
        'faas.coldstart': false,
        'utakata.scenario': 'lab',
        'utakata.strategy': 'pipelined',
        'utakata.block': 3,
        'utakata.iteration': 1,
      }),
    ]),
  ).invocations
  expect(one).toMatchObject({ run: 'lab', strategy: 'pipelined', block: 3, iteration: 2, container: 'a' })
})

// Breakage: a header of a request, which may be a password, in the JSON that goes into a ticket.
test('of what a span says only what is about the invocation is kept', () => {
  const attributes = {
    'faas.coldstart': false,
    'http.request.header.authorization': 'Bearer s3cret',
    'db.query.text': 'SELECT',
  }
  const { invocations } = sorted(spansLine(lambdaResource('orders', 'a'), [handler(attributes)]))
  expect(invocations[0]!.annotations).toEqual({ 'faas.coldstart': false })
  expect(JSON.stringify(invocations)).not.toContain('s3cret')
})

test('more invocations than are compared are refused, with what to do', () => {
  const spans = Array.from({ length: 20_001 }, (_, trace) => handler({ 'faas.coldstart': false }, { trace: trace + 1 }))
  expect(() => sorted(spansLine(lambdaResource('orders', 'a'), spans))).toThrow(
    expect.objectContaining({ code: 'too-many-invocations', parameters: { most: 20_000 } }),
  )
})
