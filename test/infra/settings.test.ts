import { resolve } from 'node:path'
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api'
import { expect, test } from 'vitest'
import { Refusal, type Refused } from '../../infra/refusal.ts'
import { readSettings, refuseUnknown } from '../../infra/settings.ts'
import { strategies } from '../../strategies/index.ts'

const WEBHOOK = 'https://hooks.slack.com/services/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'
const CALENDAR = 'https://feeds.test/private-S3CRET/basic.ics'
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms'
const scheduled = { schedule: 'on', webhookSecret: 'webhook', feeds: 'ssm:/utakata/feeds' }

function refusalOf(context: Readonly<Record<string, unknown>>): Refused {
  try {
    refuseUnknown(Object.keys(context))
    readSettings(context)
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal)
    const { message, refused } = error as Refusal
    expect(message).not.toMatch(/S3CRET|:\/\/[a-z]/)
    expect(message.length).toBeLessThan(500)
    return refused
  }
  throw new Error('expected the settings to be refused')
}

// Breakage: any default changes.
test('without settings it deploys one function a strategy, without a notifier, a mock world or a fan-out', () => {
  expect(readSettings({})).toEqual({
    job: undefined,
    variables: {},
    memoryMb: [1769],
    timeoutMs: 60_000,
    reservedConcurrency: undefined,
    traceMode: 'exemplars',
    feeds: undefined,
    webhookSecret: undefined,
    within: '30m',
    strategy: 'pipelined',
    isScheduled: false,
    everyMs: 900_000,
    alarmTopic: undefined,
    mock: undefined,
    fanOut: undefined,
  })
})

// Breakage of a row: its key is not read, or not trimmed.
test.each([
  [{ memory: '512, 1769,10240' }, { memoryMb: [512, 1769, 10_240] }],
  [{ memory: 128 }, { memoryMb: [128] }],
  [{ timeout: '15m' }, { timeoutMs: 900_000 }],
  [{ timeout: ' 90s ' }, { timeoutMs: 90_000 }],
  [{ reserved: '5' }, { reservedConcurrency: 5 }],
  [{ trace: 'sdk' }, { traceMode: 'sdk' }],
  [{ job: ' examples/orders/job.ts' }, { job: resolve('examples/orders/job.ts') }],
  [
    { job: 'examples/orders/job.ts', fanout: 'on' },
    { fanOut: { feedsPerBatch: 1000 }, webhookSecret: undefined },
  ],
  [{ feeds: 'ssm:/utakata/feeds' }, { feeds: { text: 'ssm:/utakata/feeds', parameter: '/utakata/feeds' } }],
  [
    { feeds: 's3://my-bucket/lists/all feeds.txt' },
    { feeds: { text: 's3://my-bucket/lists/all feeds.txt', bucket: 'my-bucket', object: 'lists/all feeds.txt' } },
  ],
  [{ webhookSecret: 'prod/slack.com/webhook' }, { webhookSecret: 'prod/slack.com/webhook' }],
  [{ within: '2h' }, { within: '2h' }],
  [{ strategy: 'sequential' }, { strategy: 'sequential' }],
  [scheduled, { isScheduled: true }],
  [{ every: '1h' }, { everyMs: 3_600_000 }],
  [{ alarmTopic: TOPIC }, { alarmTopic: TOPIC }],
  [{ mock: 'ec2' }, { mock: { hours: 2, zone: undefined, worldFile: undefined } }],
  [{ mock: 'ec2', mockZone: 'us-east-1b' }, { mock: { zone: 'us-east-1b' } }],
  [{ mock: 'ec2', mockZone: 'us-gov-west-1a' }, { mock: { zone: 'us-gov-west-1a' } }],
  [{ mock: 'ec2', mockHours: 24, mockWorld: 'world.json' }, { mock: { hours: 24, worldFile: 'world.json' } }],
  [
    { fanout: 'on', webhookSecret: 'webhook' },
    { fanOut: { feedsPerBatch: 1000, batchesAtATime: 100, toleratedItemPercent: 5 } },
  ],
  [
    { fanout: 'on', webhookSecret: 'webhook', batch: '2000', batches: '10000', tolerated: '0' },
    { fanOut: { feedsPerBatch: 2000, batchesAtATime: 10_000, toleratedItemPercent: 0 } },
  ],
])('%j is read', (context, settings) => {
  expect(readSettings(context)).toMatchObject(settings)
})

const NONE_OF = {
  memory: 'sizes that Lambda has',
  strategy: Object.keys(strategies).join(', '),
  trace: 'off, summary, exemplars, sdk',
}

