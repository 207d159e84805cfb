import { request } from 'node:http'
import { expect, test } from 'vitest'
import { type FunctionError, MAX_PAYLOAD_BYTES } from '../../../../../bench/run/lab/lambda/function-error.ts'
import { type RuntimeApi, startRuntimeApi } from '../../../../../bench/run/lab/lambda/runtime-api.ts'
import { eventually } from '../../../../support/eventually.ts'

const RUNTIME = '/2018-06-01/runtime'
const NEXT = `${RUNTIME}/invocation/next`

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

interface Heard extends AsyncDisposable, RuntimeApi {
  /** What the API reported, in order. */
  readonly heard: readonly (readonly [string, unknown?])[]
  readonly next: () => Promise<Answer>
  readonly post: (path: string, body?: string | Buffer, headers?: Record<string, string>) => Promise<Answer>
}

async function aRuntimeApi(): Promise<Heard> {
  const heard: [string, unknown?][] = []
  const api = await startRuntimeApi({
    ready: () => heard.push(['ready']),
    answered: (answer) => heard.push(['answered', answer.toString()]),
    failed: (error) => heard.push(['failed', error]),
    tooLarge: () => heard.push(['too large']),
    notStarted: (error) => heard.push(['not started', error]),
  })
  return {
    ...api,
    heard,
    next: () => send(api.address, 'GET', NEXT),
    post: (path, body = '{}', headers) => send(api.address, 'POST', `${RUNTIME}${path}`, body, headers),
    [Symbol.asyncDispose]: api.close,
  }
}

function send(
  address: string,
  method: string,
  path: string,
  body: string | Buffer = '',
  headers = {},
): Promise<Answer> {
  const [host, port] = address.split(':')
  return new Promise((resolve, reject) => {
    const sending = request({ host, port, method, path, headers }, async (response) => {
      let text = ''
      for await (const part of response.setEncoding('utf8')) text += part
      resolve({ status: response.statusCode!, headers: response.headers, body: text })
    })
    sending.on('error', reject)
    sending.end(body)
  })
}

const AN_INVOCATION = {
  requestId: 'a-request',
  payload: Buffer.from('"日本"'),
  deadlineMs: 1_700_000_000_123.4,
  functionArn: 'an-arn',
}

/** The runtime has polled, and was given an invocation. */
async function busy(api: Heard, more = {}): Promise<Answer> {
  const polled = api.next()
  await eventually('the runtime polled', () => api.heard.at(-1)?.[0] === 'ready')
  api.give({ ...AN_INVOCATION, ...more })
  return polled
}

function typeOf({ body }: Answer): string | undefined {
  return (JSON.parse(body) as Partial<FunctionError>).errorType
}

test('an invocation comes with its bytes and with what Lambda says about it', async () => {
  await using api = await aRuntimeApi()
  const { status, headers, body } = await busy(api, { traceHeader: 'Root=1-2-3;Sampled=0', clientContext: '{"a":1}' })
  expect([status, body]).toEqual([200, '"日本"'])
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': 'a-request',
    'lambda-runtime-deadline-ms': '1700000000123',
    'lambda-runtime-invoked-function-arn': 'an-arn',
    'lambda-runtime-trace-id': 'Root=1-2-3;Sampled=0',
    'lambda-runtime-client-context': '{"a":1}',
  })
})

test('an invocation without a trace or a client context has no headers for them', async () => {
  await using api = await aRuntimeApi()
  const { headers } = await busy(api)
  expect(Object.keys(headers).filter((name) => /trace|client/.test(name))).toEqual([])
})

test('an answer is accepted, and the next one is of another invocation', async () => {
  await using api = await aRuntimeApi()
  await busy(api)
  expect(await api.post('/invocation/a-request/response', '"é"')).toMatchObject({
    status: 202,
    body: '{"status":"OK"}\n',
  })
  await busy(api, { requestId: 'another' })
  expect((await api.post('/invocation/another/error')).status).toBe(202)
  expect(api.heard.map(([what]) => what)).toEqual(['ready', 'answered', 'ready', 'failed'])
  expect(api.heard[1]).toEqual(['answered', '"é"'])
})

test('an error is read from its body, and its type from the header where the body has none', async () => {
  await using api = await aRuntimeApi()
  await busy(api)
  const error: FunctionError = { errorType: 'Oops', errorMessage: '日本', trace: ['a', 'b'] }
  await api.post('/invocation/a-request/error', JSON.stringify(error))
  await busy(api, { requestId: 'second' })
  // Bytes of UTF-8, which Node reads as Latin-1. With a text for a body it would write them as UTF-8 once more.
  const header = { 'lambda-runtime-function-error-type': Buffer.from('類型').toString('latin1') }
  await api.post('/invocation/second/error', Buffer.from('no JSON'), header)
  await busy(api, { requestId: 'third' })
  await api.post('/invocation/third/error', 'null')
  expect(api.heard.filter(([what]) => what === 'failed')).toEqual([
    ['failed', error],
    ['failed', { errorType: '類型', errorMessage: '' }],
    ['failed', { errorType: 'Runtime.Unknown', errorMessage: '' }],
  ])
})

