import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  LambdaServiceException,
  PreconditionFailedException,
  ResourceConflictException,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import type { Pause } from '../client/backoff.ts'
import { type AwsEndpoint, endpointOf } from '../client/endpoint.ts'
import { functionNameOf } from '../client/function-name.ts'
import { UserError } from '../../../io/user-error.ts'

/** The variable that is changed for no other reason than that Lambda then makes new containers. */
export const TOUCHED = 'UTAKATA_TOUCHED'

export interface Control {
  readonly client: LambdaClient
  readonly pause: Pause
  readonly nowMs: () => number
}

/** A function as Lambda describes it, as far as we change it. */
export interface Configuration {
  readonly name: string
  readonly arn: string
  readonly place: AwsEndpoint
  readonly memoryMb: number
  /** Our variable: null where it is not there, undefined where Lambda cannot read any variable. */
  readonly touched: string | null | undefined
  /** Another one after each change. */
  readonly revision: string | undefined
  /** Of its code. */
  readonly codeSha256: string | undefined
  /** As Lambda says it; our own changes change it, too. */
  readonly lastModified: string | undefined
}

/** What is to be changed, and nothing else; `touched: null` takes our variable away. */
export interface Wanted {
  readonly memoryMb?: number
  readonly touched?: string | null
}

/** Looks at a function as it is now and says what is to be sent; undefined where that is nothing. */
export type Plan = (now: Configuration) => Wanted | undefined

interface UpdateOptions {
  readonly signal?: AbortSignal | undefined
  /** Called with each change right before it is sent, nothing awaited between; what it throws keeps it from being sent. */
  readonly before?: (now: Configuration, wanted: Wanted) => void
  /** Called when it is certain whether the change was made. */
  readonly known?: () => void
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2000
/** An update takes seconds; in a network of one's own it may take a minute. */
const PATIENCE_MS = 180_000

/**
 * Changes a function, whose other settings and variables stay, and resolves with what is read once that is what was set: for a while after an
 * update Lambda may still describe the function as it was. Somebody else's change meanwhile, or one that is still in progress, is waited
 * for; then `plan` is asked again. Rejects when Lambda refuses or fails to make the change, when it takes more than three minutes, and with the
 * reason of `signal`.
 * Source: AWS Lambda API Reference, "UpdateFunctionConfiguration"; Developer Guide, "Lambda function states".
 */
export async function updateFunction(
  { client, pause, nowMs }: Control,
  called: string,
  plan: Plan,
  { signal, before, known }: UpdateOptions = {},
): Promise<Configuration> {
  const name = functionNameOf(called)!
  const untilMs = nowMs() + PATIENCE_MS
  let pauseMs = FIRST_PAUSE_MS
  let isSent = false
  let made: MadeChange | undefined
  for (;;) {
    const answer = await client.send(new GetFunctionConfigurationCommand({ FunctionName: called }), {
      abortSignal: signal,
    })
    const place = await endpointOf(client)
    // From here to the request nothing is awaited: what is cancelled now is neither written down nor sent.
    signal?.throwIfAborted()
    if (answer.LastUpdateStatus !== 'InProgress') {
      const now = configurationOf(answer, place)
      const isFailed = answer.LastUpdateStatus === 'Failed'
      // What failed before ours may still be described.
      if (isSent && isFailed && !(made?.hadFailed && isStale(now, made))) throw failureOf(name, answer)
      const wanted = made && has(now, made.wanted) ? undefined : plan(now)
      if (!wanted) return now
      if (!made || !isStale(now, made)) {
        const input = inputOf(called, answer, wanted)
        before?.(now, wanted)
        isSent = true
        made = (await send(client, input, { signal, known })) ? { before: now, wanted, hadFailed: isFailed } : undefined
        if (made) pauseMs = FIRST_PAUSE_MS
      }
    }
    if (nowMs() >= untilMs) throw new UserError('update-busy', { name, seconds: PATIENCE_MS / 1000 })
    await pause(pauseMs, signal)
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)
  }
}

