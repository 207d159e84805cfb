import { expect, test, vi } from 'vitest'
import { aFunction, aLambda, invoke, handling } from '../../support/local-functions.ts'

const VARIABLES = handling('return process.env')

async function variablesOf(settings: Parameters<typeof aFunction>[1] = {}, daemon?: string) {
  await using lambda = aLambda(aFunction(VARIABLES, settings), { daemon })
  return (await invoke(lambda)).body as Readonly<Record<string, string>>
}

test('a function sees none of the variables of who runs the lab', async () => {
  vi.stubEnv('AWS_SESSION_TOKEN', 'a-secret')
  vi.stubEnv('AWS_PROFILE', 'a-secret')
  vi.stubEnv('SLACK_WEBHOOK', 'a-secret')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'a-secret')
  // Would be obeyed by the process of the function.
  vi.stubEnv('NODE_OPTIONS', '--title=a-secret')
  try {
    const variables = await variablesOf()
    expect(Object.values(variables).filter((value) => value.includes('a-secret'))).toEqual([])
    expect(Object.keys(variables).sort()).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_DEFAULT_REGION',
      'AWS_EC2_METADATA_DISABLED',
      'AWS_EXECUTION_ENV',
      'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
      'AWS_LAMBDA_FUNCTION_NAME',
      'AWS_LAMBDA_FUNCTION_VERSION',
      'AWS_LAMBDA_INITIALIZATION_TYPE',
      'AWS_LAMBDA_LOG_FORMAT',
      'AWS_LAMBDA_LOG_GROUP_NAME',
      'AWS_LAMBDA_LOG_STREAM_NAME',
      'AWS_LAMBDA_RUNTIME_API',
      'AWS_REGION',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_XRAY_CONTEXT_MISSING',
      'AWS_XRAY_DAEMON_ADDRESS',
      'LAMBDA_TASK_ROOT',
      'LANG',
      'PATH',
      'TZ',
      '_HANDLER',
      '_X_AMZN_TRACE_ID',
    ])
  } finally {
    vi.unstubAllEnvs()
  }
})

test('a function has the variables of Lambda and its own', async () => {
  const variables = await variablesOf({ variables: { OWN: 'ü', TZ: 'Asia/Tokyo' }, memoryMb: 1024 }, '127.0.0.1:2000')
  expect(variables).toMatchObject({
    OWN: 'ü',
    TZ: 'Asia/Tokyo',
    AWS_REGION: 'us-east-1',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: 'a-function',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    _HANDLER: 'index.handler',
  })
  expect(variables.AWS_LAMBDA_LOG_STREAM_NAME).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][\da-f]{32}$/)
})

test.each([
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_LAMBDA_EXEC_WRAPPER',
  'AWS_REGION',
  'AWS_ACCESS_KEY_ID',
  'AWS_XRAY_DAEMON_ADDRESS',
  '_HANDLER',
  'LAMBDA_TASK_ROOT',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_COMPILE_CACHE',
  'LD_PRELOAD',
  'DYLD_INSERT_LIBRARIES',
  'OPENSSL_CONF',
  'PATH',
  'AWS_PROFILE',
  'AWS_CONFIG_FILE',
])('%s is refused as a variable of a function, at its start and later', async (name) => {
  const variables = { [name]: 'its-own' }
  const refusal = `a-function: expected variables of the function's own, got ${name}, which is reserved`
  expect(() => aLambda(aFunction(VARIABLES, { variables }))).toThrow(refusal)
  await using lambda = aLambda(aFunction(VARIABLES, { variables: { OWN: 'o' } }))
  expect(() => lambda.reconfigure('a-function', { variables })).toThrow(refusal)
  expect(lambda.settingsOf('a-function')!.settings.variables).toEqual({ OWN: 'o' })
})

test('what a comparison sets, and what a function may have on Lambda, is not refused', async () => {
  const variables = { UTAKATA_TOUCHED: 'x', NODE_ENV: 'production', TZ: 'UTC', UV_THREADPOOL_SIZE: '64', TRACE: 'off' }
  expect(await variablesOf({ variables })).toMatchObject(variables)
})

test('a function runs in its own folder', async () => {
  const one = aFunction(handling('return process.cwd()'))
  await using lambda = aLambda(one)
  expect((await invoke(lambda)).body).toBe(one.folder)
})
