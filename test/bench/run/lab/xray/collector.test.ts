import {
  BatchGetTracesCommand,
  GetEncryptionConfigCommand,
  GetSamplingRulesCommand,
  GetSamplingTargetsCommand,
  GetTraceSegmentDestinationCommand,
  GetTraceSummariesCommand,
  PutTelemetryRecordsCommand,
  PutTraceSegmentsCommand,
} from '@aws-sdk/client-xray'
import { expect, test } from 'vitest'
import { startCollector } from '../../../../../bench/run/lab/xray/collector.ts'
import { aDaemon } from '../../../../support/daemon.ts'
import {
  aCollector,
  aLambdaCall,
  anId,
  anXRayClient,
  aSegment,
  aSubsegment,
  aTraceId,
  found,
  HEADER,
  LAST_MINUTE,
  NOW_MS,
  NOW_SECONDS,
  post,
  sendAll,
} from './building.ts'

const FROM = new Date(NOW_MS - 60_000)
const TO = new Date(NOW_MS)

test("Lambda's segments of a call and the run that its function sends are one trace to the AWS SDK", async () => {
  await using collector = await aCollector()
  using xray = anXRayClient(collector)
  const run = aSubsegment(6, 2, {
    name: 'utakata:pipelined',
    annotations: { feeds: 3, cold: true, strategy: 'pipelined' },
  })
  await sendAll(collector, [HEADER + JSON.stringify(run)])
  for (const document of aLambdaCall()) collector.put(document)

  const { TraceSummaries, TracesProcessedCount, ApproximateTime, NextToken } = await xray.send(
    new GetTraceSummariesCommand({
      StartTime: FROM,
      EndTime: TO,
      FilterExpression: 'annotation.feeds = 3',
      Sampling: false,
    }),
  )
  const lambda = { Name: 'notify', Names: ['notify'], Type: 'AWS::Lambda' }
  const lambdaFunction = { ...lambda, Type: 'AWS::Lambda::Function' }
  expect(TraceSummaries).toEqual([
    {
      Id: aTraceId(1),
      StartTime: new Date(NOW_MS - 10_000),
      Duration: 1,
      ResponseTime: 1,
      HasFault: false,
      HasError: false,
      HasThrottle: false,
      IsPartial: false,
      Http: { HttpStatus: 200 },
      Annotations: {
        feeds: [{ AnnotationValue: { NumberValue: 3 }, ServiceIds: [lambdaFunction] }],
        cold: [{ AnnotationValue: { BooleanValue: true }, ServiceIds: [lambdaFunction] }],
        strategy: [{ AnnotationValue: { StringValue: 'pipelined' }, ServiceIds: [lambdaFunction] }],
      },
      Users: [],
      ServiceIds: [lambda, lambdaFunction],
      EntryPoint: lambda,
      Revision: 3,
    },
  ])
  expect({ TracesProcessedCount, ApproximateTime, NextToken }).toEqual({
    TracesProcessedCount: 1,
    ApproximateTime: new Date(NOW_MS - 10_000),
    NextToken: undefined,
  })

  const { Traces, UnprocessedTraceIds } = await xray.send(
    new BatchGetTracesCommand({ TraceIds: [aTraceId(1), aTraceId(2)] }),
  )
  expect(UnprocessedTraceIds).toEqual([aTraceId(2)])
  expect(Traces).toMatchObject([{ Id: aTraceId(1), Duration: 1, LimitExceeded: false }])
  const segments = Traces![0]!.Segments!.map(({ Document }) => JSON.parse(Document!) as Record<string, unknown>)
  expect(Traces![0]!.Segments!.map(({ Id }) => Id)).toEqual([anId(1), anId(2)])
  expect(segments).toMatchObject([
    { id: anId(1), origin: 'AWS::Lambda', aws: { request_id: 'r-1' } },
    {
      id: anId(2),
      origin: 'AWS::Lambda::Function',
      subsegments: [
        { name: 'utakata:pipelined', annotations: { feeds: 3 } },
        { name: 'Initialization' },
        { name: 'Invocation' },
        { name: 'Overhead' },
      ],
    },
  ])
})

