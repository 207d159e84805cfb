import { expect, test, vi } from 'vitest'
import { checkSpan, mockWorldOf, spanIn } from '../../../../bench/run/aws/mock-world.ts'
import type { Problem } from '../../../../bench/io/problems.ts'
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
    world: { origin: 'https://mock.test', ca: CA, token: 'a-token' },
  })
})

const HOUR_MS = 3_600_000
const UP_MS = Date.UTC(2026, 0, 15, 9)

// Breakage: the end is counted from now, from when the stack was made, or in another unit.
test('a mock world ends so many hours after it wrote its authority, less what it took to start', async () => {
  await using aws = await awsServices()
  aws.parameters.set('/utakata/mock-ca', CA)
  aws.secrets.set('utakata/mock-token', 'a-token')
  const spanOf = async (hours: string) => {
    const outputs = new Map([...OUTPUTS, ['MockHours', hours]])
    return (await withServices(aws, () => mockWorldOf('https://mock.test', outputs))).span
  }
  expect(await spanOf('3')).toEqual({ hours: 3 })
  aws.changed.set('/utakata/mock-ca', UP_MS)
  expect(await spanOf('3')).toEqual({ hours: 3, endsMs: UP_MS + 3 * HOUR_MS - 5 * 60_000 })
  expect(await spanOf('soon')).toBeUndefined()
})

test('outputs of an older stack, or damaged ones, say nothing of hours', () => {
  for (const hours of [undefined, '', '0', '-1', '25', 'two', '1e9', 'Infinity'])
    expect(spanIn(new Map(hours === undefined ? [] : [['MockHours', hours]])), hours).toBeUndefined()
  expect(spanIn(new Map([['MockHours', '24']]))).toEqual({ hours: 24 })
})

/** What is said of a world that stands for two hours, `leftMs` before its end, or that nobody has asked. */
function saidOf(neededMs: number, leftMs?: number): Problem['parameters'] | undefined {
  try {
    checkSpan({ hours: 2, ...(leftMs !== undefined && { endsMs: UP_MS + leftMs }) }, neededMs, UP_MS)
    return undefined
  } catch (error) {
    expect(error).toMatchObject({ code: 'mock-ends-too-early' })
    return (error as UserError).problem.parameters
  }
}

// Breakage: what is left and what is needed are mixed up, or the number of hours that is there already is advised, which starts nothing anew.
test('a world that ends before a comparison is refused, with hours that are enough and others', () => {
  expect(saidOf(HOUR_MS, HOUR_MS)).toBeUndefined()
  expect(saidOf(HOUR_MS, HOUR_MS - 1)).toEqual({ hours: 2, neededMs: HOUR_MS, leftMs: HOUR_MS - 1, otherHours: 3 })
  expect(saidOf(HOUR_MS / 2, -HOUR_MS)).toEqual({ hours: 2, neededMs: HOUR_MS / 2, leftMs: 0, otherHours: 1 })
  expect(saidOf(2.5 * HOUR_MS, HOUR_MS)).toMatchObject({ otherHours: 3 })
  expect(saidOf(30 * HOUR_MS, HOUR_MS)).not.toHaveProperty('otherHours')
})

test('one that nobody has asked is taken for new', () => {
  expect(saidOf(2 * HOUR_MS)).toBeUndefined()
  expect(saidOf(2 * HOUR_MS + 1)).toEqual({ hours: 2, neededMs: 2 * HOUR_MS + 1, otherHours: 3 })
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
