import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Observations } from '../../../../bench/scenario/learn/observations.ts'
import { readSource } from '../../../../bench/scenario/learn/sources.ts'
import { aFolder } from '../../../support/folders.ts'

function read(text: string) {
  const file = join(aFolder(), 'source')
  writeFileSync(file, text)
  const observed = new Observations()
  const kind = readSource(file, observed)
  const exchanges = Array.from({ length: observed.length }, (_, at) => observed.exchange(at))
  const areWhole = exchanges.map((_, at) => observed.isWhole(at))
  return { kind, exchanges, areWhole, omissions: observed.omissions, hosts: observed.hosts }
}

const entry = (timings: object, more: { response?: object; request?: object; rest?: object } = {}) => ({
  startedDateTime: '2026-01-15T09:00:00.000Z',
  time: 50,
  request: { method: 'GET', url: 'https://api.example/orders?token=secret', ...more.request },
  response: { status: 200, bodySize: 4000, content: { size: 9000 }, headers: [], ...more.response },
  timings: { send: 0, wait: 20, receive: 10, ...timings },
  ...more.rest,
})
const har = (entries: readonly object[], version = '1.2') =>
  JSON.stringify({ log: { version, creator: { name: 'x' }, pages: [{ id: 'p' }], entries } }, undefined, 1)

// Breakage: a HAR of another version that nobody hears of; or the version of a program in it taken for its own.
test.each([
  ['1.1', []],
  ['1.2', []],
  ['9', ['source']],
])('a HAR file of version %s is read, and named if it is not known', (version, expected) => {
  const file = join(aFolder({ source: har([entry({})], version) }), 'source')
  const observed = new Observations()
  observed.startFile('source')
  readSource(file, observed)
  expect([observed.length, observed.otherVersions]).toEqual([1, expected])
})

test('a HAR file is read, of whatever version and browser', () => {
  const { kind, exchanges, omissions, hosts } = read(
    har(
      [
        entry({ connect: 15, ssl: 9 }),
        entry({ connect: -1, wait: 33 }, { request: { method: 'POST', url: 'https://hook.example/x' } }),
        entry(
          {},
          { response: { status: 429, bodySize: -1, content: {}, headers: [{ name: 'Retry-After', value: '7' }] } },
        ),
        entry({}, { response: { status: 0, bodySize: -1 } }),
        entry({}, { rest: { _fromCache: 'disk' } }),
        entry({ wait: -4 }),
        { request: {} },
        entry({}, { request: { url: 'data:text/plain,x' } }),
      ],
      '1.1',
    ),
  )
  expect([kind, hosts]).toEqual(['har', 2])
  expect(exchanges).toMatchObject([
    { host: 1, delayMs: 20, bytes: 4000, bytesPerSecond: 400_000, status: 200, connectMs: 15 },
    { host: 2, delayMs: 33, to: 'notify', connectMs: undefined },
    { host: 1, status: 429, retryAfterSeconds: 7, bytes: undefined },
    { host: 1, failed: 'reset', status: undefined },
  ])
  expect(omissions).toMatchObject([
    { why: 'cached', count: 1, first: 5 },
    { why: 'negative', count: 1, first: 6 },
    { why: 'unfinished', count: 1, first: 7 },
    { why: 'other', count: 1, first: 8 },
  ])
})

// Breakage: a document that has to be whole before anything in it is taken.
test('of a file that is cut off, what came before is used, and the cut is counted', () => {
  const text = har([entry({}), entry({ wait: 30 }), entry({ wait: 40 })])
  const { exchanges, omissions } = read(text.slice(0, text.lastIndexOf('"timings"')))
  expect(exchanges.map(({ delayMs }) => delayMs)).toEqual([20, 30])
  expect(omissions).toMatchObject([{ why: 'torn', count: 1, first: 3 }])
})

const span = (attributes: Readonly<Record<string, string | number>>, more: object = {}) => ({
  traceId: 'a',
  spanId: 'b',
  name: 'GET',
  kind: 3,
  startTimeUnixNano: '1768467600000000000',
  endTimeUnixNano: '1768467600042500000',
  attributes: Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  })),
  ...more,
})
const otlp = (spans: readonly object[]) =>
  JSON.stringify({ resourceSpans: [{ resource: {}, scopeSpans: [{ scope: {}, spans }] }] })
const NEW = { 'http.request.method': 'GET', 'server.address': 'api.example', 'http.response.status_code': 200 }

