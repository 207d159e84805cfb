import {
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  InvalidParameterValueException,
  type LambdaClient,
  ListVersionsByFunctionCommand,
  PreconditionFailedException,
  PublishVersionCommand,
  ResourceConflictException,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda'
import { UserError } from '../../../io/user-error.ts'
import { functionNameOf } from '../client/function-name.ts'
import type { Control } from './function-configuration.ts'

/** What is to be published: the function at a revision, under a description of our own. */
export interface PublicationWanted {
  /** The name of the function, or its ARN. */
  readonly called: string
  readonly revision: string | undefined
  readonly marker: string
  /** Of the code, where no other code may be published. */
  readonly codeSha256?: string | undefined
  /** Whether the last version will do where nothing has changed since it was published. */
  readonly acceptsLast?: boolean
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2000
/** A version with SnapStart is initialised before it can be invoked, which takes minutes. */
const PATIENCE_MS = 600_000

/** The number of a version, or that none was published since the function has changed: for certain where the first request was answered so. */
type Publishing = { readonly version: string; readonly isOurs: boolean } | { readonly isCertain: boolean }

/**
 * Publishes a version, which may still be pending then. Rejects where Lambda refuses, and with a UserError where it answers with a version that
 * somebody else has published.
 * Source: AWS Lambda API Reference, "PublishVersion".
 */
export async function publishVersion(
  client: LambdaClient,
  { called, revision, marker, codeSha256, acceptsLast = false }: PublicationWanted,
  signal?: AbortSignal,
): Promise<Publishing> {
  const name = functionNameOf(called)!
  try {
    const { Version, Description, CodeSha256 } = await client.send(
      new PublishVersionCommand({
        FunctionName: called,
        Description: marker,
        RevisionId: revision,
        CodeSha256: codeSha256,
      }),
      { abortSignal: signal },
    )
    // Lambda publishes nothing where nothing has changed since the last version, and answers with that.
    const isOurs = Description === marker
    if (Version === undefined || (!isOurs && !acceptsLast)) throw new UserError('version-not-ours', { name })
    if (codeSha256 !== undefined && CodeSha256 !== codeSha256) throw new UserError('version-of-other-code', { name })
    return { version: Version, isOurs }
  } catch (error) {
    if (error instanceof PreconditionFailedException || error instanceof ResourceConflictException)
      return { isCertain: error.$metadata.attempts === 1 }
    // With a digest of other code.
    if (
      codeSha256 !== undefined &&
      error instanceof InvalidParameterValueException &&
      /CodeSHA256/i.test(error.message)
    )
      throw new UserError('version-of-other-code', { name }, { cause: error })
    throw error
  }
}

/** Resolves once a version can be invoked. Rejects with a UserError where it never can, or not within ten minutes. */
export async function waitForVersion(
  { client, pause, nowMs }: Control,
  called: string,
  version: string,
  signal?: AbortSignal,
): Promise<void> {
  const name = functionNameOf(called)!
  const untilMs = nowMs() + PATIENCE_MS
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)) {
    const { State, StateReason } = await stateOf(client, called, version, signal)
    if (State === 'Active') return
    if (State === 'Failed')
      throw new UserError('version-failed', { name, ...(StateReason !== undefined && { reason: StateReason }) })
    if (nowMs() >= untilMs) throw new UserError('version-pending', { name, seconds: PATIENCE_MS / 1000 })
    await pause(pauseMs, signal)
  }
}

async function stateOf(client: LambdaClient, name: string, version: string, signal?: AbortSignal) {
  try {
    return await client.send(new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: version }), {
      abortSignal: signal,
    })
  } catch (error) {
    // A version that was only just published may not be known everywhere yet.
    if (error instanceof ResourceNotFoundException) return { State: 'Pending', StateReason: undefined }
    throw error
  }
}

/** Whether a version is still being made. */
export async function isPending(client: LambdaClient, called: string, version: string): Promise<boolean> {
  return (await stateOf(client, called, version)).State === 'Pending'
}

/** Deletes a version of the function with this name or ARN. One that is not there is deleted. */
export async function deleteVersion(client: LambdaClient, called: string, version: string): Promise<void> {
  // Without its number this would delete the function.
  if (!/^\d+$/.test(version)) throw new RangeError(`expected the number of a version, got "${version}"`)
  try {
    await client.send(new DeleteFunctionCommand({ FunctionName: called, Qualifier: version }))
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error
  }
}

/** The number of the version with this description; undefined where there is none. */
export async function findVersion(client: LambdaClient, called: string, marker: string): Promise<string | undefined> {
  let Marker: string | undefined
  do {
    const page = await client.send(new ListVersionsByFunctionCommand({ FunctionName: called, Marker }))
    const found = page.Versions?.find(({ Description, Version }) => Description === marker && Version !== '$LATEST')
    if (found) return found.Version
    Marker = page.NextMarker
  } while (Marker !== undefined)
  return undefined
}
