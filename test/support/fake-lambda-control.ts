import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { LambdaClient } from '@aws-sdk/client-lambda'
import { createControlClient } from '../../bench/run/aws/configuration/lambda-client.ts'
import type { AwsEndpoint } from '../../bench/run/aws/client/endpoint.ts'
import { answering, type Seen, type Wire } from './wire.ts'

export interface FakeFunction {
  memoryMb: number
  /** Undefined: it was made without any. */
  variables?: Readonly<Record<string, string>> | undefined
  /** The key of its variables cannot be used. */
  isUnreadable?: boolean
  revision: string
  codeSha256?: string
  /** How many looks at it still find an update in progress. */
  looksInProgress: number
  failure?: string
  /** Published, by number, with the description that they were given. */
  readonly versions: Map<string, { readonly description: string; readonly variables: FakeFunction['variables'] }>
}

/** Lambda's two operations on the configuration of a function, with their conflicts, as JSON over HTTP. */
export interface FakeLambdaControl extends Wire {
  readonly functionOf: (name: string) => FakeFunction
  /** Somebody else changes a function. */
  readonly meddle: (name: string, change: Partial<FakeFunction>) => void
  readonly remove: (name: string) => void
  /** So many looks after the next update still find the function as it was. */
  readonly describeAs: (name: string, before: FakeFunction, looks: number) => void
  /** From now on an update takes so many looks, and ends with this failure where one is given. */
  readonly slow: (looks: number, failure?: string) => void
  /** Is called with each update before it is looked at, until replaced. */
  readonly onUpdate: (watch: (update: Update) => void) => void
  /** Answers updates of this function with a failure; undefined: no longer. */
  readonly refuse: (name: string, failure?: readonly [status: number, type: string, message: string]) => void
  /** Takes updates and does not answer them, having made them (`made`) or not yet; undefined: no longer. */
  readonly hang: (how?: 'made' | 'unmade') => void
  /** The same for publishing a version. */
  readonly hangPublishing: (how?: 'made' | 'unmade') => void
  /** Whether versions are still being made. */
  readonly pend: (isPending: boolean) => void
  /** The next version is published, and the answer lost. */
  readonly losePublished: () => void
  /** Answers the publishing, or the deletion, of versions of this function with a failure; undefined: no longer. */
  readonly refuseVersions: (
    what: 'POST' | 'DELETE',
    failure?: readonly [status: number, type: string, message: string],
  ) => void
  /** What hangs unmade reaches Lambda only now. */
  readonly landLate: () => void
  /** Updates that came, by method and function, in their order. */
  readonly updates: () => readonly Update[]
  /** One attempt a call by default, so that no answer is hidden by the SDK's own tries. */
  readonly clientFor: (place?: Partial<AwsEndpoint>, maxAttempts?: number) => LambdaClient
}

interface Update {
  readonly name: string
  readonly RevisionId?: string
  readonly MemorySize?: number
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> }
}

type Answer = readonly [status: number, type: string | undefined, body: object]

const ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:'

