import type { Problem, ProblemCode, Problems } from '../../../io/problems.ts'
import { UserError, userErrorOf } from '../../../io/user-error.ts'
import { type AwsError, isNotAllowed, isThrottled, readAwsError } from './aws-error.ts'
import { shortened } from './truncated.ts'

/** What a service is called in permissions, and in the variable that points its clients elsewhere. */
const SERVICES = {
  'X-Ray': { permission: 'xray', variable: 'XRAY' },
  Lambda: { permission: 'lambda', variable: 'LAMBDA' },
  'CloudWatch Logs': { permission: 'logs', variable: 'CLOUDWATCH_LOGS' },
  'Systems Manager': { permission: 'ssm', variable: 'SSM' },
  S3: { permission: 's3', variable: 'S3' },
  'Secrets Manager': { permission: 'secretsmanager', variable: 'SECRETS_MANAGER' },
} as const

/** What AWS was asked for, such as `Invoke` of `Lambda`. */
export interface AwsCall {
  readonly service: keyof typeof SERVICES
  readonly action: string
  /** What it was asked for, by name. */
  readonly of?: string
}

/**
 * What an error of AWS or of its SDK means; undefined where it is none that we know, and so a defect. An error of ours stays as it is. Of the error itself only what AWS said of a request is shown, never keys, tokens or headers.
 */
export function explainAwsError(error: unknown, during: AwsCall): UserError | undefined {
  if (error instanceof UserError) return error
  const problem = problemWith(readAwsError(error), during)
  return problem && userErrorOf(problem, { cause: error })
}

const named =
  (...names: readonly string[]) =>
  (error: AwsError) =>
    names.some((name) => error.names.has(name))

const isOfProvider = named('CredentialsProviderError', 'TokenProviderError')
const isUnreachable = named('ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH')
const isTooLate = named('TimeoutError', 'ETIMEDOUT', 'ECONNRESET', 'EPIPE')

const isExpired = named('ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired')
const isUnknownKey = named(
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
)
const isMisSigned = named(
  'RequestTimeTooSkewed',
  'RequestInTheFuture',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'AuthFailure',
)
const isInvalidRequest = named('InvalidRequestException', 'ValidationException')
const isInvalidParameter = named('InvalidParameterException', 'InvalidOperationException', 'ValidationException')
const isInvalidValue = named('InvalidParameterValueException')
const isUnknownFunction = named('ResourceNotFoundException')
const isUnknownObject = named('NoSuchKey', 'NoSuchBucket', 'NotFound')
const isUnknownName = named('ParameterNotFound', 'ResourceNotFoundException')

/** What is wrong with the key of a function's environment variables, by Lambda's name for it. */
const KEY_FAULTS: Readonly<Record<string, Problems['function-key-unusable']['why']>> = {
  KMSAccessDeniedException: 'denied',
  KMSDisabledException: 'disabled',
  KMSInvalidStateException: 'invalid-state',
  KMSNotFoundException: 'missing',
}

/**
 * A function whose environment variables have a key of its account's own, which cannot be used. Lambda has errors of its own for it, documented of
 * Invoke; of an update AWS may also say that the caller, or the value of a parameter, is at fault, and name the action on the key.
 */
function keyProblemWith(error: AwsError, action: string): Problem | undefined {
  const { names, message } = error
  const own = [...names].find((name) => Object.hasOwn(KEY_FAULTS, name))
  const [permission] = /\bkms:[A-Z][A-Za-z]+/.exec(message) ?? []
  const isOfKey = isNotAllowed(error) ? permission !== undefined : isInvalidValue(error) && /\bKMS\b/.test(message)
  if (own === undefined && !isOfKey) return undefined
  const why = own !== undefined ? KEY_FAULTS[own]! : isNotAllowed(error) ? 'denied' : 'invalid-state'
  return problem('function-key-unusable', { action, why, ...(permission !== undefined && { permission }) })
}

/** The first that fits. Names of errors: AWS's "Common errors" and those of the operations; the SDK's for what it did not send. */
function problemWith(error: AwsError, { service, action, of }: AwsCall): Problem | undefined {
  const { message, names, place, status = 0 } = error
  const variable = endpointOf(service)
  if (message === 'Region is missing') return problem('aws-region-missing', {})
  if (message.startsWith('Region not accepted')) {
    // Such as of AWS_REGION= in a script.
    const [, given] = /region=("[^"]*")/.exec(message) ?? []
    return problem('aws-region-refused', given === undefined ? {} : { given })
  }
  if (isOfProvider(error))
    return /expired|sso login|aws login|reauthenticate/i.test(message)
      ? problem('aws-session-expired', {})
      : problem('aws-credentials-missing', {})
  if (isExpired(error)) return problem('aws-credentials-expired', {})
  const ofKey = service === 'Lambda' ? keyProblemWith(error, action) : undefined
  if (ofKey) return ofKey
  if (isNotAllowed(error)) {
    const reason = reasonIn(message)
    const permission = permissionIn(message) ?? permissionOf({ service, action })
    return problem('aws-not-allowed', { permission, ...(reason !== undefined && { reason }) })
  }
  if (isUnknownKey(error)) return problem('aws-credentials-unknown', {})
  if (isMisSigned(error)) return problem('aws-signature-refused', {})
  if (service === 'X-Ray' && isInvalidRequest(error))
    return problem('xray-request-refused', { action, message: shortened(message) })
  if (service === 'Lambda' && isUnknownFunction(error))
    return problem('function-unknown', { message: shortened(message) })
  if (service === 'CloudWatch Logs' && isUnknownName(error)) return problem('log-group-unknown', { group: of ?? '' })
  if (service === 'CloudWatch Logs' && isInvalidParameter(error))
    return problem('logs-request-refused', { action, message: shortened(message) })
  if (service.endsWith('Manager') && isUnknownName(error))
    return problem('aws-name-unknown', { service, action, ...(of !== undefined && { of }) })
  if (service === 'S3' && isUnknownObject(error)) return problem('object-unknown', { given: of ?? '' })
  if (isThrottled(error))
    return service === 'Lambda' ? problem('lambda-throttled', {}) : problem('aws-throttled', { service, action })
  if (isUnreachable(error)) {
    const system = [...names].find(isCode)
    return problem('aws-unreachable', {
      service,
      ...(place !== undefined && { place }),
      ...(system !== undefined && { system }),
      variable,
    })
  }
  if (isTooLate(error)) return problem('aws-too-late', { service, action, variable })
  return status >= 500 ? problem('aws-failed', { service, action, status }) : undefined
}

function problem<Code extends ProblemCode>(code: Code, parameters: Problems[Code]): Problem {
  return { code, parameters } as Problem
}

function permissionOf({ service, action }: Pick<AwsCall, 'service' | 'action'>): string {
  return `${SERVICES[service].permission}:${action === 'Invoke' ? 'InvokeFunction' : action}`
}

/** That AWS names where a policy does not allow it. */
function permissionIn(message: string): string | undefined {
  return /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(message)?.[1]
}

function endpointOf(service: AwsCall['service']): string {
  return `AWS_ENDPOINT_URL_${SERVICES[service].variable}`
}

/** Which policy is at fault, without the names of who asked for what. */
function reasonIn(message: string): string | undefined {
  const [reason] = /because .*/s.exec(message) ?? []
  return reason && shortened(reason.replaceAll(/arn:\S+/g, 'arn:…'))
}

function isCode(name: string): boolean {
  return /^E[A-Z_]+$/.test(name)
}
