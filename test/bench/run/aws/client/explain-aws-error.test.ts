import { InvokeCommand, LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { GetTraceSummariesCommand, type XRayClient } from '@aws-sdk/client-xray'
import { afterEach, expect, test, vi } from 'vitest'
import { readTraceDestination } from '../../../../../bench/run/aws/traces/trace-destination.ts'
import { type AwsCall, explainAwsError } from '../../../../../bench/run/aws/client/explain-aws-error.ts'
import { createXRayClient } from '../../../../../bench/run/aws/traces/xray-client.ts'
import { UserError } from '../../../../../bench/io/user-error.ts'
import { aFakeXRay, clientOf } from '../../../../support/fake-xray.ts'
import { aFolder } from '../../../../support/folders.ts'
import { answering, nobodyListens } from '../../../../support/wire.ts'
import { errorText } from '../../../../../bench/report/messages/problems.ts'

const SEARCHING: AwsCall = { service: 'X-Ray', action: 'GetTraceSummaries' }
const INVOKING: AwsCall = { service: 'Lambda', action: 'Invoke' }

afterEach(() => {
  vi.unstubAllEnvs()
})

/** What is said of a search that fails, by a client as it is. */
async function saidOf(client: XRayClient): Promise<string> {
  const command = new GetTraceSummariesCommand({ StartTime: new Date(0), EndTime: new Date(1000) })
  return sentenceOf(await client.send(command).catch((error: unknown) => error), SEARCHING)
}

function sentenceOf(error: unknown, during: AwsCall): string {
  const explained = explainAwsError(error, during)
  if (!explained) throw new Error(`expected an explanation of this`, { cause: error })
  expect(explained).toBeInstanceOf(UserError)
  expect(explained.cause).toBe(error)
  const sentence = errorText(explained)
  expect(sentence).not.toMatch(/\n|5ecret|AKIA|Authorization/)
  return sentence
}

/** As if nothing of AWS had ever been set up on this computer. */
function withoutAws(): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  vi.stubEnv('HOME', aFolder())
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
}

const DENIED =
  'User: arn:aws:iam::123456789012:user/x is not authorized to perform: xray:GetTraceSummaries because no identity-based policy allows the xray:GetTraceSummaries action'

test.each<[number, string, string, RegExp]>([
  [
    400,
    'ExpiredTokenException',
    'The security token included in the request is expired',
    /^the credentials.* expired; get new ones/,
  ],
  [403, 'ExpiredToken', 'expired', /^the credentials.* expired/],
  [403, 'RequestExpired', 'expired', /^the credentials.* expired/],
  [
    403,
    'AccessDeniedException',
    DENIED,
    /not allowed xray:GetTraceSummaries \(because no identity-based policy .*\); add this/,
  ],
  [403, 'AccessDenied', '', /not allowed xray:GetTraceSummaries; add this action to a policy/],
  [
    403,
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
    /does not know the credentials/,
  ],
  [
    403,
    'InvalidSignatureException',
    'Signature expired: 20260115T090000Z is now earlier than',
    /the clock of this computer is off/,
  ],
  [403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match', /check AWS_SECRET_ACCESS_KEY/],
  [403, 'RequestTimeTooSkewed', 'too skewed', /the clock of this computer is off/],
  [
    400,
    'InvalidRequestException',
    'Invalid filter expression near\nline 1.',
    /\(Invalid filter expression near line 1\); check the filter/,
  ],
  [429, 'ThrottledException', 'Rate exceeded', /still throttles GetTraceSummaries after many pauses/],
  [429, 'TooManyRequests', 'Rate exceeded', /still throttles/],
  [503, 'ServiceUnavailable', '', /its own failure \(503\)/],
])('X-Ray answers %i %s: one sentence says what to do', async (status, type, message, sentence) => {
  await using xray = await aFakeXRay([], { refusal: [status, type, message] })
  expect(await saidOf(xray.client)).toMatch(sentence)
  expect(await saidOf(xray.client)).not.toContain('123456789012')
})

test.each<[number, string, string, RegExp]>([
  [
    404,
    'ResourceNotFoundException',
    'Function not found: utakata-x',
    /does not know this function \(Function not found: utakata-x\)/,
  ],
  [429, 'TooManyRequestsException', 'Rate Exceeded.', /the concurrency of the function or of the account is used up/],
  [403, 'AccessDeniedException', 'no', /not allowed lambda:InvokeFunction; add this action/],
])('Lambda answers %i %s: one sentence says what to do', async (status, type, message, sentence) => {
  await using lambda = await answering((response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type })
    response.end(JSON.stringify({ message }))
  })
  const credentials = { accessKeyId: 'made-up', secretAccessKey: '5ecret' }
  const client = new LambdaClient({ endpoint: lambda.origin, region: 'eu-central-1', credentials, maxAttempts: 1 })
  const error: unknown = await client
    .send(new InvokeCommand({ FunctionName: 'utakata-x' }))
    .catch((one: unknown) => one)
  expect(sentenceOf(error, INVOKING)).toMatch(sentence)
})

