import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { expect, test } from 'vitest'
import { SET_BY_US } from '../../infra/job-variables.ts'
import { strategies } from '../../strategies/index.ts'
import { aFolder } from '../support/folders.ts'
import {
  aStack,
  type Context,
  DIGEST,
  EVERYTHING,
  FAN_OUT,
  type FunctionProperties,
  functionNamed,
  functionsOf,
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

const names = Object.keys(strategies)
const compared = (sizes: readonly number[]) => names.flatMap((name) => sizes.map((size) => `utakata-${name}-${size}`))

// Breakage: the loop over the registry or over the sizes leaves one out, or `memory` is not passed on.
test('every strategy of the registry is a function of each memory size, and nothing else is', () => {
  const nameOf = ({ Properties }: Resource<FunctionProperties>) => Properties.FunctionName
  expect(functionsOf(templateOf()).map(nameOf).toSorted()).toEqual(compared([1769]).toSorted())
  const two = templateOf({ memory: '512,1769' })
  expect(functionsOf(two).map(nameOf).toSorted()).toEqual(compared([512, 1769]).toSorted())
  expect(functionNamed(two, 'utakata-sequential-512').Properties.MemorySize).toBe(512)
})

// Breakage: any of these is dropped, or is another one for a single function.
test('every function is Node 24 on arm64, traced, with JSON logs for a week, 64 threads of its own and UTC', () => {
  const template = templateOf(EVERYTHING)
  const functions = functionsOf(template)
  expect(functions).toHaveLength(names.length * 2 + 1)
  template.allResourcesProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    TracingConfig: { Mode: 'Active' },
    LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' },
    Environment: { Variables: { UV_THREADPOOL_SIZE: '64', TZ: 'UTC', BUNDLE_DIGEST: DIGEST } },
  })
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 })
  for (const { Properties } of functions) {
    const logs = theResource(template, 'AWS::Logs::LogGroup', idIn(Properties.LoggingConfig.LogGroup))
    expect(logs.Properties.LogGroupName).toBe(`/aws/lambda/${Properties.FunctionName}`)
  }
  for (const own of [roleOf, ({ Properties }: Resource<FunctionProperties>) => idIn(Properties.LoggingConfig.LogGroup)])
    expect(new Set(functions.map(own)).size).toBe(functions.length)
})

/** All resources of one function, each as text that does not depend on which function it is. */
function anonymous(template: ReturnType<typeof templateOf>, name: string): unknown {
  const own = functionNamed(template, name)
  const prefix = own.id.replace(/Function[\dA-F]{8}$/, '')
  const { Resources } = template.toJSON() as { Resources: Record<string, Resource> }
  const ours = Object.entries(Resources).filter(([id]) => id.startsWith(prefix) && !/^\d/.test(id.slice(prefix.length)))
  const text = JSON.stringify(ours)
    .replaceAll(new RegExp(`${prefix}([A-Za-z]+?)[\\dA-F]{8}`, 'g'), 'Own$1')
    .replaceAll(name, 'own-name')
  const resources = (JSON.parse(text) as [string, Resource][]).map(([id, { DependsOn = [], ...resource }]) => ({
    ...resource,
    id,
    DependsOn: DependsOn.toSorted(),
  }))
  const [, strategy, memory] = /^utakata-(.+)-(\d+)$/.exec(name)!
  const itself = resources.find(({ id }) => id === 'OwnFunction')!.Properties as unknown as FunctionProperties
  // Each is said to be its own, once, and then taken away.
  expect(itself.Environment.Variables.STRATEGY).toBe(strategy)
  expect(itself.MemorySize).toBe(Number(memory))
  Object.assign(itself, { MemorySize: 0 })
  Object.assign(itself.Environment.Variables, { STRATEGY: '' })
  return resources
}

// Breakage: one strategy is given more of anything: a longer timeout, a variable, a permission, another retention, a network.
test.each<[string, Context]>([
  ['alone', { memory: '128,1769,10240' }],
  ['with everything beside them', { ...EVERYTHING, reserved: '10' }],
  ['with a fan-out by one of them', FAN_OUT],
])(
  'any two functions, %s, differ in nothing but their strategy and memory, with their roles, logs and filters',
  (_, context) => {
    const template = templateOf(context)
    const [first, ...others] = compared((context.memory ?? '').split(',').map(Number)).map((name) =>
      anonymous(template, name),
    )
    expect(first).toHaveLength(6)
    for (const other of others) expect(other).toEqual(first)
  },
)

const ARN = (service: string, rest: string) => `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${rest}`
const SECRET = ARN('secretsmanager', 'secret:utakata/webhook-??????')
const readingTheSecret = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'].map(
  (a) => `${a} on ${SECRET}`,
)
const inANetwork = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
].map((action) => `${action} on *`)