/** What was changed last, and how the function was before. */
interface MadeChange {
  readonly before: Configuration
  readonly wanted: Wanted
  readonly hadFailed: boolean
}

function has(now: Configuration, { memoryMb = now.memoryMb, touched = now.touched }: Wanted): boolean {
  return now.memoryMb === memoryMb && now.touched === touched
}

/** Whether what was read is how the function was before a change that has been made. */
function isStale(now: Configuration, { before, wanted }: MadeChange): boolean {
  return !has(now, wanted) && now.memoryMb === before.memoryMb && now.touched === before.touched
}

/** False where Lambda refused it because of somebody else's change: the function is to be looked at again. */
async function send(
  client: LambdaClient,
  input: UpdateFunctionConfigurationCommand['input'],
  { signal, known }: UpdateOptions,
): Promise<boolean> {
  try {
    await client.send(new UpdateFunctionConfigurationCommand(input), { abortSignal: signal })
    known?.()
    return true
  } catch (error) {
    // An answer to the first attempt says for sure that nothing was changed; an earlier one may have been lost.
    const isRefusal = error instanceof LambdaServiceException && error.$fault === 'client'
    if (isRefusal && error.$metadata.attempts === 1) known?.()
    if (error instanceof PreconditionFailedException || error instanceof ResourceConflictException) return false
    throw withoutValues(error, Object.values(input.Environment?.Variables ?? {}))
  }
}

function configurationOf(answer: FunctionConfiguration, place: AwsEndpoint): Configuration {
  const { FunctionName: name, FunctionArn: arn, MemorySize: memoryMb, Environment } = answer
  if (name === undefined || arn === undefined || memoryMb === undefined) throw new UserError('function-incomplete', {})
  const touched = Environment?.Error ? undefined : (Environment?.Variables?.[TOUCHED] ?? null)
  const { RevisionId: revision, CodeSha256: codeSha256, LastModified: lastModified } = answer
  return { name, arn, place, memoryMb, touched, revision, codeSha256, lastModified }
}

/** An update of variables takes the place of all of them, so that they are sent as they are, but for ours. */
function inputOf(called: string, answer: FunctionConfiguration, { memoryMb, touched }: Wanted) {
  const { RevisionId, Environment } = answer
  const name = functionNameOf(called)!
  if (RevisionId === undefined) throw new UserError('revision-missing', { name })
  if (touched !== undefined && Environment?.Error) {
    const { ErrorCode: reason } = Environment.Error
    throw new UserError('variables-unreadable', { name, ...(reason !== undefined && { reason }) })
  }
  const { [TOUCHED]: _, ...others } = Environment?.Variables ?? {}
  return {
    FunctionName: called,
    RevisionId,
    ...(memoryMb !== undefined && { MemorySize: memoryMb }),
    ...(touched !== undefined && {
      Environment: { Variables: touched === null ? others : { ...others, [TOUCHED]: touched } },
    }),
  }
}

function failureOf(name: string, answer: FunctionConfiguration): Error {
  const reason = answer.LastUpdateStatusReason ?? answer.LastUpdateStatusReasonCode
  return new UserError('update-failed', { name, ...(reason !== undefined && { reason }) })
}

/** Shorter ones are no secrets, and would be found in any sentence. */
const SHORTEST = 4

/** The same error, its text without these values: Lambda repeats what it finds wrong, and variables may be secrets. */
function withoutValues(error: unknown, values: readonly string[]): unknown {
  if (!(error instanceof Error)) return error
  // The longest first: it may hold others.
  const hidden = values.filter((value) => value.length >= SHORTEST).sort((a, b) => b.length - a.length)
  const hide = (text: string) => hidden.reduce((rest, value) => rest.replaceAll(value, '…'), text)
  const { message, stack = '' } = error
  return Object.assign(error, { message: hide(message), stack: hide(stack) })
}