// Breakage of a row: its check is taken away, or a bound of it moved by one.
test.each([
  ['memory', '127', NONE_OF.memory],
  ['memory', '10241', NONE_OF.memory],
  ['memory', '512,', NONE_OF.memory],
  ['memory', '1e3', NONE_OF.memory],
  ['memory', '512MB', NONE_OF.memory],
  ['memory', '', NONE_OF.memory],
  ['memory', [512], 'a text or a number'],
  ['timeout', '901s', 'at most 15m'],
  ['timeout', '60', 'a duration such as'],
  ['timeout', '0s', 'a duration such as'],
  ['reserved', '0', 'a whole number from 1 to'],
  ['reserved', 'all', 'a whole number from 1 to'],
  ['trace', 'on', NONE_OF.trace],
  ['trace', '', NONE_OF.trace],
  ['job', 'my-jbo.ts', 'the file of a module with a job'],
  ['job', 'examples/orders', 'the file of a module with a job'],
  ['job', 'x'.repeat(300), 'the file of a module with a job'],
  ['job', CALENDAR, 'the file of a module with a job'],
  ['feeds', 'ssm:', 'ssm:NAME or s3://BUCKET/KEY'],
  ['feeds', 's3://bucket', 'ssm:NAME or s3://BUCKET/KEY'],
  ['feeds', 's3://bucket/*', 'ssm:NAME or s3://BUCKET/KEY'],
  ['feeds', CALENDAR, 'ssm:NAME or s3://BUCKET/KEY'],
  ['webhookSecret', 'two words', 'the name of a secret in Secrets Manager'],
  ['webhookSecret', 'a'.repeat(513), 'the name of a secret in Secrets Manager'],
  ['within', 'soon', 'a duration such as'],
  ['within', '367d', 'a duration such as'],
  ['strategy', 'fastest', NONE_OF.strategy],
  ['strategy', 'toString', NONE_OF.strategy],
  ['schedule', 'yes', 'one of on, off'],
  ['schedule', true, 'a text or a number'],
  ['every', '90s', 'whole minutes'],
  ['every', '', 'a duration such as'],
  ['alarmTopic', 'alarms', 'the ARN of an SNS topic'],
  ['alarmTopic', TOPIC.replace('9012', ''), 'the ARN of an SNS topic'],
  ['alarmTopic', TOPIC.replace('sns', 'sqs'), 'the ARN of an SNS topic'],
  ['mock', 'on', 'one of ec2, off'],
  ['mockHours', '0', 'a whole number from 1 to 24'],
  ['mockHours', '25', 'a whole number from 1 to 24'],
  ['mockZone', 'us-east-1', 'the name of an availability zone, such as us-east-1b'],
  ['mockZone', 'use1-az3', 'the name of an availability zone, such as us-east-1b'],
  ['mockZone', 'us-east-1a,us-east-1b', 'the name of an availability zone, such as us-east-1b'],
  ['mockWorld', {}, 'a text or a number'],
  ['fanout', 'yes', 'one of on, off'],
  ['batch', '2001', 'a whole number from 1 to 2000'],
  ['batches', '0', 'a whole number from 1 to 10000'],
  ['tolerated', '5%', 'a whole number from 0 to 100'],
  ['tolerated', '101', 'a whole number from 0 to 100'],
])('%s = %j is refused under that key', (key, value, expected) => {
  expect(refusalOf({ [key]: value })).toMatchObject({ key, expected: expect.stringContaining(expected) })
})

// Breakage: a list of names beside the registry.
test('every strategy of the registry can be chosen', () => {
  for (const strategy of Object.keys(strategies)) expect(readSettings({ strategy }).strategy).toBe(strategy)
})

// Breakage: sizes are compared as written: two functions of one name, and the CDK's own message about it.
test('a memory size that is there twice is refused, however it is written', () => {
  for (const memory of ['512,512', '512, 0512'])
    expect(refusalOf({ memory })).toEqual({ key: 'memory', expected: 'each size once', got: '512 twice' })
})

// Breakage: only keys of a CDK setting's shape are looked at: "memory MB" would be as if nothing were said.
test('a key that nobody knows is refused with all that are known', () => {
  for (const key of ['memroy', 'webhook-secret', 'memory MB', 'toString', '__proto__', 'reservedConcurrentExecutions'])
    expect(refusalOf(JSON.parse(`{"${key}": "1"}`))).toEqual({
      key,
      expected: expect.stringContaining('one of the keys memory, timeout, reserved,'),
      got: 'another',
    })
  for (const key of ['', WEBHOOK]) expect(refusalOf({ [key]: '1' }).key).toBe(`(a key of ${key.length} characters)`)
})