// Breakage: Lambda tries an invocation again that nobody waits for: these functions claim nothing, and would send notifications twice.
test('an asynchronous invocation of a compared function is never tried again', () => {
  const template = templateOf({})
  for (const name of compared([1769])) {
    const { id } = functionNamed(template, name)
    const found = resourcesOf(template, 'AWS::Lambda::EventInvokeConfig').find(
      ({ Properties }) => idIn(Properties.FunctionName) === id,
    )
    expect(found!.Properties).toMatchObject({ MaximumRetryAttempts: 0, Qualifier: '$LATEST' })
  }
})

// Breakage: a setting does not reach the functions: all of these are other than the defaults.
test('settings reach every function', () => {
  const context = { ...REAL, memory: '512', timeout: '7m', within: '45m', trace: 'summary', strategy: 'look-ahead' }
  const template = templateOf(context)
  for (const name of [...compared([512]), 'utakata-notifier']) {
    const { Properties } = functionNamed(template, name)
    expect(Properties, name).toMatchObject({ Timeout: 420, MemorySize: 512 })
    expect(Properties.Environment.Variables, name).toMatchObject({
      WITHIN: '45m',
      FEEDS: 'ssm:/utakata/feeds',
      WEBHOOK_SECRET: 'utakata/webhook',
      TRACE: 'summary',
      UV_THREADPOOL_SIZE: '64',
      TZ: 'UTC',
    })
  }
  expect(functionNamed(template, 'utakata-notifier').Properties.Environment.Variables.STRATEGY).toBe('look-ahead')
  for (const type of ['AWS::Logs::LogGroup'])
    for (const [, group] of Object.entries(template.findResources(type)))
      expect(group).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' })
})

// Breakage: a role is given a managed policy, all log groups, all secrets, or a place that was not named. Two slashes in the ARN of a
// parameter would fail, too: AWS would refuse every reading.
test.each<[string, Context, readonly string[]]>([
  ['nothing more when nothing is named', {}, []],
  ['the secret that is named', { webhookSecret: 'utakata/webhook' }, readingTheSecret],
  [
    'the parameter that is named',
    REAL,
    [...readingTheSecret, `ssm:GetParameter on ${ARN('ssm', 'parameter/utakata/feeds')}`],
  ],
  ['a parameter without a path', { feeds: 'ssm:feeds' }, [`ssm:GetParameter on ${ARN('ssm', 'parameter/feeds')}`]],
  [
    'the object that is named',
    { feeds: 's3://lists/a/b.txt' },
    ['s3:GetObject on arn:<AWS::Partition>:s3:::lists/a/b.txt'],
  ],
  ['what Lambda asks for in a network', { mock: 'ec2' }, inANetwork],
])('a role writes its own log, puts traces, and has %s', (_, context, more) => {
  const template = templateOf(context)
  for (const name of compared([1769])) {
    const own = functionNamed(template, name)
    const logs = idIn(own.Properties.LoggingConfig.LogGroup)
    expect(grantsOf(template, roleOf(own))).toEqual(
      [
        `logs:CreateLogStream on <${logs}.Arn>`,
        `logs:PutLogEvents on <${logs}.Arn>`,
        'xray:PutTelemetryRecords on *',
        'xray:PutTraceSegments on *',
        ...more,
      ].toSorted(),
    )
    expect(theResource(template, 'AWS::IAM::Role', roleOf(own)).Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [{ Principal: { Service: 'lambda.amazonaws.com' } }],
    })
  }
})

// Breakage: it is always set, or set for the notifier, which is not compared.
test('concurrency is reserved for the compared functions when it is configured, and never else', () => {
  const free = templateOf(REAL)
  for (const { Properties } of functionsOf(free)) expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions')
  const reserved = templateOf({ ...REAL, reserved: '7' })
  const given = (name: string) => functionNamed(reserved, name).Properties.ReservedConcurrentExecutions
  expect(compared([1769]).map(given)).toEqual(names.map(() => 7))
  expect(given('utakata-notifier')).toBeUndefined()
})

// Breakage: an output is no JSON, lacks a key, or names another function's ARN.
test('the outputs name each function as JSON, and the digest of the bundle', () => {
  const template = templateOf({ memory: '512,1769' })
  const outputs = Object.entries(template.findOutputs('*')).map(([key, output]) => [key, textOf(output.Value)] as const)
  const functions = outputs.filter(([key]) => key.startsWith('Function')).map(([, text]) => JSON.parse(text) as object)
  const expected = names.flatMap((strategy) =>
    [512, 1769].map((memoryMb) => {
      const { id } = functionNamed(template, `utakata-${strategy}-${memoryMb}`)
      return { strategy, memoryMb, architecture: 'arm64', name: `<${id}>`, arn: `<${id}.Arn>` }
    }),
  )
  expect(functions).toEqual(expected)
  expect(Object.fromEntries(outputs).BundleDigest).toBe(DIGEST)
})

