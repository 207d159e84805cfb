import { expect, test } from 'vitest'
import { definitionOf } from '../support/fan-outs.ts'
import {
  type Context,
  functionNamed,
  grantsOf,
  idIn,
  REAL,
  resourcesOf,
  templateOf,
  theResource,
} from '../support/stacks.ts'

const FAN_OUT: Context = { ...REAL, fanout: 'on' }

interface Machine {
  readonly DefinitionString: unknown
  readonly RoleArn: unknown
  readonly StateMachineType: string
  readonly TracingConfiguration: object
  readonly LoggingConfiguration: {
    readonly Level: string
    readonly IncludeExecutionData: boolean
    readonly Destinations: unknown
  }
}

const machineOf = (template: ReturnType<typeof templateOf>) =>
  theResource<Machine>(template, 'AWS::StepFunctions::StateMachine')

const bucketOf = (template: ReturnType<typeof templateOf>) => theResource(template, 'AWS::S3::Bucket').id

// Breakage: the list is read as another format or from anywhere else, the answers are dropped, or concurrency has no bound.
test('a distributed map reads JSON lines in batches, so many at a time, and writes the answers', () => {
  const template = templateOf({ ...FAN_OUT, batch: '500', batches: '40', tolerated: '3' })
  const { StartAt, States } = definitionOf(template)
  const { ItemProcessor, ...batches } = States.Batches
  const bucket = `<${bucketOf(template)}>`
  expect(StartAt).toBe('Batches')
  expect(batches).toEqual({
    Type: 'Map',
    End: true,
    MaxConcurrency: 40,
    ToleratedFailurePercentage: 3,
    ItemReader: {
      Resource: 'arn:<AWS::Partition>:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSONL' },
      Parameters: { Bucket: bucket, 'Key.$': '$.list' },
    },
    ItemBatcher: { MaxItemsPerBatch: 500, MaxInputBytesPerBatch: 240_000, BatchInput: { 'window.$': '$.window' } },
    ResultWriter: {
      Resource: 'arn:<AWS::Partition>:states:::s3:putObject',
      Parameters: { Bucket: bucket, Prefix: 'results' },
      // Without what was sent to batches that succeeded, which holds addresses.
      WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSONL' },
    },
  })
  // An express workflow may run a batch twice.
  expect(ItemProcessor.ProcessorConfig).toEqual({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' })
})

// Breakage: the CDK's own retries come back (of Lambda.ServiceException and others, after which the function may have run), or a
// catch or a retry is put on anything else.
test('a batch is tried again when Lambda says that it was not started, and never else', () => {
  const { States } = definitionOf(templateOf(FAN_OUT))
  const retries = (function find(at: unknown): unknown[] {
    if (typeof at !== 'object' || at === null) return []
    return Object.entries(at).flatMap(([key, value]) => (key === 'Retry' || key === 'Catch' ? [value] : find(value)))
  })(States)
  expect(retries).toEqual([
    [{ ErrorEquals: ['Lambda.TooManyRequestsException'], IntervalSeconds: 2, MaxAttempts: 8, BackoffRate: 2 }],
  ])
})

// Breakage: another strategy's function is called, or another size than the first that is named.
test('batches go to the function of the chosen strategy', () => {
  const template = templateOf({ ...FAN_OUT, strategy: 'look-ahead', memory: '1024,512' })
  const { States, StartAt } = definitionOf(template).States.Batches.ItemProcessor
  expect(States[StartAt]!.Resource).toBe(`<${functionNamed(template, 'utakata-look-ahead-1024').id}.Arn>`)
})

// Breakage: both are deployed: from the network of the mock world neither the webhook's secret nor a feed can be reached.
test('beside a mock world there is no fan-out', () => {
  expect(() => templateOf({ ...FAN_OUT, mock: 'ec2' })).toThrow(/^fanout: expected off beside mock=ec2/)
})

// Breakage: the workflow cannot read the list, start its batches, call the function or write its log; or it may do more.
test('the workflow reads and writes its bucket, calls one function, runs its own batches and writes its log', () => {
  const template = templateOf(FAN_OUT)
  const machine = machineOf(template)
  const bucket = bucketOf(template)
  const lambda = functionNamed(template, 'utakata-pipelined-1769').id
  const executions = `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"${machine.id}"}]}]}`
  const logging = [
    'CreateLogDelivery',
    'DeleteLogDelivery',
    'DescribeLogGroups',
    'DescribeResourcePolicies',
    'GetLogDelivery',
  ]
  const moreLogging = ['ListLogDeliveries', 'PutResourcePolicy', 'UpdateLogDelivery']
  const tracing = ['GetSamplingRules', 'GetSamplingTargets', 'PutTelemetryRecords', 'PutTraceSegments']
  expect(grantsOf(template, idIn(machine.Properties.RoleArn))).toEqual(
    [
      `lambda:InvokeFunction on <${lambda}.Arn>`,
      `lambda:InvokeFunction on <${lambda}.Arn>:*`,
      ...[...logging, ...moreLogging].map((action) => `logs:${action} on *`),
      ...['AbortMultipartUpload', 'GetObject', 'ListMultipartUploadParts', 'PutObject'].map(
        (action) => `s3:${action} on arn:<AWS::Partition>:s3:::<${bucket}>/*`,
      ),
      `s3:ListBucket on <${bucket}.Arn>`,
      `states:DescribeExecution on ${executions}:*`,
      `states:RedriveExecution on ${executions}/*:*`,
      `states:StartExecution on <${machine.id}>`,
      `states:StopExecution on ${executions}:*`,
      ...tracing.map((action) => `xray:${action} on *`),
    ].toSorted(),
  )
})

// Breakage: feeds, which are addresses with secrets in them, get into the log, or the log is kept for ever.
test('the workflow is logged and traced without the data that it handles', () => {
  const template = templateOf(FAN_OUT)
  const { Properties } = machineOf(template)
  expect(Properties).toMatchObject({
    StateMachineType: 'STANDARD',
    TracingConfiguration: { Enabled: true },
    LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
  })
  const logs = theResource(template, 'AWS::Logs::LogGroup', 'FanOutLogs')
  expect(logs.Properties).toMatchObject({ RetentionInDays: 7, LogGroupName: '/aws/vendedlogs/states/utakata-fan-out' })
  expect(JSON.stringify(Properties.LoggingConfiguration.Destinations)).toContain(logs.id)
})

// Breakage: lists or answers are public, go over plain HTTP, are kept for ever, or are deleted with the stack.
test('lists and answers are private, kept for a month, and not deleted with the stack', () => {
  const template = templateOf(FAN_OUT)
  template.hasResource('AWS::S3::Bucket', {
    DeletionPolicy: 'Retain',
    Properties: {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 30, Status: 'Enabled' }] },
    },
  })
  const policies = resourcesOf<{ PolicyDocument: { Statement: { Effect: string; Condition: object }[] } }>(
    template,
    'AWS::S3::BucketPolicy',
  ).flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
  expect(policies).toEqual([
    expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
  ])
})
