import { aFault } from '../../../support/trials.ts'
import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { createInvokeClient, invokeFunction } from '../../../../bench/run/aws/invoke.ts'
import { errorOf } from '../../../support/reconfiguring.ts'
import { answering, nobodyListens, type Seen } from '../../../support/wire.ts'

function clientOf(endpoint: string) {
  return createInvokeClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'made-up', secretAccessKey: '5ecret' },
  })
}

const REPORT =
  'REPORT RequestId: 8f1e5d5c-0000-4000-8000-000000000001\tDuration: 70.25 ms\tBilled Duration: 271 ms\tMemory Size: 1769 MB\tMax Memory Used: 120 MB\tInit Duration: 200.50 ms\t\n'

/** As Lambda answers a function's payload. */
function answersWith(payload: string | Buffer, headers: Readonly<Record<string, string>> = {}) {
  return (response: ServerResponse) => {
    response.writeHead(200, {
      'x-amzn-requestid': '8f1e5d5c-0000-4000-8000-000000000001',
      'content-type': 'application/json',
      ...headers,
    })
    response.end(payload)
  }
}

function refuses(status: number, type: string | undefined, message = 'as planned') {
  return (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...(type && { 'x-amzn-errortype': type }) })
    response.end(JSON.stringify({ Type: 'Service', message, Message: message }))
  }
}

async function invoked(answer: (response: ServerResponse, request: Seen) => void, event: unknown = {}) {
  await using lambda = await answering(answer)
  const result = await invokeFunction(clientOf(lambda.origin), { name: 'a-function' }, event)
  return { result, seen: lambda.seen }
}

test('a function is invoked once, traced by an id that is made here, with the end of its log', async () => {
  const before = Date.now()
  const { result, seen } = await invoked(answersWith('{"ok":true}'), { hello: 'world' })
  expect(seen).toHaveLength(1)
  const [{ method, path, headers, body }] = seen as [Seen]
  expect([method, path, body]).toEqual(['POST', '/2015-03-31/functions/a-function/invocations', '{"hello":"world"}'])
  expect(headers['x-amzn-trace-id']).toBe(`Root=${result.traceId};Sampled=1`)
  expect(result.traceId).toMatch(/^1-[\da-f]{8}-[\da-f]{24}$/)
  expect(Math.abs(Number.parseInt(result.traceId.slice(2, 10), 16) * 1000 - before)).toBeLessThan(60_000)
  expect(headers['x-amz-log-type']).toBe('Tail')
  expect(result).toMatchObject({ answer: { ok: true }, failure: undefined, report: undefined })
  expect(result.requestId).toBe('8f1e5d5c-0000-4000-8000-000000000001')
  expect(result.roundTripMs).toBeGreaterThan(0)
})

test('no two invocations share a trace', async () => {
  await using lambda = await answering(answersWith('null'))
  const client = clientOf(lambda.origin)
  const all = await Promise.all(Array.from({ length: 20 }, () => invokeFunction(client, { name: 'a-function' }, {})))
  expect(new Set(all.map(({ traceId }) => traceId)).size).toBe(20)
  expect(new Set(lambda.seen.map(({ headers }) => headers['x-amzn-trace-id']))).toEqual(
    new Set(all.map(({ traceId }) => `Root=${traceId};Sampled=1`)),
  )
})

test('what Lambda billed is read from the end of the log', async () => {
  const tail = Buffer.from(`START RequestId: 8f1e…\nhello\n${REPORT}`).toString('base64')
  const { result } = await invoked(answersWith('{}', { 'x-amz-log-result': tail }))
  expect(result.report).toMatchObject({
    durationMs: 70.25,
    billedMs: 271,
    memoryMb: 1769,
    maxMemoryMb: 120,
    initMs: 200.5,
  })
})

// Breakage: a log that still has the lines of the container's earlier invocation.
test('the report of another request is not taken for this one', async () => {
  const tail = Buffer.from(REPORT.replace('000000000001', '000000000002')).toString('base64')
  expect((await invoked(answersWith('{}', { 'x-amz-log-result': tail }))).result.report).toBeUndefined()
})

test('a function that failed is reported with its own message, and is no error', async () => {
  const failed = { 'x-amz-function-error': 'Unhandled' }
  const failureOf = async (payload: string) => (await invoked(answersWith(payload, failed))).result.failure
  expect(await failureOf('{"errorType":"TypeError","errorMessage":"x is not a function"}')).toEqual(
    aFault('TypeError: x is not a function'),
  )
  expect(await failureOf('{"errorMessage":"2026-01-15T09:00:03Z Task timed out after 3.00 seconds"}')).toEqual(
    aFault('2026-01-15T09:00:03Z Task timed out after 3.00 seconds'),
  )
  for (const payload of ['', '{}', 'null', '[]', '"no"', '{"errorType":7,"errorMessage":{"a":1}}', '<html>'])
    expect(await failureOf(payload), payload).toEqual({ code: 'invocation-failed' })
})

