import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { abCommand } from '../../../../bench/commands/functions/ab.ts'
import { EXIT } from '../../../../bench/cli/exit-code.ts'
import { awsServices } from '../../../support/aws-services.ts'
import { withEnv } from '../../../support/env.ts'
import { fakeLambdaControl } from '../../../support/fake-lambda-control.ts'
import { aFolder } from '../../../support/folders.ts'
import { anIo } from '../../../support/in-process.ts'
import { errorOf } from '../../../support/reconfiguring.ts'
import { answering } from '../../../support/wire.ts'

const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
const NAMES = ['utakata-sequential-1769', 'utakata-pipelined-1769']
const ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:'
const MINUTE_MS = 60_000
const VARIABLES = { STRATEGY: 'sequential' }

/** A stack with a mock world that came up so long ago, and stands for two hours as far as its outputs say. */
async function aStack({ upMinutes, outputs = {} }: { readonly upMinutes: number; readonly outputs?: object }) {
  const aws = await awsServices()
  aws.parameters.set('/utakata/mock-ca', CA)
  aws.changed.set('/utakata/mock-ca', Date.now() - upMinutes * MINUTE_MS)
  aws.secrets.set('utakata/mock-token', 'a-token')
  const control = await fakeLambdaControl(
    Object.fromEntries(NAMES.map((name) => [name, { memoryMb: 1769, variables: VARIABLES }])),
  )
  // What changes no function it answers itself.
  const lambda = await answering(async (response, { method, path, body }) => {
    if (path.includes('account-settings')) return response.end('{"AccountLimit":{"ConcurrentExecutions":1000}}')
    const [, name] = /\/functions\/([^/]+)$/.exec(path) ?? []
    if (method === 'GET' && name !== undefined)
      return response.end(
        JSON.stringify({
          Configuration: { FunctionName: name, FunctionArn: ARN + name, MemorySize: 1769, Architectures: ['arm64'] },
        }),
      )
    const answer = await fetch(control.origin + path, { method, ...(body !== '' && { body }) })
    const type = answer.headers.get('x-amzn-errortype')
    response.writeHead(answer.status, { ...(type !== null && { 'x-amzn-errortype': type }) })
    response.end(await answer.text())
  })
  const functions = NAMES.map((name) => {
    const [, strategy] = /^utakata-(.+)-\d+$/.exec(name)!
    const value = { strategy, memoryMb: 1769, name, arn: ARN + name, architecture: 'arm64' }
    return [`Function${strategy![0]!.toUpperCase()}${strategy!.slice(1)}1769`, JSON.stringify(value)]
  })
  const mock = {
    MockOrigin: 'https://mock.test',
    MockAuthorityParameter: '/utakata/mock-ca',
    MockTokenSecret: 'utakata/mock-token',
    MockHours: '2',
    ...outputs,
  }
  const cwd = aFolder({
    'cdk-outputs.json': JSON.stringify({ utakata: { ...Object.fromEntries(functions), ...mock } }),
  })
  const variables = {
    AWS_ENDPOINT_URL: aws.origin,
    AWS_ENDPOINT_URL_LAMBDA: lambda.origin,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'made-up',
    AWS_SECRET_ACCESS_KEY: '5ecret',
  }
  for (const [name, value] of Object.entries(variables)) withEnv(name, value)
  onTestFinished(async () => {
    for (const one of [aws, control, lambda]) await one[Symbol.asyncDispose]()
  })
  const io = anIo({ cwd })
  return {
    aws,
    control,
    lambda,
    io,
    /** Of two strategies and their controls; twelve containers take about six minutes as it is estimated. */
    compare: (options: Parameters<typeof abCommand>[0] = {}) =>
      abCommand({ output: join(cwd, 'results'), latest: true, traces: false, ...options }, io),
  }
}

const invocations = (requests: readonly { readonly path: string }[]) =>
  requests.filter(({ path }) => path.includes('/invocations'))

// Breakage: it is said once containers were paid for that cannot be compared any more, or never.
test('a mock world that would end within the comparison is said before anything is changed', async () => {
  const { control, lambda, compare, io } = await aStack({ upMinutes: 112 })
  expect(await errorOf(compare())).toMatchObject({
    code: 'mock-ends-too-early',
    parameters: { hours: 2, leftMs: expect.closeTo(3 * MINUTE_MS, -4) as number, otherHours: 1 },
  })
  expect(control.updates()).toEqual([])
  expect(invocations(lambda.seen)).toEqual([])
  // So that whoever reads it sees what it takes.
  expect(io.printed.stderr).toContain('12 new containers of each')
})

test('a plan makes no request, and knows a new world that would not do', async () => {
  const { aws, lambda, compare } = await aStack({ upMinutes: 112 })
  expect(await compare({ dryRun: true })).toBe(0)
  const error = await errorOf(compare({ dryRun: true, containers: '2000' }))
  expect(error).toMatchObject({ code: 'mock-ends-too-early', parameters: { hours: 2 } })
  expect(error).not.toHaveProperty('parameters.leftMs')
  expect([...aws.seen, ...lambda.seen]).toEqual([])
})

// Breakage: only the estimate is compared, and not what the first renewal shows that it takes.
test('once the first containers are there what is left is looked at again, before they are invoked', async () => {
  const { control, lambda, compare, io } = await aStack({ upMinutes: 0 })
  const now = Date.now.bind(Date)
  // As long as changes in a VPC may take.
  control.onUpdate(() => vi.spyOn(Date, 'now').mockImplementation(() => now() + 119 * MINUTE_MS))
  onTestFinished(() => void vi.restoreAllMocks())
  expect(await compare()).toBe(EXIT.cannotJudge)
  expect(io.printed.stderr).toMatch(/broke off: the mock world .*, and the comparison takes about/)
  expect(invocations(lambda.seen)).toEqual([])
  for (const name of NAMES) expect(control.functionOf(name).variables).toEqual(VARIABLES)
})

test('an older stack does not say how long its world stands, and nothing is said of it', async () => {
  const { control, compare } = await aStack({ upMinutes: 500, outputs: { MockHours: undefined } })
  control.refuse(NAMES[0]!, [403, 'AccessDeniedException', 'the end of this test'])
  control.refuse(NAMES[1]!, [403, 'AccessDeniedException', 'the end of this test'])
  expect(await compare().catch((error: unknown) => error)).not.toMatchObject({ code: 'mock-ends-too-early' })
  expect(control.updates().length).toBeGreaterThan(0)
})