const UPDATING: AwsCall = { service: 'Lambda', action: 'UpdateFunctionConfiguration' }
const NO_ENCRYPT =
  'User: arn:aws:iam::123456789012:user/x is not authorized to perform: kms:Encrypt on resource: arn:aws:kms:eu-central-1:123456789012:key/5ecret'
const NO_GRANT =
  'Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant. Please check your KMS key settings.'

// Breakage: whoever may not use a function's key is told to allow themselves lambda:UpdateFunctionConfiguration, which they have.
test.each<[number, string, string, AwsCall, RegExp]>([
  [
    403,
    'AccessDeniedException',
    NO_ENCRYPT,
    UPDATING,
    /which you may not use \(kms:Encrypt\); allow yourself kms:Decrypt and kms:Encrypt on that key/,
  ],
  [
    403,
    'AccessDenied',
    'no kms:CreateGrant',
    UPDATING,
    /allow yourself kms:Decrypt, kms:Encrypt and kms:CreateGrant on that key/,
  ],
  [
    502,
    'KMSAccessDeniedException',
    'denied',
    UPDATING,
    /which you may not use; allow yourself kms:Decrypt and kms:Encrypt/,
  ],
  [
    502,
    'KMSAccessDeniedException',
    'denied',
    INVOKING,
    /^Invoke was refused: .* its role may not use; allow the role kms:Decrypt/,
  ],
  [502, 'KMSDisabledException', 'disabled', UPDATING, /which is disabled; enable it with aws kms enable-key/],
  [502, 'KMSInvalidStateException', 'pending', UPDATING, /such as while its deletion is pending/],
  [502, 'KMSNotFoundException', 'gone', UPDATING, /does not exist; give the function another one/],
  [400, 'InvalidParameterValueException', NO_GRANT, UPDATING, /look at it with aws kms describe-key/],
])(
  'Lambda answers %i %s (%s): the key of the function is named as what is wrong',
  async (status, type, message, call, sentence) => {
    await using lambda = await answering((response) => {
      response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type })
      response.end(JSON.stringify({ message }))
    })
    const credentials = { accessKeyId: 'made-up', secretAccessKey: '5ecret' }
    const client = new LambdaClient({ endpoint: lambda.origin, region: 'eu-central-1', credentials, maxAttempts: 1 })
    const name = { FunctionName: 'utakata-x' }
    const command = call === INVOKING ? new InvokeCommand(name) : new UpdateFunctionConfigurationCommand(name)
    const error: unknown = await client.send(command).catch((one: unknown) => one)
    expect(sentenceOf(error, call)).toMatch(sentence)
  },
)

test('what has nothing to do with a key is not blamed on one', () => {
  const thrown = (name: string, message: string) => Object.assign(new Error(message), { name })
  expect(sentenceOf(thrown('AccessDeniedException', 'no'), UPDATING)).toMatch(
    /not allowed lambda:UpdateFunctionConfiguration/,
  )
  expect(explainAwsError(thrown('InvalidParameterValueException', 'MemorySize is too large'), UPDATING)).toBeUndefined()
  const searching = sentenceOf(thrown('AccessDeniedException', 'no kms:Decrypt'), SEARCHING)
  expect(searching).toMatch(/not allowed xray:GetTraceSummaries/)
})

