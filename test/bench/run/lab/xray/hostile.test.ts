import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEverySampleTried } from '../../../../support/samples.ts'
import { signedBy } from '../../../../support/signing.ts'
import { aCollector, aLambdaCall, aSegment, aTraceId, found, HEADER, LAST_MINUTE, post, sendAll } from './building.ts'

const PATHS = [
  '/TraceSegments',
  '/TraceSummaries',
  '/Traces',
  '/GetSamplingRules',
  '/SamplingTargets',
  '/TelemetryRecords',
  '/EncryptionConfig',
  '/GetTraceSegmentDestination',
]
const MEMBERS = [
  'TraceSegmentDocuments',
  'StartTime',
  'EndTime',
  'TimeRangeType',
  'FilterExpression',
  'NextToken',
  'TraceIds',
  'SamplingStatisticsDocuments',
  'TelemetryRecords',
  '__proto__',
  'constructor',
]
const VALUES = [
  'null',
  '[]',
  '{}',
  '[null]',
  '[[]]',
  '["x"]',
  '"x"',
  '""',
  '1e999',
  '-1e308',
  '0',
  'true',
  '{"__proto__":{}}',
]

/** Bodies that are JSON texts, since an object literal has no member `__proto__`. */
const BODIES = [
  '',
  'null',
  '[]',
  '"x"',
  '1',
  'true',
  '{',
  'x',
  '[{}]',
  '\0',
  '{"a":1e999}',
  '"\\ud800"',
  ...MEMBERS.flatMap((member) => VALUES.map((value) => `{"${member}":${value}}`)),
  ...VALUES.map((value) => `{"StartTime":${LAST_MINUTE.StartTime},"EndTime":${value}}`),
  ...VALUES.flatMap((value) =>
    ['FilterExpression', 'TimeRangeType', 'NextToken', 'Sampling'].map(
      (member) => `{"StartTime":${LAST_MINUTE.StartTime},"EndTime":${LAST_MINUTE.EndTime},"${member}":${value}}`,
    ),
  ),
  `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
  `{"TraceIds":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
]

test('no body whatever crashes an operation or leads to a 500', async () => {
  await using collector = await aCollector()
  for (const document of aLambdaCall()) collector.put(document)
  for (const [place, path] of PATHS.entries()) {
    // Each body for one of the paths but for `npm run proofs`.
    for (const body of BODIES.filter((_, index) => isEverySampleTried || index % PATHS.length === place)) {
      const { status, type } = await post(collector, path, body)
      expect([path, body.slice(0, 80), status, type]).toEqual(
        status === 200
          ? [path, body.slice(0, 80), 200, null]
          : [path, body.slice(0, 80), 400, 'InvalidRequestException'],
      )
    }
  }
  expect(await found(collector)).toEqual([aTraceId(1)])
})

test('no documents whatever keep their trace from being returned', async () => {
  await using collector = await aCollector()
  const hostile = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>(1e308, -1, null, [], {}, [null], { response: { status: '500' } }, { response: null }, 'x'),
  )
  const documents = fc.dictionary(
    fc.constantFrom('http', 'aws', 'origin', 'user', 'cause', 'fault', 'error', 'metadata', 'subsegments', 'parent_id'),
    hostile,
  )
  await fc.assert(
    fc.asyncProperty(fc.array(documents, { maxLength: 5 }), async (all) => {
      const TraceSegmentDocuments = all.map((members, index) => JSON.stringify(aSegment(index + 1, members)))
      const answers = [
        await post(collector, '/TraceSegments', { TraceSegmentDocuments }),
        await post(collector, '/TraceSummaries', {
          ...LAST_MINUTE,
          FilterExpression: 'annotation.feeds = 3 AND service("x")',
        }),
        await post(collector, '/Traces', { TraceIds: [aTraceId(1)] }),
      ]
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    }),
    { seed: 1 },
  )
})

test('members named like those of all objects are members like others', async () => {
  await using collector = await aCollector()
  const text = JSON.stringify(aSegment(1)).replace(
    '}',
    ',"__proto__":{"fault":true},"constructor":1,"annotations":{"__proto__":7,"constructor":"x","toString":true}}',
  )
  const put = await post(collector, '/TraceSegments', { TraceSegmentDocuments: [text] })
  expect(put.body).toEqual({ UnprocessedTraceSegments: [] })
  const { body } = await post(collector, '/TraceSummaries', LAST_MINUTE)
  const [{ Annotations, HasFault }] = body.TraceSummaries as [{ Annotations: object; HasFault: boolean }]
  expect(Object.keys(Annotations)).toEqual(['__proto__', 'constructor', 'toString'])
  expect(HasFault).toBe(false)
  expect(
    await found(collector, { FilterExpression: 'annotation.__proto__ = 7 AND annotation.toString = true' }),
  ).toEqual([aTraceId(1)])
  const traces = await post(collector, '/Traces', { TraceIds: [aTraceId(1)] })
  expect(JSON.stringify(traces.body)).toContain('\\"__proto__\\":7')
  expect(({} as { fault?: unknown }).fault).toBeUndefined()
})

test('bytes of all kinds on the daemon’s port crash nothing, and all are counted', async () => {
  await using collector = await aCollector()
  const garbage = Array.from({ length: 300 }, (_, index) =>
    index % 2 === 0 ? randomBytes(index * 10) : Buffer.concat([Buffer.from(HEADER), randomBytes(index * 10)]),
  )
  await sendAll(collector, garbage)
  const { datagrams, documents, refused, lastRefusals } = collector.figures()
  expect({ datagrams, documents }).toEqual({ datagrams: 300, documents: 0 })
  expect(Object.values(refused).reduce((sum, count) => sum + count, 0)).toBe(300)
  expect(lastRefusals).toHaveLength(20)
})

test('a body of more than 5 MB is too large, whether or not it declares its length', async () => {
  await using collector = await aCollector()
  const body = 'x'.repeat(5 * 1024 * 1024 + 1)
  expect(await post(collector, '/TraceSegments', body)).toMatchObject({
    status: 413,
    type: 'RequestEntityTooLargeException',
  })
  const streamed = await fetch(`${collector.endpoint}/TraceSegments`, {
    headers: signedBy(collector.key),
    method: 'POST',
    body: new Blob([body]).stream(),
    duplex: 'half',
  })
  expect(streamed.status).toBe(413)
  expect(await post(collector, '/TraceSegments', 'x'.repeat(5 * 1024 * 1024))).toMatchObject({ status: 400 })
})

// Breakage: a body that is unpacked, by which a few KB become gigabytes.
test('a packed body is taken as it is, and is no JSON', async () => {
  await using collector = await aCollector()
  const response = await fetch(`${collector.endpoint}/TraceSegments`, {
    method: 'POST',
    headers: { ...signedBy(collector.key), 'content-encoding': 'gzip' },
    body: gzipSync(JSON.stringify({ TraceSegmentDocuments: [] })),
  })
  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([400, 'InvalidRequestException'])
})

test.each([
  ['POST', '/'],
  ['POST', '/Unknown'],
  ['POST', '/__proto__'],
  ['GET', '/Traces'],
  ['PUT', '/TraceSegments'],
])('%s %s is an unknown operation', async (method, path) => {
  await using collector = await aCollector()
  const response = await fetch(`${collector.endpoint}${path}`, { method, headers: signedBy(collector.key) })
  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([404, 'UnknownOperationException'])
  expect(await response.json()).toEqual({ message: `there is no ${method} ${path} here` })
})