test('what X-Ray refuses of a batch is returned with a reason, and the rest is taken', async () => {
  await using collector = await aCollector()
  using xray = anXRayClient(collector)
  const { UnprocessedTraceSegments } = await xray.send(
    new PutTraceSegmentsCommand({
      TraceSegmentDocuments: [
        JSON.stringify(aSegment(1)),
        JSON.stringify(aSegment(2, { name: 'a*b' })),
        '{',
        JSON.stringify(aSubsegment(3, 1)),
      ],
    }),
  )
  expect(UnprocessedTraceSegments).toEqual([
    { Id: anId(2), ErrorCode: 'InvalidName', Message: expect.stringContaining('got "a*b"') },
    { ErrorCode: 'ParseError', Message: expect.stringContaining('expected JSON') },
  ])
  expect(collector.figures()).toMatchObject({
    documents: 2,
    bytes: Buffer.byteLength(JSON.stringify(aSegment(1)) + JSON.stringify(aSubsegment(3, 1))),
    refused: { InvalidName: 1, ParseError: 1 },
    traces: 1,
  })
  expect(collector.figures().lastRefusals[0]).toContain(`InvalidName of ${anId(2)}`)
})

test('the other operations answer the AWS SDK', async () => {
  await using collector = await aCollector()
  using xray = anXRayClient(collector)
  for (const document of aLambdaCall()) collector.put(document)

  const { SamplingRuleRecords } = await xray.send(new GetSamplingRulesCommand({}))
  expect(SamplingRuleRecords).toMatchObject([
    { SamplingRule: { RuleName: 'Default', FixedRate: 0.05, ReservoirSize: 1 } },
  ])
  const statistics = { ClientID: 'a'.repeat(24), Timestamp: TO, RequestCount: 1, SampledCount: 1 }
  const targets = await xray.send(
    new GetSamplingTargetsCommand({
      SamplingStatisticsDocuments: ['Default', 'other'].map((RuleName) => ({ ...statistics, RuleName })),
    }),
  )
  expect(targets).toMatchObject({
    SamplingTargetDocuments: [{ RuleName: 'Default', ReservoirQuota: 1, ReservoirQuotaTTL: new Date(NOW_MS + 10_000) }],
    UnprocessedStatistics: [{ RuleName: 'other' }],
    LastRuleModification: new Date(0),
  })
  await xray.send(new PutTelemetryRecordsCommand({ TelemetryRecords: [{ Timestamp: TO }] }))
  expect((await xray.send(new GetEncryptionConfigCommand({}))).EncryptionConfig).toEqual({
    Status: 'ACTIVE',
    Type: 'NONE',
  })
  const { Destination, Status } = await xray.send(new GetTraceSegmentDestinationCommand({}))
  expect({ Destination, Status }).toEqual({ Destination: 'XRay', Status: 'ACTIVE' })
})

test('mistakes of the caller reach the AWS SDK under the names that X-Ray gives them', async () => {
  await using collector = await aCollector()
  using xray = anXRayClient(collector)
  const sixIds = Array.from({ length: 6 }, (_, index) => aTraceId(index))
  await expect(xray.send(new BatchGetTracesCommand({ TraceIds: sixIds }))).rejects.toMatchObject({
    name: 'InvalidRequestException',
    message: 'TraceIds: expected at most 5, got 6',
  })
  const range = { StartTime: FROM, EndTime: TO }
  await expect(
    xray.send(new GetTraceSummariesCommand({ ...range, FilterExpression: 'service("notify") AND' })),
  ).rejects.toMatchObject({
    name: 'InvalidRequestException',
    message: expect.stringMatching(
      /^FilterExpression: expected a condition at character 22, got the end; the local X-Ray supports /,
    ) as string,
  })
  await expect(
    xray.send(new GetTraceSummariesCommand({ StartTime: new Date(NOW_MS - 6 * 3_600_000 - 1000), EndTime: TO })),
  ).rejects.toMatchObject({ name: 'InvalidRequestException' })
  await using throttling = await aCollector({ faults: { throttleEvery: 1 } })
  using throttled = anXRayClient(throttling)
  await expect(throttled.send(new GetSamplingRulesCommand({}))).rejects.toMatchObject({
    name: 'ThrottledException',
    $metadata: { httpStatusCode: 429 },
  })
})

test('one address is enough for the daemon: its number is that of the API too', async () => {
  await using collector = await startCollector()
  expect(`http://${collector.daemonAddress}`).toBe(collector.endpoint)
  await using other = await startCollector()
  expect(other.endpoint).not.toBe(collector.endpoint)
})

