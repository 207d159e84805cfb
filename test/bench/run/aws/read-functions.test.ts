import { expect, test } from 'vitest'
import { createControlClient } from '../../../../bench/run/aws/configuration/lambda-client.ts'
import { LAB_TAG, readFunctions } from '../../../../bench/run/aws/read-functions.ts'
import { errorOf } from '../../../support/reconfiguring.ts'
import { answering } from '../../../support/wire.ts'

const ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:a'
const A = { FunctionName: 'a', FunctionArn: ARN, MemorySize: 512, Architectures: ['x86_64'] }

/** What is known of function `a` where Lambda answers like this. */
async function known(answer: object, named: Parameters<typeof readFunctions>[1] = ['a']) {
  await using lambda = await answering((response) => response.end(JSON.stringify(answer)))
  const credentials = { accessKeyId: 'made-up', secretAccessKey: '5ecret' }
  const client = createControlClient({ region: 'eu-central-1', endpoint: lambda.origin, credentials, maxAttempts: 1 })
  return { functions: await readFunctions(client, named), seen: lambda.seen }
}

test('a function of ours says which strategy it is, another one goes by its name', async () => {
  const variables = { STRATEGY: 'pipelined', BUNDLE_DIGEST: 'abc' }
  const ours = await known({ Configuration: { ...A, Environment: { Variables: variables } } })
  const traced = {
    isOurs: true,
    tracesRuns: true,
    isTraced: false,
    isInVpc: false,
    hasSnapStart: false,
    isReported: true,
  }
  expect(ours.functions).toEqual([
    { strategy: 'pipelined', name: 'a', arn: ARN, memoryMb: 512, architecture: 'x86_64', ...traced },
  ])
  expect(ours.seen.map(({ path }) => path)).toEqual(['/2015-03-31/functions/a'])
  // Somebody else may have a variable of that name.
  const others = [{ Variables: { STRATEGY: 'pipelined' } }, { Variables: { STRATEGY: 'x', BUNDLE_DIGEST: 'abc' } }]
  for (const Environment of [undefined, {}, { Variables: {} }, { Error: { ErrorCode: 'AccessDenied' } }, ...others])
    expect((await known({ Configuration: { ...A, Environment } })).functions[0]).toMatchObject({
      strategy: 'a',
      isOurs: false,
      tracesRuns: false,
    })
  const silent = await known({ Configuration: { ...A, Environment: { Variables: { ...variables, TRACE: 'off' } } } })
  expect(silent.functions[0]).toMatchObject({ isOurs: true, tracesRuns: false })
})

test('whether Lambda traces a function is what its tracing mode says', async () => {
  const tracedBy = async (TracingConfig?: object) =>
    (await known({ Configuration: { ...A, ...(TracingConfig && { TracingConfig }) } })).functions[0]!.isTraced
  expect(await tracedBy({ Mode: 'Active' })).toBe(true)
  for (const mode of [undefined, {}, { Mode: 'PassThrough' }]) expect(await tracedBy(mode)).toBe(false)
})

// Breakage: a size as it was deployed, which somebody has changed since.
test('of a stack the strategy counts and its size is what it is now', async () => {
  const named = [{ strategy: 'pipelined', name: 'a', arn: 'as deployed', memoryMb: 1769 }]
  expect((await known({ Configuration: A }, named)).functions).toMatchObject([{ strategy: 'pipelined', memoryMb: 512 }])
})

// Breakage: a guess, whose price is a fifth off where it is wrong.
test('of what names no architecture that is known, none is known', async () => {
  const { Architectures: _, ...others } = A
  for (const more of [{}, { Architectures: [] }, { Architectures: ['riscv64'] }])
    expect((await known({ Configuration: { ...others, ...more } })).functions[0]).not.toHaveProperty('architecture')
})

test('a lab says that it is none, and what says so badly is taken for AWS', async () => {
  const emulation = { client: 'stand-in', freezes: false, share: { wanted: 0.5 } }
  const tagged = (text: string) => known({ Configuration: A, Tags: { [LAB_TAG]: text } })
  expect((await tagged(JSON.stringify(emulation))).functions[0]!.emulation).toEqual(emulation)
  for (const text of ['', '{', 'null', '{"client":"native"}'])
    expect((await tagged(text)).functions[0]).not.toHaveProperty('emulation')
})

test('what Lambda refuses rejects', async () => {
  await using lambda = await answering((response) => {
    response.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' }).end('{}')
  })
  const credentials = { accessKeyId: 'made-up', secretAccessKey: '5ecret' }
  const client = createControlClient({ region: 'eu-central-1', endpoint: lambda.origin, credentials, maxAttempts: 1 })
  expect((await errorOf(readFunctions(client, ['a']))).name).toBe('ResourceNotFoundException')
})
