import { expect, test, vi } from 'vitest'
import { mockWorldOf } from '../../../../bench/run/aws/mock-world.ts'
import { UserError } from '../../../../bench/io/user-error.ts'
import { type AwsServices, awsServices } from '../../../support/aws-services.ts'
import { errorOf } from '../../../support/reconfiguring.ts'

const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
const OUTPUTS = new Map([
  ['MockAuthorityParameter', '/utakata/mock-ca'],
  ['MockTokenSecret', 'utakata/mock-token'],
])

/** The SDK's clients find these services by the variables of this process, for as long as the work takes. */
async function withServices<T>(aws: AwsServices, work: () => Promise<T>): Promise<T> {
  const variables = { ...aws.variables, AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  try {
    return await work()
  } finally {
    vi.unstubAllEnvs()
  }
}

test('the authority and the token of a mock world are read from where the stack put them', async () => {
  await using aws = await awsServices()
  aws.parameters.set('/utakata/mock-ca', CA)
  aws.secrets.set('utakata/mock-token', 'a-token')
  expect(await withServices(aws, () => mockWorldOf('https://mock.test', OUTPUTS))).toEqual({
    origin: 'https://mock.test',
    ca: CA,
    token: 'a-token',
  })
})

// Breakage: functions get events of a world whose certificate nobody has, and every one of them fails.
test('a mock world that has not put its certificate there yet is not up', async () => {
  await using aws = await awsServices()
  aws.parameters.set('/utakata/mock-ca', 'pending')
  aws.secrets.set('utakata/mock-token', 'a-token')
  expect(await errorOf(withServices(aws, () => mockWorldOf('https://mock.test', OUTPUTS)))).toEqual(
    new UserError('mock-not-up', { parameter: '/utakata/mock-ca' }),
  )
})

test.each(['MockAuthorityParameter', 'MockTokenSecret'])(
  'outputs without %s are of another stack, and no request is made',
  async (key) => {
    await using aws = await awsServices()
    const outputs = new Map([...OUTPUTS].filter(([name]) => name !== key))
    const error = await errorOf(withServices(aws, () => mockWorldOf('https://mock.test', outputs)))
    expect(error).toEqual(new UserError('mock-outputs-missing', {}))
    expect(aws.seen).toEqual([])
  },
)

// Breakage: who lacks a secret reads that Lambda does not know a function.
test.each([
  ['parameter', 'Systems Manager', '/utakata/mock-ca'],
  ['secret', 'Secrets Manager', 'utakata/mock-token'],
])('a %s that is not there is reported as such, and by its name', async (what, service, name) => {
  await using aws = await awsServices()
  if (what === 'secret') aws.parameters.set('/utakata/mock-ca', CA)
  expect(await errorOf(withServices(aws, () => mockWorldOf('https://mock.test', OUTPUTS)))).toEqual(
    new UserError('aws-name-unknown', {
      service,
      action: what === 'secret' ? 'GetSecretValue' : 'GetParameter',
      of: name,
    }),
  )
})

test.each([
  ['GetParameter', 'ssm:GetParameter'],
  ['GetSecretValue', 'secretsmanager:GetSecretValue'],
])('%s that is not allowed is reported with its own permission', async (operation, permission) => {
  await using aws = await awsServices()
  aws.parameters.set('/utakata/mock-ca', CA)
  aws.fail(operation, 400, 'AccessDeniedException')
  const error = await errorOf(withServices(aws, () => mockWorldOf('https://mock.test', OUTPUTS)))
  expect(error).toEqual(new UserError('aws-not-allowed', { permission }))
})