test('an error with a cause of a MiB in its header is accepted', async () => {
  await using api = await aRuntimeApi()
  await busy(api)
  const cause = { 'lambda-runtime-function-xray-error-cause': 'x'.repeat(1024 * 1024 - 1) }
  expect((await api.post('/invocation/a-request/error', '{}', cause)).status).toBe(202)
})

test('a runtime that cannot start says so once, and not when it was ready', async () => {
  await using api = await aRuntimeApi()
  expect((await api.post('/init/error', '{"errorType":"A","errorMessage":"b"}')).status).toBe(202)
  expect(api.heard).toEqual([['not started', { errorType: 'A', errorMessage: 'b' }]])
  await busy(api)
  const late = await api.post('/init/error')
  expect([late.status, typeOf(late)]).toEqual([403, 'InvalidStateTransition'])
  expect(api.heard.map(([what]) => what)).toEqual(['not started', 'ready'])
})

test('what is said out of turn is refused, and reported to nobody', async () => {
  await using api = await aRuntimeApi()
  const refused = async (sending: Promise<Answer>) => {
    const answer = await sending
    return `${answer.status} ${typeOf(answer)}`
  }
  const OUT_OF_TURN = '403 InvalidStateTransition'
  expect(await refused(api.post('/invocation/a-request/response'))).toBe(OUT_OF_TURN)
  expect(await refused(api.post('/invocation/a-request/error'))).toBe(OUT_OF_TURN)
  await busy(api)
  expect(await refused(api.next())).toBe(OUT_OF_TURN)
  expect(await refused(api.post('/invocation/another/response'))).toBe('400 InvalidRequestID')
  expect(await refused(api.post('/invocation/another/error'))).toBe('400 InvalidRequestID')
  await api.post('/invocation/a-request/response')
  expect(await refused(api.post('/invocation/a-request/response'))).toBe(OUT_OF_TURN)
  expect(await refused(api.post('/invocation/a-request/error'))).toBe(OUT_OF_TURN)
  expect(await refused(api.post('/invocation/another/response'))).toBe('400 InvalidRequestID')
  expect(api.heard).toEqual([['ready'], ['answered', '{}']])
})

test('a runtime that is ready has nothing to answer yet', async () => {
  await using api = await aRuntimeApi()
  const polled = api.next().catch(() => 'closed')
  await eventually('the runtime polled', () => api.heard.length === 1)
  expect((await api.post('/invocation/a-request/response')).status).toBe(403)
  await api.close()
  expect(await polled).toBe('closed')
})

test('an answer of the most bytes is taken, and one of a byte more is too large', async () => {
  await using api = await aRuntimeApi()
  await busy(api)
  const most = Buffer.alloc(MAX_PAYLOAD_BYTES, 'x')
  expect((await api.post('/invocation/a-request/response', most)).status).toBe(202)
  expect(api.heard.at(-1)).toEqual(['answered', most.toString()])
  await busy(api, { requestId: 'second' })
  const refused = await api.post('/invocation/second/response', Buffer.alloc(MAX_PAYLOAD_BYTES + 1, 'x'))
  expect([refused.status, typeOf(refused)]).toEqual([413, 'RequestEntityTooLarge'])
  expect(api.heard.at(-1)).toEqual(['too large'])
  // The invocation is over: the runtime goes on.
  expect((await busy(api, { requestId: 'third' })).status).toBe(200)
})

test.each([
  ['GET', '/'],
  ['GET', `${RUNTIME}/invocation/nexts`],
  ['POST', NEXT],
  ['PUT', `${RUNTIME}/invocation/a-request/response`],
  ['GET', `${RUNTIME}/invocation/a-request/response`],
  ['POST', `${RUNTIME}/invocation//response`],
  ['POST', `${RUNTIME}/invocation/a-request/answer`],
  ['POST', '/2017-01-01/runtime/init/error'],
  ['POST', `${RUNTIME}/exit/error`],
])('%s %s is not found, and the runtime goes on', async (method, path) => {
  await using api = await aRuntimeApi()
  expect((await send(api.address, method, path)).status).toBe(404)
  expect((await busy(api)).status).toBe(200)
})

// An id that is decoded throws on these, in the host.
test.each(['%zz', '%', '%E0%A4%A', '..%2f..', '%00'])('the id %s is an unknown one', async (id) => {
  await using api = await aRuntimeApi()
  await busy(api)
  expect((await api.post(`/invocation/${id}/response`)).status).toBe(400)
  expect((await api.post('/invocation/a-request/response')).status).toBe(202)
})

test('a runtime that breaks off in the middle of its answer leaves the API as it was', async () => {
  await using api = await aRuntimeApi()
  await busy(api)
  const [host, port] = api.address.split(':')
  const path = `${RUNTIME}/invocation/a-request/response`
  const sending = request({ host, port, method: 'POST', path, headers: { 'content-length': 100 } })
  sending.on('error', () => {})
  await new Promise((written) => sending.write('{"a":', written))
  sending.destroy()
  expect((await api.post('/invocation/a-request/response', '1')).status).toBe(202)
  expect(api.heard).toEqual([['ready'], ['answered', '1']])
})

test('nothing is given to a runtime that has not polled', async () => {
  await using api = await aRuntimeApi()
  expect(() => api.give(AN_INVOCATION)).toThrow('expected a runtime that asked')
})
