import { expect, test, vi } from 'vitest'
import { mockWorldOf } from '../../../../bench/run/aws/mock-world.ts'
import { UsageError } from '../../../../bench/io/usage-error.ts'
import { type AwsServices, awsServices } from '../../../support/aws-services.ts'
import { errorOf } from '../../../support/reconfiguring.ts'

const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
const OUTPUTS = new Map([
  ['MockAuthorityParameter', '/utakata/mock-ca'],
  ['MockTokenSecret', 'utakata/mock-token'],
])

/** The SDK's clients find these services by the variables of this process, for as long as the work takes. */
async function asking<T>(aws: AwsServices, work: () => Promise<T>): Promise<T> {
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
  expect(await asking(aws, () => mockWorldOf('https://mock.test', OUTPUTS))).toEqual({
    origin: 'https://mock.test',
    ca: CA,
    token: 'a-token',
  })
})

// Breakage: functions are asked for a world whose certificate nobody has, and every one of them fails.
test('a mock world that has not put its certificate there yet is not up', async () => {
  await using aws = await awsServices()
  aws.parameters.set('/utakata/mock-ca', 'pending')
  aws.secrets.set('utakata/mock-token', 'a-token')
  expect(await errorOf(asking(aws, () => mockWorldOf('https://mock.test', OUTPUTS)))).toEqual(
    new UsageError('the mock world is not up yet: /utakata/mock-ca has no certificate; wait a minute and try again'),
  )
})

test.each(['MockAuthorityParameter', 'MockTokenSecret'])(
  'outputs without %s are of another stack, and nobody is asked',
  async (key) => {
    await using aws = await awsServices()
    const outputs = new Map([...OUTPUTS].filter(([name]) => name !== key))
    const error = await errorOf(asking(aws, () => mockWorldOf('https://mock.test', outputs)))
    expect(error).toBeInstanceOf(UsageError)
    expect(error.message).toContain('run npm run deploy -- -c mock=ec2 again')
    expect(aws.seen).toEqual([])
  },
)

// Breakage: whoever lacks a secret is told that Lambda does not know a function.
test.each([
  ['parameter', 'Systems Manager', '/utakata/mock-ca'],
  ['secret', 'Secrets Manager', 'utakata/mock-token'],
])('a %s that is not there is told as such, and by its name', async (what, service, name) => {
  await using aws = await awsServices()
  if (what === 'secret') aws.parameters.set('/utakata/mock-ca', CA)
  expect(await errorOf(asking(aws, () => mockWorldOf('https://mock.test', OUTPUTS)))).toEqual(
    new UsageError(
      `${service} does not know ${name}; check the region, and that the mock world is deployed (npm run deploy -- -c mock=ec2)`,
    ),
  )
})

test.each([
  ['GetParameter', 'ssm:GetParameter'],
  ['GetSecretValue', 'secretsmanager:GetSecretValue'],
])('%s that is not allowed is told by its own permission', async (operation, permission) => {
  await using aws = await awsServices()
  aws.parameters.set('/utakata/mock-ca', CA)
  aws.fail(operation, 400, 'AccessDeniedException')
  const error = await errorOf(asking(aws, () => mockWorldOf('https://mock.test', OUTPUTS)))
  expect(error).toBeInstanceOf(UsageError)
  expect(error.message).toContain(`not allowed ${permission}; add this action`)
})
