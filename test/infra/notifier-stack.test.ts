import { expect, test } from 'vitest'
import { CLAIM } from '../../infra/claims-table.ts'
import {
  type Context,
  functionNamed,
  grantsOf,
  idIn,
  REAL,
  type Resource,
  resourcesOf,
  roleOf,
  templateOf,
  textOf,
  theResource,
} from '../support/stacks.ts'

const SCHEDULE = 'AWS::Scheduler::Schedule'
const ON: Context = { ...REAL, schedule: 'on' }
const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:alarms'

interface Schedule {
  readonly State: string
  readonly ScheduleExpression: string
  readonly Target: {
    readonly Arn: unknown
    readonly Input: string
    readonly RoleArn: unknown
    readonly DeadLetterConfig: unknown
    readonly RetryPolicy: unknown
  }
}

// Breakage: the schedule runs by itself after a deploy, or `-c every=` is not what it goes by.
test('the schedule is off until it is turned on', () => {
  const off = theResource<Schedule>(templateOf(REAL), SCHEDULE).Properties
  expect(off).toMatchObject({ State: 'DISABLED', ScheduleExpression: 'rate(15 minutes)' })
  const on = theResource<Schedule>(templateOf({ ...ON, every: '5m' }), SCHEDULE).Properties
  expect(on).toMatchObject({ State: 'ENABLED', ScheduleExpression: 'rate(5 minutes)' })
})

// Breakage: it sends the present, or under another key than the notifier reads.
test('the schedule sends the scheduled time to the notifier of the chosen strategy', () => {
  const template = templateOf({ ...ON, strategy: 'promise-all' })
  const notifier = functionNamed(template, 'utakata-notifier')
  const { Target } = theResource<Schedule>(template, SCHEDULE).Properties
  expect(JSON.parse(Target.Input)).toEqual({ scheduled: '<aws.scheduler.scheduled-time>' })
  expect(textOf(Target.Arn)).toBe(`<${notifier.id}.Arn>`)
  expect(notifier.Properties).toMatchObject({
    Handler: 'notifier.handler',
    Environment: { Variables: { STRATEGY: 'promise-all', WITHIN: '30m' } },
  })
})

// Breakage: Scheduler may not start it or give it up, it may do more, or another account's schedule could use the role.
test('the role of the schedule starts the notifier and gives up to the queue, for schedules of this account alone', () => {
  const template = templateOf(ON)
  const { Target } = theResource<Schedule>(template, SCHEDULE).Properties
  const queue = theResource(template, 'AWS::SQS::Queue').id
  const role = idIn(Target.RoleArn)
  expect(grantsOf(template, role)).toEqual([
    `lambda:InvokeFunction on <${functionNamed(template, 'utakata-notifier').id}.Arn>`,
    `sqs:SendMessage on <${queue}.Arn>`,
  ])
  const { AssumeRolePolicyDocument } = theResource(template, 'AWS::IAM::Role', role).Properties
  const [trust] = (
    AssumeRolePolicyDocument as { Statement: { Principal: object; Condition: Record<string, object> }[] }
  ).Statement
  expect(trust!.Principal).toEqual({ Service: 'scheduler.amazonaws.com' })
  const conditions = Object.entries(trust!.Condition.StringEquals!).map(([key, value]) => [key, textOf(value)])
  expect(Object.fromEntries(conditions)).toEqual({
    'aws:SourceAccount': '<AWS::AccountId>',
    'aws:SourceArn': 'arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule-group/default',
  })
})

// Breakage: a run that Scheduler could not start, or one that failed three times, is forgotten; or the queue is open to plain HTTP.
test('what cannot be started and what fails ends in the dead-letter queue', () => {
  const template = templateOf(ON)
  const queue = theResource(template, 'AWS::SQS::Queue')
  expect(queue.Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 86_400 })
  const { Target } = theResource<Schedule>(template, SCHEDULE).Properties
  expect(textOf((Target.DeadLetterConfig as { Arn: unknown }).Arn)).toBe(`<${queue.id}.Arn>`)
  expect(Target.RetryPolicy).toEqual({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 })
  const failures = theResource(template, 'AWS::Lambda::EventInvokeConfig', 'Notifier').Properties
  expect(failures).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600, Qualifier: '$LATEST' })
  expect(idIn(failures.FunctionName)).toBe(functionNamed(template, 'utakata-notifier').id)
  expect(textOf((failures.DestinationConfig as { OnFailure: { Destination: unknown } }).OnFailure.Destination)).toBe(
    `<${queue.id}.Arn>`,
  )
  template.hasResourceProperties('AWS::SQS::QueuePolicy', {
    PolicyDocument: { Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] },
  })
})