export async function fakeLambdaControl(
  made: Readonly<Record<string, Partial<FakeFunction>>>,
): Promise<FakeLambdaControl> {
  const functions = new Map<string, FakeFunction>(
    Object.entries(made).map(([name, one]) => [
      name,
      { memoryMb: 512, variables: {}, revision: randomUUID(), looksInProgress: 0, versions: new Map(), ...one },
    ]),
  )
  const refused = new Map<string, readonly [number, string, string]>()
  const late: Update[] = []
  let [looks, failure]: [number, string | undefined] = [0, undefined]
  let watch: (update: Update) => void = () => {}
  let hanging: 'made' | 'unmade' | undefined
  let hangingPublishing: 'made' | 'unmade' | undefined
  const latePublishing: Seen[] = []
  let losesPublished = false
  let versionState = 'Active'
  const stale = new Map<string, { readonly before: FakeFunction; looks: number }>()
  const refusedVersions = new Map<string, readonly [number, string, string]>()

  const configurationOf = (name: string, one: FakeFunction): Answer => [
    200,
    undefined,
    {
      FunctionName: name,
      FunctionArn: ARN + name,
      MemorySize: one.memoryMb,
      RevisionId: one.revision,
      CodeSha256: one.codeSha256,
      State: 'Active',
      LastUpdateStatus: one.looksInProgress > 0 ? 'InProgress' : one.failure === undefined ? 'Successful' : 'Failed',
      ...(one.failure !== undefined && one.looksInProgress === 0 && { LastUpdateStatusReason: one.failure }),
      ...(one.isUnreadable && { Environment: { Error: { ErrorCode: 'AccessDeniedException', Message: 'no key' } } }),
      ...(!one.isUnreadable && one.variables && { Environment: { Variables: one.variables } }),
    },
  ]

  function look(name: string): Answer {
    const old = stale.get(name)
    if (old && old.looks > 0 && functions.get(name)!.revision !== old.before.revision) {
      old.looks--
      return configurationOf(name, old.before)
    }
    const one = functions.get(name)
    if (!one) return refusal(404, 'ResourceNotFoundException', `Function not found: ${ARN}${name}`)
    const answer = configurationOf(name, one)
    if (one.looksInProgress > 0) one.looksInProgress--
    return answer
  }

  function update({ name, RevisionId, MemorySize, Environment }: Update): Answer {
    const one = functions.get(name)
    if (!one) return refusal(404, 'ResourceNotFoundException', `Function not found: ${ARN}${name}`)
    const refusalGiven = refused.get(name)
    if (refusalGiven) return refusal(...refusalGiven)
    if (one.looksInProgress > 0)
      return refusal(409, 'ResourceConflictException', 'The operation cannot be performed at this time.')
    if (RevisionId !== undefined && RevisionId !== one.revision)
      return refusal(412, 'PreconditionFailedException', 'The Revision Id provided does not match the latest.')
    if (MemorySize !== undefined) one.memoryMb = MemorySize
    // It takes the place of all of them, as at AWS.
    if (Environment) one.variables = Environment.Variables ?? {}
    delete one.failure
    Object.assign(one, { revision: randomUUID(), looksInProgress: looks, ...(failure !== undefined && { failure }) })
    return configurationOf(name, one)
  }

  function describeVersion(name: string, version: string): Answer {
    const one = functions.get(name)?.versions.get(version)
    if (!one) return refusal(404, 'ResourceNotFoundException', `Function not found: ${ARN}${name}:${version}`)
    const { codeSha256: CodeSha256 } = functions.get(name)!
    const described = {
      FunctionName: name,
      Version: version,
      Description: one.description,
      State: versionState,
      CodeSha256,
    }
    return [200, undefined, { ...described, Environment: { Variables: one.variables } }]
  }

  function publish({ path, body }: Seen): Answer {
    const name = nameIn(path)
    const one = functions.get(name)!
    const { Description = '', RevisionId } = JSON.parse(body) as { Description?: string; RevisionId?: string }
    if (RevisionId !== undefined && RevisionId !== one.revision)
      return refusal(412, 'PreconditionFailedException', 'The Revision Id provided does not match the latest.')
    const last = [...one.versions].at(-1)
    // As at AWS: what has not changed is not published again.
    if (last && JSON.stringify(last[1].variables) === JSON.stringify(one.variables))
      return describeVersion(name, last[0])
    const version = String(Number(last?.[0] ?? 0) + 1)
    one.versions.set(version, { description: Description, variables: one.variables })
    // It may be that AWS does so as well.
    one.revision = randomUUID()
    return describeVersion(name, version)
  }

  function versions({ method, path, body }: Seen): Answer {
    const name = nameIn(path)
    const one = functions.get(name)
    if (!one) return refusal(404, 'ResourceNotFoundException', `Function not found: ${ARN}${name}`)
    const version = /[?&]Qualifier=(\d+)/.exec(path)?.[1]
    const failure = refusedVersions.get(method)
    if (failure) return refusal(...failure)
    if (method === 'POST') return publish({ method, path, body } as Seen)
    if (method === 'DELETE')
      return one.versions.delete(version!) ? [204, undefined, {}] : describeVersion(name, version!)
    if (version !== undefined) return describeVersion(name, version)
    return [200, undefined, { Versions: [...one.versions.keys()].map((each) => describeVersion(name, each)[2]) }]
  }

  const updateIn = ({ path, body }: Seen): Update => ({ name: nameIn(path), ...(JSON.parse(body) as object) })
  const wire = await answering((response, request) => {
    if (/\/invocations/.test(request.path)) return answer(response, [204, undefined, {}])
    if (/\/versions|[?&]Qualifier=/.test(request.path)) {
      const isPublishing = request.method === 'POST'
      if (isPublishing && losesPublished) {
        losesPublished = false
        versions(request)
        response.socket!.destroy()
        return
      }
      if (!isPublishing || hangingPublishing === undefined) return answer(response, versions(request))
      if (hangingPublishing === 'made') versions(request)
      else latePublishing.push(request)
      return
    }
    if (request.method === 'GET') return answer(response, look(nameIn(request.path)))
    const requested = updateIn(request)
    watch(requested)
    if (hanging === undefined) return answer(response, update(requested))
    if (hanging === 'made') update(requested)
    else late.push(requested)
  })
  return {
    ...wire,
    functionOf: (name) => functions.get(name)!,
    meddle: (name, change) => void Object.assign(functions.get(name)!, { revision: randomUUID(), ...change }),
    describeAs: (name, before, looks) => void stale.set(name, { before, looks }),
    remove: (name) => void functions.delete(name),
    slow: (many, why) => void ([looks, failure] = [many, why]),
    onUpdate: (watcher) => void (watch = watcher),
    refuse: (name, how) => void (how ? refused.set(name, how) : refused.delete(name)),
    hang: (how) => void (hanging = how),
    landLate() {
      late.splice(0).forEach(update)
      latePublishing.splice(0).forEach(versions)
    },
    hangPublishing: (how) => void (hangingPublishing = how),
    pend: (isPending) => void (versionState = isPending ? 'Pending' : 'Active'),
    losePublished: () => void (losesPublished = true),
    refuseVersions: (what, how) => void (how ? refusedVersions.set(what, how) : refusedVersions.delete(what)),
    updates: () => wire.seen.filter(({ method }) => method === 'PUT').map(updateIn),
    clientFor: ({ region = 'eu-central-1', endpoint = wire.origin } = {}, maxAttempts = 1) =>
      createControlClient({
        region,
        endpoint,
        maxAttempts,
        credentials: { accessKeyId: 'a-key', secretAccessKey: 'a-secret' },
      }),
  }
}

/** By name or by ARN. */
function nameIn(path: string): string {
  const [, name = ''] = /^\/2015-03-31\/functions\/([^/?]+)/.exec(path) ?? []
  return decodeURIComponent(name).split(':').at(-1)!
}

function refusal(status: number, type: string, message: string): Answer {
  return [status, type, { Type: 'User', message }]
}

function answer(response: ServerResponse, [status, type, body]: Answer): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(type !== undefined && { 'x-amzn-errortype': type }),
  })
  response.end(status === 204 ? undefined : JSON.stringify(body))
}

/** A clock that only pauses move. */
export function pausingClock({ onPause = () => {} }: { readonly onPause?: (ms: number) => void } = {}) {
  let nowMs = 0
  return {
    nowMs: () => nowMs,
    async pause(ms: number, signal?: AbortSignal): Promise<void> {
      nowMs += ms
      onPause(ms)
      signal?.throwIfAborted()
    },
  }
}
