import { randomBytes } from 'node:crypto'
import { InvokeCommand, LambdaClient, type LambdaClientConfig, LambdaServiceException } from '@aws-sdk/client-lambda'
import { clockMs } from '../../../strategies/recording.ts'
import { isPassing, isThrottled, readAwsError } from './client/aws-error.ts'
import type { Fault } from '../../io/trial-reasons.ts'
import { type BilledFigures, readReport } from './report-line.ts'
import { valueIn } from '../../io/json-fields.ts'

type InvocationFailure = Extract<Fault, { code: 'invocation-failed' }>

/** What came back from one invocation of a function. */
export interface Invoked {
  /** Made here before the call, so that the trace can be asked for whatever comes back. */
  readonly traceId: string
  readonly beganMs: number
  readonly roundTripMs: number
  readonly requestId?: string | undefined
  /** What it answered, read as JSON. */
  readonly answer?: unknown
  /** What Lambda billed; absent where the log's end did not have it. */
  readonly report?: BilledFigures | undefined
  /** Why there is no answer to go by: the function failed, or was never started. */
  readonly failure?: InvocationFailure | undefined
}

/** A function, at one of its versions where one is given, else as it is now. */
export interface Invocable {
  readonly name: string
  readonly version?: string | undefined
}

/** Longer than a function may run. Source: AWS Lambda Developer Guide, "Lambda quotas". */
const PATIENCE_MS = 16 * 60_000

/** A client that tries once: a second try of an invocation may send its notifications twice. */
export function createInvokeClient(
  config: Omit<LambdaClientConfig, 'maxAttempts' | 'requestHandler'> = {},
): LambdaClient {
  return new LambdaClient({
    ...config,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5000, requestTimeout: PATIENCE_MS, throwOnRequestTimeout: true },
  })
}

/** An id for a trace that begins now. Source: AWS X-Ray Developer Guide, "Trace ID format". */
function newTraceId(nowMs: number): string {
  return `1-${Math.floor(nowMs / 1000).toString(16)}-${randomBytes(12).toString('hex')}`
}

/**
 * Asks a function once, traced whatever Lambda would have sampled. Whatever the function does is returned, and so is that it was throttled;
 * rejects where AWS would answer every other invocation like this too, such as without credentials.
 */
export async function invokeFunction(
  client: LambdaClient,
  { name, version }: Invocable,
  event: unknown,
  signal?: AbortSignal,
): Promise<Invoked> {
  const beganMs = clockMs()
  const traceId = newTraceId(beganMs)
  const command = new InvokeCommand({
    FunctionName: name,
    Qualifier: version,
    Payload: JSON.stringify(event),
    LogType: 'Tail',
  })
  command.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> }
      headers['x-amzn-trace-id'] = `Root=${traceId};Sampled=1`
      return next(args)
    },
    // Before it is signed: a header that is added later would be one that was not meant.
    { step: 'build' },
  )
  try {
    const { Payload, FunctionError, LogResult, $metadata } = await client.send(command, {
      ...(signal && { abortSignal: signal }),
    })
    const roundTripMs = clockMs() - beganMs
    const { requestId } = $metadata
    const tail = Buffer.from(LogResult ?? '', 'base64').toString()
    const answer = valueIn(Buffer.from(Payload ?? new Uint8Array()).toString())
    const failure = FunctionError === undefined ? undefined : failureIn(answer)
    return { traceId, beganMs, roundTripMs, requestId, answer, report: readReport(tail, requestId), failure }
  } catch (error) {
    if (!isOfThisOne(error)) throw error
    const { name: kind, message } = error as Error
    return { traceId, beganMs, roundTripMs: clockMs() - beganMs, failure: failureOf(`${kind}: ${message}`) }
  }
}

/** As a function that failed answers: a type and a message. */
function failureIn(answer: unknown): InvocationFailure {
  const { errorType, errorMessage } = Object(answer) as { errorType?: unknown; errorMessage?: unknown }
  const parts = [errorType, errorMessage].filter((part) => typeof part === 'string' && part !== '')
  return parts.length > 0 ? failureOf(parts.join(': ')) : { code: 'invocation-failed' }
}

function failureOf(message: string): InvocationFailure {
  return { code: 'invocation-failed', message }
}

/** What may happen to one invocation and not to the next. */
const OF_ONE = new Set([
  'ServiceException',
  'EC2ThrottledException',
  'EFSMountTimeoutException',
  'ResourceNotReadyException',
  'RequestTooLargeException',
])

function isOfThisOne(error: unknown): boolean {
  const awsError = readAwsError(error)
  if (isThrottled(awsError) || [...awsError.names].some((name) => OF_ONE.has(name))) return true
  // Lambda's own errors of this kind have a class each, and mean a function that nobody can start.
  const isNamed = error instanceof LambdaServiceException && error.constructor !== LambdaServiceException
  return !isNamed && isPassing(awsError)
}