// Breakage: the table keeps claims for ever, is keyed by anything but what the code writes, or may be scanned.
test('claims are put, deleted, looked up one by one and nothing else, in a table that forgets them', () => {
  const template = templateOf(ON)
  const table = theResource(template, 'AWS::DynamoDB::Table')
  expect(table.Properties).toMatchObject({
    KeySchema: [{ AttributeName: CLAIM.key, KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: CLAIM.key, AttributeType: 'S' }],
    TimeToLiveSpecification: { AttributeName: CLAIM.until, Enabled: true },
    BillingMode: 'PAY_PER_REQUEST',
  })
  const grants = grantsOf(template, roleOf(functionNamed(template, 'utakata-notifier')))
  expect(grants.filter((grant) => grant.startsWith('dynamodb:'))).toEqual([
    `dynamodb:DeleteItem on <${table.id}.Arn>`,
    `dynamodb:GetItem on <${table.id}.Arn>`,
    `dynamodb:PutItem on <${table.id}.Arn>`,
  ])
  const { CLAIMS_TABLE } = functionNamed(template, 'utakata-notifier').Properties.Environment.Variables
  expect(textOf(CLAIMS_TABLE)).toBe(`<${table.id}>`)
})

// Breakage: the notifier is granted anything that a compared function is not, but for its table and its queue.
test('the notifier may do what the compared functions may, and use its table and its queue', () => {
  const template = templateOf(ON)
  const kinds = (name: string) =>
    grantsOf(template, roleOf(functionNamed(template, name))).map((grant) => grant.replaceAll(/<\w+\.Arn>/g, 'its own'))
  expect(kinds('utakata-notifier')).toEqual(
    [
      ...kinds('utakata-pipelined-1769'),
      ...['DeleteItem', 'GetItem', 'PutItem'].map((action) => `dynamodb:${action} on its own`),
      ...['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'].map((action) => `sqs:${action} on its own`),
    ].toSorted(),
  )
})

interface Alarm {
  readonly Namespace: string
  readonly MetricName: string
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[]
  readonly Statistic: string
  readonly Threshold: number
  readonly ComparisonOperator: string
  readonly Period: number
  readonly TreatMissingData: string
  readonly AlarmActions?: readonly string[]
}

const alarmsOf = (context: Context): Resource<Alarm>[] =>
  resourcesOf<Alarm>(templateOf(context), 'AWS::CloudWatch::Alarm')

// Breakage: an alarm is left out, watches another function or queue, or waits for more than one failure.
test('alarms report failures, what was given up, what waits, silence and feeds that always fail', () => {
  const template = templateOf(ON)
  const lambda = functionNamed(template, 'utakata-notifier').id
  const queue = theResource(template, 'AWS::SQS::Queue').id
  const alarms = alarmsOf(ON).map(({ Properties }) => {
    const { Namespace, MetricName, Dimensions, Statistic, Threshold, ComparisonOperator, Period } = Properties
    const operator = ComparisonOperator === 'LessThanThreshold' ? '<' : '>='
    expect(ComparisonOperator).toMatch(/^(LessThanThreshold|GreaterThanOrEqualToThreshold)$/)
    expect(Properties.TreatMissingData).toBe(operator === '<' ? 'breaching' : 'notBreaching')
    const of = Dimensions.map(({ Value }) => textOf(Value)).join(' ')
    return `${Namespace} ${MetricName} ${of} ${Statistic} ${operator} ${Threshold} in ${Period} s`
  })
  expect(alarms).toEqual([
    `AWS/Lambda Errors <${lambda}> Sum >= 1 in 300 s`,
    `AWS/SQS ApproximateNumberOfMessagesVisible <${queue}.QueueName> Maximum >= 1 in 300 s`,
    `AWS/Lambda AsyncEventAge <${lambda}> Maximum >= 900000 in 300 s`,
    `AWS/Lambda Invocations <${lambda}> Sum < 1 in 900 s`,
    `utakata Failures utakata-notifier pipelined Minimum >= 1 in 86400 s`,
  ])
})

// Breakage: the threshold is the time between two runs of a day: Lambda gives an event up after an hour, so that none gets that old.
test('the alarm on age can go off however rarely the notifier runs', () => {
  const [, , age] = alarmsOf({ ...ON, every: '1d', within: '2d' })
  expect(age!.Properties.Threshold).toBeLessThan(3_600_000)
})

// Breakage: one alarm is left out of the loop, or there are actions that nobody configured.
test('alarms go to the topic that is named, or nowhere', () => {
  for (const { Properties } of alarmsOf({ ...ON, alarmTopic: TOPIC })) expect(Properties.AlarmActions).toEqual([TOPIC])
  for (const { Properties } of alarmsOf(ON)) expect(Properties).not.toHaveProperty('AlarmActions')
})

// Breakage: feeds or the webhook get into the template by their addresses. (A webhook in the place of its secret's name is refused.)
test.each<[string, Context]>([
  ['a parameter', ON],
  ['an object', { ...ON, feeds: 's3://lists/feeds.txt' }],
])('no address of a feed or a webhook is in the template when the feeds are in %s', (_, context) => {
  expect(JSON.stringify(templateOf(context).toJSON())).not.toMatch(/https?:|hooks\.slack/)
  expect(() => templateOf({ ...context, webhookSecret: 'https://hooks.slack.com/services/T/B/x' })).toThrow(
    /^webhookSecret: (?!.*hooks)/,
  )
})

// Breakage: half of what it needs is enough to make one.
test.each<Context>([{}, { feeds: 'ssm:feeds' }, { webhookSecret: 'w' }])(
  'there is no notifier with %j alone',
  (context) => {
    const template = templateOf(context)
    expect(resourcesOf(template, SCHEDULE)).toEqual([])
    expect(() => functionNamed(template, 'utakata-notifier')).toThrow('expected a function')
  },
)
