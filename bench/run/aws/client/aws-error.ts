/** What can be read from an error of the AWS SDK, wherever in its chain of causes it stands. */
export interface AwsError {
  /** Its name and the system's code for it, such as `ThrottledException` or `ECONNREFUSED`. */
  readonly names: ReadonlySet<string>
  /** Of the outermost error. */
  readonly message: string
  /** HTTP status of the answer; undefined where none came. */
  readonly status: number | undefined
  /** The SDK has just set its own clock by the service's: the same call may succeed now. */
  readonly isClockCorrected: boolean
  /** `host:port` that could not be reached, as far as the system says. */
  readonly place: string | undefined
}

const MAX_CAUSES = 5

export function readAwsError(error: unknown): AwsError {
  const chain = causesOf(error)
  const first = <T>(pick: (one: Thrown) => T | undefined) => chain.map(pick).find((value) => value !== undefined)
  return {
    names: new Set(
      chain.flatMap(({ name, code, Code }) => [name, code, Code].filter((one) => typeof one === 'string')),
    ),
    message: typeof chain[0]?.message === 'string' ? chain[0].message : '',
    status: first(({ $metadata }) => $metadata?.httpStatusCode),
    isClockCorrected: chain.some(({ $metadata }) => $metadata?.clockSkewCorrected === true),
    place: first(({ address, hostname, port }) => {
      const host = address ?? hostname
      return typeof host !== 'string' ? undefined : typeof port === 'number' ? `${host}:${port}` : host
    }),
  }
}

/** The fields that the SDK, Node and AWS put on their errors; none of them has to be there. */
interface Thrown {
  readonly name?: unknown
  readonly message?: unknown
  readonly code?: unknown
  readonly Code?: unknown
  readonly address?: unknown
  readonly hostname?: unknown
  readonly port?: unknown
  readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean }
  readonly cause?: unknown
}

function causesOf(error: unknown): readonly Thrown[] {
  const chain: Thrown[] = []
  for (
    let one = error;
    typeof one === 'object' && one !== null && chain.length < MAX_CAUSES;
    one = (one as Thrown).cause
  )
    chain.push(one)
  return chain
}

const THROTTLED = [
  'ThrottledException',
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'TooManyRequests',
  'RequestLimitExceeded',
  'SlowDown',
]
const BROKEN_OFF = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'TimeoutError']

const NOT_ALLOWED = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation']

/** Whether a policy stands against the call. */
export function isNotAllowed({ names }: AwsError): boolean {
  return NOT_ALLOWED.some((name) => names.has(name))
}

export function isThrottled({ names, status }: AwsError): boolean {
  return status === 429 || THROTTLED.some((name) => names.has(name))
}

/** Whether the same call may well succeed a moment later, although nobody throttled it. */
export function isPassing({ names, status = 0, isClockCorrected }: AwsError): boolean {
  return status >= 500 || isClockCorrected || BROKEN_OFF.some((name) => names.has(name))
}
