import { UsageError } from '../../../io/usage-error.ts'
import { type AwsError, isThrottled, readAwsError } from './aws-error.ts'
import { shortened } from './truncated.ts'

/** What a service is called in permissions, and in the variable that points its clients elsewhere. */
const SERVICES = {
  'X-Ray': { permission: 'xray', variable: 'XRAY' },
  Lambda: { permission: 'lambda', variable: 'LAMBDA' },
  'Systems Manager': { permission: 'ssm', variable: 'SSM' },
  'Secrets Manager': { permission: 'secretsmanager', variable: 'SECRETS_MANAGER' },
} as const

/** What AWS was asked for, such as `Invoke` of `Lambda`. */
export interface Asked {
  readonly service: keyof typeof SERVICES
  readonly action: string
  /** What it was asked for, by name. */
  readonly of?: string
}

/**
 * What an error of AWS or of its SDK means and what to do about it, in one sentence; undefined where it is none that we know,
 * and so a defect. What is in words already stays as it is. Of the error itself only what AWS said of a request is told, never keys, tokens or headers.
 */
export function explainAwsError(error: unknown, during: Asked): UsageError | undefined {
  if (error instanceof UsageError) return error
  const told = readAwsError(error)
  const sentence = KINDS.find(({ is }) => is(told, during))?.says(told, during)
  return sentence === undefined ? undefined : new UsageError(sentence, { cause: error })
}

interface Kind {
  readonly is: (told: AwsError, during: Asked) => boolean
  readonly says: (told: AwsError, during: Asked) => string
}

const named =
  (...names: readonly string[]) =>
  (told: AwsError) =>
    names.some((name) => told.names.has(name))

const isOfProvider = named('CredentialsProviderError', 'TokenProviderError')
const isUnreachable = named('ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH')
const isTooLate = named('TimeoutError', 'ETIMEDOUT', 'ECONNRESET', 'EPIPE')

/** The first that fits. Names of errors: AWS's "Common errors" and those of the operations; the SDK's for what it did not send. */
const KINDS: readonly Kind[] = [
  {
    is: ({ message }) => message === 'Region is missing',
    says: () =>
      'expected a region of AWS, found none; set AWS_REGION (such as AWS_REGION=eu-central-1) or a region in the profile',
  },
  {
    // Such as of AWS_REGION= in a script.
    is: ({ message }) => message.startsWith('Region not accepted'),
    says: ({ message }) =>
      `expected a region of AWS such as eu-central-1, got ${/region=("[^"]*")/.exec(message)?.[1] ?? 'another'}; set AWS_REGION or a region in the profile`,
  },
  {
    is: (told) => isOfProvider(told) && /expired|sso login|aws login|reauthenticate/i.test(told.message),
    says: () =>
      'the session of your AWS profile has expired or was never begun; sign in with aws sso login (or aws login)',
  },
  {
    is: isOfProvider,
    says: () =>
      'expected credentials for AWS, found none that can be used; set AWS_PROFILE to a profile that has some, ' +
      'or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  },
  {
    is: named('ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired'),
    says: () => 'the credentials for AWS have expired; get new ones, such as with aws sso login, and try again',
  },
  {
    is: named('AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'),
    says: ({ message }, during) =>
      `the credentials for AWS are not allowed ${permissionOf(during)}${reasonIn(message)}; ` +
      'add this action to a policy of the user or role',
  },
  {
    is: named(
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'InvalidAccessKeyId',
      'MissingAuthenticationToken',
      'MissingAuthenticationTokenException',
    ),
    says: () =>
      'AWS does not know the credentials that were sent; check AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, or the profile, ' +
      'and that they are of this partition of AWS',
  },
  {
    is: named(
      'RequestTimeTooSkewed',
      'RequestInTheFuture',
      'SignatureDoesNotMatch',
      'InvalidSignatureException',
      'AuthFailure',
    ),
    says: () =>
      'AWS does not accept the signature: the clock of this computer is off, or the secret key is not that of its access key; ' +
      'set the clock (timedatectl set-ntp true) and check AWS_SECRET_ACCESS_KEY',
  },
  {
    is: (told, { service }) => service === 'X-Ray' && named('InvalidRequestException', 'ValidationException')(told),
    says: ({ message }, { action }) => {
      const what = action === 'GetTraceSummaries' ? 'the filter and the span of time' : 'the ids of the traces'
      return `X-Ray does not accept what ${action} was asked for (${shortened(message)}); check ${what}`
    },
  },
  {
    is: (told, { service }) => service === 'Lambda' && named('ResourceNotFoundException')(told),
    says: ({ message }) =>
      `Lambda does not know this function (${shortened(message)}); check its name and the region, and that it is deployed`,
  },
  {
    is: (told, { service }) =>
      service.endsWith('Manager') && named('ParameterNotFound', 'ResourceNotFoundException')(told),
    says: (_, { service, action, of = `what ${action} asks for` }) =>
      `${service} does not know ${of}; check the region, and that the mock world is deployed (npm run deploy -- -c mock=ec2)`,
  },
  {
    is: isThrottled,
    says: (_, { service, action }) =>
      service === 'Lambda'
        ? 'Lambda throttles: the concurrency of the function or of the account is used up; ' +
          'have fewer invocations at a time, or raise its reserved concurrency'
        : `${service} still throttles ${action} after many pauses; try again later${service === 'X-Ray' ? ', or ask for fewer traces at a time' : ''}`,
  },
  {
    is: isUnreachable,
    says: ({ names, place }, { service }) =>
      `${service} cannot be reached${place ? ` at ${place}` : ''} (${[...names].find((name) => isCode(name))}); ` +
      `check the network, the region and ${endpointOf(service)}`,
  },
  {
    is: isTooLate,
    says: (_, { service, action }) =>
      `${service} took ${action} and did not answer in time; check the network, proxies and ${endpointOf(service)}, and try again`,
  },
  {
    is: ({ status = 0 }) => status >= 500,
    says: ({ status }, { service, action }) =>
      `${service} answered ${action} with its own failure (${status}), also when asked again; try again later`,
  },
]

function permissionOf({ service, action }: Asked): string {
  return `${SERVICES[service].permission}:${action === 'Invoke' ? 'InvokeFunction' : action}`
}

function endpointOf(service: Asked['service']): string {
  return `AWS_ENDPOINT_URL_${SERVICES[service].variable}`
}

/** Which policy is at fault, without the names of who asked for what. */
function reasonIn(message: string): string {
  const [reason] = /because .*/s.exec(message) ?? []
  return reason ? ` (${shortened(reason.replaceAll(/arn:\S+/g, 'arn:…'))})` : ''
}

function isCode(name: string): boolean {
  return /^E[A-Z_]+$/.test(name)
}