// Breakage: the SDK's own retries, by which a function would send notifications twice.
test.each([
  [
    'is throttled',
    refuses(429, 'TooManyRequestsException', 'Rate Exceeded.'),
    'TooManyRequestsException: Rate Exceeded.',
  ],
  ['is throttled by another name', refuses(429, 'ThrottlingException'), 'ThrottlingException: as planned'],
  ['meets a fault of Lambda', refuses(500, 'ServiceException'), 'ServiceException: as planned'],
  ['meets a fault of Lambda that has no name', refuses(500, undefined), /as planned|Unknown/],
  ['finds Lambda unavailable', refuses(503, 'ServiceUnavailable'), 'ServiceUnavailable: as planned'],
  ['sends too much', refuses(413, 'RequestTooLargeException'), 'RequestTooLargeException: as planned'],
] as const)('an invocation that %s is a failure of this one, and is not repeated', async (_, answer, words) => {
  const { result, seen } = await invoked(answer)
  expect(seen).toHaveLength(1)
  expect(result.failure!.message).toMatch(words)
  expect(result.answer).toBeUndefined()
  expect(result.traceId).toMatch(/^1-/)
})

test('a connection that breaks off, before an answer or within it, is a failure of this one and is not tried again', async () => {
  const before = await invoked((response) => response.destroy())
  expect(before.seen).toHaveLength(1)
  expect(before.result.failure!.message).toMatch(/ECONNRESET|socket hang up/)
  const within = await invoked((response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write('{"half":', () => response.destroy())
  })
  expect(within.seen).toHaveLength(1)
  expect(within.result.failure!.message).toMatch(/aborted|ECONNRESET/)
})

test.each([
  [403, 'AccessDeniedException'],
  [403, 'ExpiredTokenException'],
  [403, 'UnrecognizedClientException'],
  [403, 'InvalidSignatureException'],
  [404, 'ResourceNotFoundException'],
  [400, 'InvalidParameterValueException'],
  [502, 'KMSAccessDeniedException'],
  [502, 'InvalidRuntimeException'],
] as const)('what would befall every other invocation too rejects, as %i %s does', async (status, type) => {
  await using lambda = await answering(refuses(status, type))
  const error = await errorOf(invokeFunction(clientOf(lambda.origin), { name: 'a-function' }, {}))
  expect(error.name).toBe(type)
  expect(lambda.seen).toHaveLength(1)
})

test('where nobody listens it rejects', async () => {
  const error = await errorOf(invokeFunction(clientOf(await nobodyListens()), { name: 'a-function' }, {}))
  expect(error).toMatchObject({ code: 'ECONNREFUSED' })
})

test('it can be aborted while the function works', async () => {
  const controller = new AbortController()
  await using lambda = await answering(() => controller.abort())
  const error = await errorOf(invokeFunction(clientOf(lambda.origin), { name: 'a-function' }, {}, controller.signal))
  expect(error.name).toBe('AbortError')
  expect(lambda.seen).toHaveLength(1)
})

test('an answer of 6 MB is read whole', async () => {
  const text = 'é'.repeat(3_000_000)
  const { result } = await invoked(answersWith(Buffer.from(JSON.stringify({ text }))))
  expect((result.answer as { text: string }).text === text).toBe(true)
})

test('an answer that is no JSON is none, and no error', async () => {
  for (const payload of ['', '<html>', '{"half":', Buffer.from([0xff, 0xfe, 0x00]), 'undefined', 'NaN'])
    expect((await invoked(answersWith(payload))).result).toMatchObject({ answer: undefined, failure: undefined })
  for (const payload of ['null', '7', '"text"', '[1]', 'true'])
    expect((await invoked(answersWith(payload))).result.answer).toEqual(JSON.parse(payload))
})

test('an end of the log that is none is no report', async () => {
  for (const tail of [
    '',
    '%%%',
    Buffer.from([0, 255, 254]).toString('base64'),
    Buffer.from('REPORT RequestId:').toString('base64'),
  ])
    expect((await invoked(answersWith('{}', { 'x-amz-log-result': tail }))).result.report).toBeUndefined()
})

test('settings that make the SDK try again elsewhere do not here', async () => {
  const { AWS_MAX_ATTEMPTS: before } = process.env
  process.env.AWS_MAX_ATTEMPTS = '5'
  try {
    await using lambda = await answering(refuses(500, 'ServiceException'))
    await invokeFunction(clientOf(lambda.origin), { name: 'a-function' }, {})
    expect(lambda.seen).toHaveLength(1)
  } finally {
    if (before === undefined) delete process.env.AWS_MAX_ATTEMPTS
    else process.env.AWS_MAX_ATTEMPTS = before
  }
})