test('a given port that is taken, by TCP or UDP, is an error of the system', async () => {
  await using collector = await aCollector()
  const port = Number(new URL(collector.endpoint).port)
  await expect(aCollector({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await using daemon = await aDaemon()
  await expect(aCollector({ port: daemon.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('a document of our own that X-Ray would refuse is an error that says why', async () => {
  await using collector = await aCollector()
  expect(() => collector.put({ id: 'x' })).toThrow('X-Ray would refuse this document, MissingTraceId')
  expect(collector.figures().refused).toEqual({ MissingTraceId: 1 })
})

test('traces are found by their start, by the end of a segment, or by when they came', async () => {
  await using collector = await aCollector()
  collector.put(aSegment(1, { start_time: NOW_SECONDS - 100, end_time: NOW_SECONDS - 50 }))
  const around = (seconds: number) => ({ StartTime: NOW_SECONDS + seconds - 1, EndTime: NOW_SECONDS + seconds + 1 })
  const isFound = async (seconds: number, TimeRangeType?: string) =>
    (await found(collector, { ...around(seconds), TimeRangeType })).length === 1
  expect(await Promise.all([-100, -50, 0].map((at) => isFound(at)))).toEqual([true, false, false])
  expect(await Promise.all([-100, -50, 0].map((at) => isFound(at, 'TraceId')))).toEqual([true, false, false])
  expect(await Promise.all([-100, -50, 0].map((at) => isFound(at, 'Service')))).toEqual([false, true, false])
  expect(await Promise.all([-100, -50, 0].map((at) => isFound(at, 'Event')))).toEqual([false, false, true])
  const { body } = await post(collector, '/TraceSummaries', { ...LAST_MINUTE, TimeRangeType: 'Event' })
  expect(body.TraceSummaries).toMatchObject([{ MatchedEventTime: NOW_SECONDS }])
})

test('six hours are not too much, and both ends of a range are in it', async () => {
  await using collector = await aCollector()
  collector.put(aSegment(1, { start_time: NOW_SECONDS - 6 * 3600 }))
  collector.put(aSegment(2, { trace_id: aTraceId(2), start_time: NOW_SECONDS }))
  expect(await found(collector, { StartTime: NOW_SECONDS - 6 * 3600 })).toEqual([aTraceId(1), aTraceId(2)])
})

test('a summary has users, throttles and progress of all segments, and faults of the first one', async () => {
  await using collector = await aCollector()
  collector.put(
    aSegment(1, { user: 'ann', http: { response: { status: 404 }, request: { url: 'https://a.example/' } } }),
  )
  collector.put(aSegment(2, { parent_id: anId(1), user: 'ann', fault: true, throttle: true }))
  collector.put(
    aSegment(3, { parent_id: anId(1), end_time: undefined, in_progress: true, start_time: NOW_SECONDS - 5 }),
  )
  const { body } = await post(collector, '/TraceSummaries', LAST_MINUTE)
  expect(body.TraceSummaries).toMatchObject([
    {
      HasFault: false,
      HasError: true,
      HasThrottle: true,
      IsPartial: true,
      Duration: 5,
      Http: { HttpStatus: 404, HttpURL: 'https://a.example/' },
      Users: [{ UserName: 'ann', ServiceIds: [{ Name: 'service 1' }, { Name: 'service 2' }] }],
    },
  ])
})

test('the end of a segment takes the place of its progress, even when it comes first', async () => {
  await using collector = await aCollector()
  const isPartial = async () => {
    const { body } = await post(collector, '/TraceSummaries', LAST_MINUTE)
    return (body.TraceSummaries as { IsPartial: boolean }[]).map(({ IsPartial }) => IsPartial)
  }
  const running = aSegment(1, { end_time: undefined, in_progress: true })
  collector.put(running)
  expect(await isPartial()).toEqual([true])
  collector.put(aSegment(1, { name: 'ended' }))
  collector.put(running)
  expect(await isPartial()).toEqual([false])
  expect(await found(collector, { FilterExpression: 'service("ended")' })).toEqual([aTraceId(1)])
  const { body } = await post(collector, '/Traces', { TraceIds: [aTraceId(1)] })
  expect(body.Traces).toMatchObject([{ Segments: [{ Id: anId(1) }] }])
})

test('of the annotations of a trace 50 are indexed', async () => {
  await using collector = await aCollector()
  const annotations = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`a${index}`, index]))
  collector.put(aSegment(1, { annotations }))
  collector.put(
    aSubsegment(2, 1, { annotations: Object.fromEntries(Object.keys(annotations).map((key) => [`b_${key}`, 1])) }),
  )
  expect(await found(collector, { FilterExpression: 'annotation.a39 = 39 AND annotation.b_a9 = 1' })).toHaveLength(1)
  expect(await found(collector, { FilterExpression: 'annotation.b_a10 = 1' })).toHaveLength(0)
  const { body } = await post(collector, '/TraceSummaries', LAST_MINUTE)
  expect(Object.keys((body.TraceSummaries as [{ Annotations: object }])[0].Annotations)).toHaveLength(50)
})