// Breakage: a function does the built-in job beside others that do the user's own, or a notifier looks for calendars in its items.
test('with an own job every function does it, which the outputs say, and there is no notifier', () => {
  const template = templateOf({ ...REAL, job: 'examples/orders/job.ts' })
  expect(functionsOf(template).map(({ Properties }) => Properties.FunctionName)).toHaveLength(names.length)
  template.allResourcesProperties('AWS::Lambda::Function', { Environment: { Variables: { OWN_JOB: 'own-job.mjs' } } })
  const outputs = Object.entries(template.findOutputs('*')).filter(([key]) => key.startsWith('Function'))
  expect(outputs).toHaveLength(names.length)
  for (const [, { Value }] of outputs) expect(JSON.parse(textOf(Value))).toHaveProperty('isOwnJob', true)
})

// Breakage: a variable of the user's takes the place of one of ours, or one of ours is not refused as a name.
test('the variables of an own job stand beside those that are set for every function', () => {
  const file = join(aFolder({ 'job.env': 'SHOP_TOKEN=shop' }), 'job.env')
  const template = templateOf({ ...REAL, job: 'examples/orders/job.ts', variables: file })
  const shared = functionNamed(template, 'utakata-sequential-1769').Properties.Environment?.Variables
  const { SHOP_TOKEN, ...ours } = shared as Readonly<Record<string, string>>
  expect(SHOP_TOKEN).toBe('shop')
  const ofAll = functionsOf(templateOf(EVERYTHING)).flatMap(({ Properties }) =>
    Object.keys((Properties.Environment?.Variables ?? {}) as object),
  )
  expect([...Object.keys(ours), ...ofAll].filter((name) => !SET_BY_US.includes(name))).toEqual([])
})

// Breakage: something is looked up (`Vpc.fromLookup`, an AMI by context), or a value is left for whoever deploys to give.
test('it is synthesized without a request to AWS', () => {
  const { app, stack } = aStack(EVERYTHING)
  app.synth()
  const manifest = JSON.parse(readFileSync(join(app.outdir, 'manifest.json'), 'utf8')) as { missing?: unknown }
  expect(manifest.missing).toBeUndefined()
  expect(stack.availabilityZones.every((zone) => zone.includes('Token'))).toBe(true)
  for (const context of [{}, EVERYTHING, FAN_OUT])
    for (const { Type, Default } of Object.values(templateOf(context).findParameters('*'))) {
      expect(Type).toMatch(/^AWS::SSM::Parameter::Value</)
      expect(Default).toMatch(/^\/(aws\/service|cdk-bootstrap)\//)
    }
})

// Breakage: anything random or of the day gets in: each deploy would change what is compared.
test('the same settings give the same template', () => {
  const another = Template.fromStack(aStack(EVERYTHING).stack)
  expect(another.toJSON()).toEqual(templateOf(EVERYTHING).toJSON())
})

// Breakage: a function stands outside of it, or the notifier stands in it: it could reach nobody there.
test('the compared functions alone are in the network of the mock world', () => {
  const template = templateOf(EVERYTHING)
  const inside = functionsOf(template).filter(({ Properties }) => Properties.VpcConfig !== undefined)
  expect(inside.map(({ Properties }) => Properties.FunctionName).toSorted()).toEqual(compared([512, 1769]).toSorted())
  for (const { Properties } of functionsOf(templateOf(REAL))) expect(Properties).not.toHaveProperty('VpcConfig')
})

// Breakage: what was not requested is made: each of these costs money.
test('unless configured there is no notifier, no mock world and no fan-out', () => {
  const template = templateOf()
  const types = [
    'AWS::Scheduler::Schedule',
    'AWS::DynamoDB::Table',
    'AWS::EC2::Instance',
    'AWS::EC2::VPC',
    'AWS::S3::Bucket',
  ]
  for (const type of [
    ...types,
    'AWS::StepFunctions::StateMachine',
    'AWS::CloudWatch::Alarm',
    'AWS::SecretsManager::Secret',
  ])
    expect(resourcesOf(template, type)).toEqual([])
  template.hasResourceProperties('AWS::CloudWatch::Dashboard', {
    DashboardName: 'utakata',
    DashboardBody: Match.anyValue(),
  })
})