test('no region, and then no credentials', async () => {
  withoutAws()
  expect(await saidOf(createXRayClient())).toMatch(/expected a region .* set AWS_REGION/)
  vi.stubEnv('AWS_REGION', 'eu-central-1')
  expect(await saidOf(createXRayClient())).toMatch(/expected credentials .* set AWS_PROFILE/)
})

test('a session of single sign-on that is over', () => {
  const error = Object.assign(new Error('The SSO session associated with this profile has expired.'), {
    name: 'CredentialsProviderError',
  })
  expect(sentenceOf(error, SEARCHING)).toMatch(/session of your AWS profile has expired.* aws sso login/)
})

test('nobody listens, nobody knows the host, and nobody answers', async () => {
  const origin = await nobodyListens()
  expect(await saidOf(clientOf(origin))).toMatch(
    /cannot be reached at 127\.0\.0\.1:\d+ \(ECONNREFUSED\); check .*AWS_ENDPOINT_URL_XRAY/,
  )
  expect(await saidOf(clientOf('http://x-ray.invalid'))).toMatch(/cannot be reached .*\((ENOTFOUND|EAI_AGAIN)\)/)
  await using silent = await answering(() => {})
  const client = createXRayClient({
    endpoint: silent.origin,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'made-up', secretAccessKey: '5ecret' },
    requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true },
  })
  expect(await saidOf(client)).toMatch(/did not answer in time/)
})

// Breakage: of two modules that each explain errors the outer one explains what belongs to the inner one.
test('what is explained already stays as it is', () => {
  const explained = explainAwsError(Object.assign(new Error('no'), { name: 'AccessDeniedException' }), SEARCHING)!
  expect(explainAwsError(explained, { service: 'Lambda', action: 'GetFunction' })).toBe(explained)
})

test('every service is named by its own name, and pointed elsewhere by its own variable', () => {
  const unreachable = Object.assign(new Error('no'), { code: 'ECONNREFUSED' })
  const throttled = Object.assign(new Error('no'), { name: 'ThrottlingException' })
  for (const [service, action, variable] of [
    ['Systems Manager', 'GetParameter', 'AWS_ENDPOINT_URL_SSM'],
    ['Secrets Manager', 'GetSecretValue', 'AWS_ENDPOINT_URL_SECRETS_MANAGER'],
  ] as const) {
    expect(sentenceOf(unreachable, { service, action })).toMatch(new RegExp(`^${service} cannot be .*${variable}$`))
    expect(sentenceOf(throttled, { service, action })).toMatch(new RegExp(`^${service} still throttles ${action}`))
  }
})

test('what is not of AWS is left a defect', () => {
  for (const error of [new TypeError('x is not a function'), undefined, null, 'text', 7, {}, Object.create(null)])
    expect(explainAwsError(error, SEARCHING)).toBeUndefined()
  const loop: { cause?: unknown } = {}
  loop.cause = loop
  expect(explainAwsError(loop, SEARCHING)).toBeUndefined()
})

test('an account that sends its traces to CloudWatch Logs is noticed', async () => {
  await using elsewhere = await aFakeXRay([], { destination: 'CloudWatchLogs' })
  expect(await readTraceDestination(elsewhere.client)).toBe('cloudwatch')
  await using here = await aFakeXRay([], { destination: 'XRay' })
  expect(await readTraceDestination(here.client)).toBe('xray')
})

test('where reading the destination is not allowed, or not a known operation, it goes on without', async () => {
  await using denied = await aFakeXRay([], { refusal: [403, 'AccessDeniedException', ''] })
  await using unknown = await aFakeXRay([])
  await using page = await answering((response) => response.writeHead(404).end('<html>Not found</html>'))
  for (const client of [denied.client, unknown.client, clientOf(page.origin)])
    expect(await readTraceDestination(client)).toBe('unknown')
})