// Breakage: the keys that the command line keeps in cdk.json are refused: after `cdk acknowledge` nothing could be deployed.
test('keys of the CDK itself are none of ours', () => {
  const ofCdk = {
    ...CURRENTLY_RECOMMENDED_FLAGS,
    'aws:cdk:enable-path-metadata': true,
    'aws:cdk:bundling-stacks': ['**'],
    '@aws-cdk/core:checkSecretUsage': true,
    'availability-zones:account=123456789012:region=eu-west-1': ['eu-west-1a'],
    'acknowledged-issue-numbers': [1, 2],
    'cli-telemetry': false,
  }
  expect(readSettings(ofCdk)).toEqual(readSettings({}))
})

// Breakage: a key is read because it is there.
test('a key that is null is as if it were not there', () => {
  expect(readSettings({ memory: null, feeds: undefined })).toEqual(readSettings({}))
})

// Breakage: one of the three is not required: the functions would find it out, one by one.
test('a schedule needs a secret and feeds, a fan-out needs a secret, and the refusal says what for', () => {
  for (const [key, context, what] of [
    ['webhookSecret', { ...scheduled, webhookSecret: '' }, 'schedule=on'],
    ['feeds', { ...scheduled, feeds: '' }, 'schedule=on'],
    ['webhookSecret', { fanout: 'on' }, 'fanout=on'],
  ] as const)
    expect(refusalOf(context)).toMatchObject({ key, expected: expect.stringContaining(what), got: 'nothing' })
})

// Breakage: the mock server is deployed with calendars, which the job does not read: each item fails, in every variant alike.
test('a mock world of an own job has to be given', () => {
  const own = { job: 'examples/orders/job.ts', mock: 'ec2' }
  expect(refusalOf(own)).toMatchObject({ key: 'mockWorld', got: 'nothing' })
  expect(readSettings({ ...own, mockWorld: 'world.json' }).mock).toEqual({ hours: 2, worldFile: 'world.json' })
})

// Breakage: the notifier is deployed beside an own job, and looks for calendars in its items.
test('a schedule is refused beside a job of a user', () => {
  expect(refusalOf({ ...scheduled, job: 'examples/orders/job.ts' })).toMatchObject({
    key: 'schedule',
    expected: expect.stringContaining('off beside a job of your own'),
  })
})

// Breakage: spans may have gaps between them: what starts there is never sent.
test('a schedule whose runs look less far than the next run is away is refused', () => {
  const shorter = { every: '15m', within: '14m' }
  expect(refusalOf({ ...scheduled, ...shorter })).toEqual({
    key: 'within',
    expected: 'at least as long as every (15m), or what starts between two runs is never sent',
    got: '"14m"',
  })
  expect(readSettings({ ...scheduled, every: '15m', within: '900s' }).isScheduled).toBe(true)
  expect(readSettings(shorter).isScheduled, 'without a schedule nothing is between two runs').toBe(false)
})

// Breakage: these are read only where they are used: the mistake is found out the day it is switched on.
test('a setting of what is switched off is read all the same', () => {
  expect(refusalOf({ mock: 'off', mockHours: '99' }).key).toBe('mockHours')
  expect(refusalOf({ fanout: 'off', batch: 'many' }).key).toBe('batch')
})

// Breakage: only what has "//" in it is taken for an address: the others would stand in the template.
test('a webhook as the name of its secret is refused and not quoted, with its scheme or without', () => {
  for (const webhook of [
    WEBHOOK,
    WEBHOOK.replace('https://', ''),
    WEBHOOK.replace('https://hooks.slack.com/services/', ''),
    'hooks.slack-gov.com/services/S3CRET',
    'hooks.slack.com',
  ]) {
    const refused = refusalOf({ webhookSecret: webhook })
    expect(refused).toEqual({
      key: 'webhookSecret',
      expected: expect.stringContaining('never the webhook itself'),
      got: `a text of ${webhook.length} characters`,
    })
  }
})

// Breakage: a value is quoted whatever it is.
test('an address or a token in the place of any setting is not quoted', () => {
  const given = Object.keys(NONE_OF).concat(
    'timeout',
    'feeds',
    'within',
    'every',
    'schedule',
    'alarmTopic',
    'mock',
    'batch',
  )
  for (const key of given)
    for (const secret of [WEBHOOK, WEBHOOK.slice('https://'.length), CALENDAR, `xoxb-S3CRET-${'7'.repeat(30)}`])
      expect(refusalOf({ [key]: secret })).toMatchObject({ key, got: `a text of ${secret.length} characters` })
})