test('client spans of OTLP are read, by the new conventions and the old, one document a line or one alone', () => {
  const first = otlp([
    span({ ...NEW, 'http.response.body.size': 512 }),
    span({ 'http.method': 'POST', 'http.url': 'https://hook.example/x', 'http.status_code': 204 }),
    span({ ...NEW, 'server.port': 8443 }, { kind: 'SPAN_KIND_CLIENT' }),
  ])
  const second = otlp([
    span(NEW, { kind: 2 }),
    span({ 'db.system': 'mysql' }),
    span(NEW, { endTimeUnixNano: '1768467599000000000' }),
    span(
      { 'http.request.method': 'GET', 'server.address': 'api.example', 'error.type': 'timeout' },
      { status: { code: 2 } },
    ),
    { kind: 3 },
  ])
  const { kind, exchanges, omissions, hosts } = read(`${first}\n${second}\n`)
  expect([kind, hosts]).toEqual(['otlp', 3])
  expect(exchanges).toMatchObject([
    { host: 1, delayMs: 42.5, bytes: 512, status: 200 },
    { host: 2, delayMs: 42.5, to: 'notify', status: 204 },
    { host: 3, delayMs: 42.5 },
    { host: 1, failed: 'hang' },
  ])
  expect(omissions).toMatchObject([
    { why: 'other', count: 2, first: 4 },
    { why: 'backwards', count: 1, first: 6 },
    { why: 'unfinished', count: 1, first: 8 },
  ])
})

// Breakage: the rest of what a collector wrote after it was killed once; a stack trace because of one span.
test('of OTLP what follows a line that is cut off is read, and a time that is no number is left out', () => {
  const lines = [
    otlp([span(NEW)]),
    otlp([span(NEW)]).slice(0, 150),
    otlp([span(NEW, { endTimeUnixNano: 'soon' }), span(NEW)]),
  ]
  const { exchanges, omissions } = read(lines.join('\n'))
  expect(exchanges).toHaveLength(2)
  expect(omissions).toMatchObject([
    { why: 'torn', count: 1, first: 2 },
    { why: 'unfinished', count: 1, first: 2 },
  ])
})

test('outgoing calls in traces of X-Ray are read, however deep', () => {
  const call = (more: object) => ({
    name: 'api.example',
    namespace: 'remote',
    start_time: 1000.1,
    end_time: 1000.15,
    http: {
      request: { method: 'GET', url: 'https://api.example/orders' },
      response: { status: 200, content_length: 900 },
    },
    ...more,
  })
  const document = {
    name: 'fn',
    trace_id: '1-a',
    subsegments: [
      { name: 'Invocation', subsegments: [call({}), { name: 'DynamoDB', namespace: 'aws' }] },
      call({ http: { request: { method: 'GET' } }, fault: true }),
      call({ end_time: undefined }),
    ],
  }
  const traces = {
    Traces: [
      {
        Id: '1-a',
        Segments: [
          { Id: 's', Document: JSON.stringify(document) },
          { Id: 't', Document: '{"cut' },
        ],
      },
    ],
    UnprocessedTraceIds: [],
  }
  const expected = [
    { host: 1, delayMs: expect.closeTo(50, 3), bytes: 900, status: 200 },
    { host: 1, delayMs: expect.closeTo(50, 3), failed: 'reset' },
  ]
  const whole = read(JSON.stringify(traces))
  expect(whole.kind).toBe('x-ray')
  expect(whole.exchanges).toMatchObject(expected)
  expect(whole.omissions).toMatchObject([
    { why: 'unfinished', count: 1, first: 1 },
    { why: 'torn', count: 1, first: 2 },
  ])
  const lines = read(`${JSON.stringify(document)}\n{"trace_id":"1-b"}\n`)
  expect(lines.exchanges).toMatchObject(expected)
})

// Breakage: an overhead of connections and bodies that is not subtracted from what contains it, or is from what does not.
test('spans and traces time whole exchanges, other sources the time to the first byte', () => {
  const call = {
    name: 'api',
    namespace: 'remote',
    start_time: 1,
    end_time: 2,
    http: { request: {}, response: { status: 200 } },
  }
  const sources = [
    [otlp([span(NEW)]), true],
    [JSON.stringify({ trace_id: '1-a', subsegments: [call] }), true],
    [har([entry({})]), false],
    ['host,delay_ms\napi,20\n', false],
  ] as const
  for (const [text, isWhole] of sources) expect(read(text).areWhole, text).toEqual([isWhole])
})

test.each(['', 'GET / 200 12ms', '{"a":1}', '[1,2]', 'host;delay'])('%j is no source', (text) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'not-a-source' }))
})
