import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type LabKey, newLabKey, requireKey } from '../access/access-key.ts'
import { LOOPBACK, ownPagesOnly, startLoopbackServer } from '../access/loopback-server.ts'
import { arnOf } from './function-settings.ts'
import { describeAlias, describeFunction, readAlias, readChanges, readPublish } from './function-configuration.ts'
import { MAX_PAYLOAD_BYTES } from './function-error.ts'
import { InvocationRefused, type LocalLambda } from './local-lambda.ts'
import { ServiceError } from './service-error.ts'

/** The local Lambda behind AWS's own API, on loopback. */
export interface LambdaService extends AsyncDisposable {
  /** As AWS_ENDPOINT_URL_LAMBDA has it. */
  readonly endpoint: string
  /** What its clients sign their requests with. */
  readonly key: LabKey
}

export interface ServiceOptions {
  /** A new one unless given. */
  readonly key?: LabKey
  /** Of a function, by its size. */
  readonly tagsOf?: (memoryMb: number) => Readonly<Record<string, string>>
  readonly account?: Account
}

/** What the account of a Lambda may have. */
interface Account {
  /** Invocations at the same time, of all functions. */
  readonly concurrentExecutions: number
  /** Of these, what no function has reserved. */
  readonly unreservedConcurrentExecutions: number
}

/** As accounts have it, once they are not new any more. */
const AN_ACCOUNT: Account = { concurrentExecutions: 1000, unreservedConcurrentExecutions: 1000 }

/**
 * Answers what concerns the configuration, versions, aliases and invocations of functions as AWS does, for its SDKs and its command line.
 * Of a signature only the access key is checked. Source: AWS Lambda API Reference.
 */
export async function startLambdaService(
  lambda: LocalLambda,
  { key = newLabKey(), tagsOf = () => ({}), account = AN_ACCOUNT }: ServiceOptions = {},
): Promise<LambdaService> {
  const app = createApp(lambda, { key, tagsOf, account })
  const { port, close } = await startLoopbackServer(0, app.fetch)
  return { endpoint: `http://${LOOPBACK}:${port}`, key, [Symbol.asyncDispose]: close }
}

const FUNCTIONS = '/2015-03-31/functions'
const ACCOUNT_SETTINGS = '/2016-08-19/account-settings'
/** Source: AWS Lambda API Reference, "ListVersionsByFunction". */
const MAX_VERSIONS_A_PAGE = 50
/** Several times what all variables of a function may take; whatever else a change can name is short. */
const MAX_CHANGE_BYTES = 64 * 1024

function createApp(lambda: LocalLambda, { key, tagsOf, account }: Required<ServiceOptions>): Hono {
  const app = new Hono()
  app.use(
    ownPagesOnly,
    requireKey(key, (reason) => new ServiceError(403, 'UnrecognizedClientException', reason)),
  )
  app.use(async (c, next) => {
    await next()
    c.header('x-amzn-requestid', c.res.headers.get('x-amzn-requestid') ?? randomUUID())
  })
  app.onError((error, c) => {
    const refused =
      error instanceof ServiceError
        ? error
        : new ServiceError(500, 'ServiceException', `the lab failed: ${error.message}`)
    return c.json(
      { Type: refused.status < 500 ? 'User' : 'Service', Message: refused.message, ...refused.details },
      refused.status,
      {
        'x-amzn-errortype': refused.type,
      },
    )
  })
  app.notFound((c) =>
    c.json({ message: 'the local Lambda has no such operation' }, 404, {
      'x-amzn-errortype': 'UnknownOperationException',
    }),
  )

  const known = (c: Context) => {
    const { name, qualifier = c.req.query('Qualifier') } = nameIn(c.req.param('name')!)
    const found = lambda.find(name)
    if (!found) throw new ServiceError(404, 'ResourceNotFoundException', `Function not found: ${name}`)
    return { name, qualifier, found }
  }
  const describe = (c: Context) => {
    const { found, qualifier } = known(c)
    return describeFunction(found.describe(qualifier), { isQualified: qualifier !== undefined })
  }
  /** For what takes the whole function alone. */
  const unqualified = (c: Context) => {
    const { qualifier, ...one } = known(c)
    if (qualifier === undefined) return one
    throw new ServiceError(
      400,
      'InvalidParameterValueException',
      `expected a function without a qualifier, got ${qualifier}`,
    )
  }

  app.on('GET', [ACCOUNT_SETTINGS, `${ACCOUNT_SETTINGS}/`], (c) => c.json(describeAccount(account)))

  // The command line asks with a slash at the end, the SDK for JavaScript without.
  app.on('GET', [FUNCTIONS, `${FUNCTIONS}/`], (c) =>
    c.json({
      Functions: lambda.names().map((name) => describeFunction(lambda.settingsOf(name)!)),
    }),
  )
  app.get(`${FUNCTIONS}/:name`, (c) => {
    const { found, qualifier } = known(c)
    const { reservedConcurrency, memoryMb } = found.describe(qualifier).settings
    return c.json({
      Configuration: describe(c),
      Code: { RepositoryType: 'Local' },
      Tags: tagsOf(memoryMb),
      ...(reservedConcurrency !== undefined && {
        Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
      }),
    })
  })
  app.get(`${FUNCTIONS}/:name/configuration`, (c) => c.json(describe(c)))
  app.put(`${FUNCTIONS}/:name/configuration`, atMost(MAX_CHANGE_BYTES, 'UpdateFunctionConfiguration'), async (c) => {
    const body = await c.req.text()
    const { found } = unqualified(c)
    found.reconfigure(readChanges(body, found.describe().revision))
    return c.json(describe(c))
  })

  app.get(`${FUNCTIONS}/:name/versions`, (c) => {
    const all = unqualified(c).found.describeAll()
    const at = Number(c.req.query('Marker') ?? 0)
    const most = Math.min(Number(c.req.query('MaxItems') ?? MAX_VERSIONS_A_PAGE), MAX_VERSIONS_A_PAGE)
    const page = all.slice(at, at + most)
    return c.json({
      Versions: page.map((one) => describeFunction(one, { isQualified: true })),
      ...(at + most < all.length && { NextMarker: String(at + most) }),
    })
  })
  app.post(`${FUNCTIONS}/:name/versions`, atMost(MAX_CHANGE_BYTES, 'PublishVersion'), async (c) => {
    const published = unqualified(c).found.publish(readPublish(await c.req.text()))
    return c.json(describeFunction(published, { isQualified: true }), 201)
  })
  app.delete(`${FUNCTIONS}/:name`, (c) => {
    const { found, qualifier } = known(c)
    if (qualifier === undefined)
      throw new ServiceError(404, 'UnknownOperationException', 'the local Lambda deletes versions, and no function')
    found.remove(qualifier)
    return c.body(null, 204)
  })

  app.get(`${FUNCTIONS}/:name/aliases`, (c) => {
    const { name, found } = unqualified(c)
    return c.json({ Aliases: found.aliases().map((alias) => describeAlias(alias, name)) })
  })
  app.post(`${FUNCTIONS}/:name/aliases`, atMost(MAX_CHANGE_BYTES, 'CreateAlias'), async (c) => {
    const { name, found } = unqualified(c)
    const wanted = readAlias(await c.req.text())
    if (found.aliases().some((alias) => alias.name === wanted.name))
      throw new ServiceError(409, 'ResourceConflictException', `Alias already exists: ${arnOf(name, wanted.name)}`)
    return c.json(describeAlias(found.setAlias(wanted), name), 201)
  })
  app.get(`${FUNCTIONS}/:name/aliases/:alias`, (c) => {
    const { name, found } = unqualified(c)
    return c.json(describeAlias(found.alias(c.req.param('alias')), name))
  })
  app.put(`${FUNCTIONS}/:name/aliases/:alias`, atMost(MAX_CHANGE_BYTES, 'UpdateAlias'), async (c) => {
    const body = await c.req.text()
    const { name, found } = unqualified(c)
    return c.json(describeAlias(found.setAlias(readAlias(body, found.alias(c.req.param('alias')))), name))
  })

  app.post(`${FUNCTIONS}/:name/invocations`, atMost(MAX_PAYLOAD_BYTES, 'InvokeFunction'), async (c) => {
    const { name, qualifier, found } = known(c)
    const payload = payloadOf(Buffer.from(await c.req.arrayBuffer()))
    const type = c.req.header('x-amz-invocation-type') ?? 'RequestResponse'
    found.describe(qualifier)
    if (type === 'DryRun') return c.body(null, 204)
    const context = c.req.header('x-amz-client-context')
    const invocation = {
      payload,
      qualifier,
      traceHeader: c.req.header('x-amzn-trace-id'),
      clientContext: context === undefined ? undefined : Buffer.from(context, 'base64').toString(),
    }
    if (type === 'Event') {
      // Nobody hears what comes of it, and it is not tried again: as the deployed functions are set up.
      lambda.invoke(name, invocation).catch(() => {})
      return c.body(null, 202)
    }
    if (type !== 'RequestResponse')
      throw new ServiceError(400, 'InvalidParameterValueException', `Unknown invocation type: ${type}`)
    const { requestId, version, answer, trace } = await lambda.invoke(name, invocation).catch(refuse)
    const tail = c.req.header('x-amz-log-type') === 'Tail'
    return c.body(new Uint8Array(answer.payload), 200, {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'x-amzn-trace-id': `Root=${trace.id};Sampled=${trace.isSampled ? 1 : 0}`,
      'x-amz-executed-version': version,
      ...(answer.error && { 'x-amz-function-error': 'Unhandled' }),
      ...(tail && { 'x-amz-log-result': answer.tail.toString('base64') }),
    })
  })
  return app
}

/** A name, `NAME:QUALIFIER`, or the ARN of either. */
function nameIn(given: string): { readonly name: string; readonly qualifier: string | undefined } {
  const form = /^(?:arn:[\w-]+:lambda:[\w-]*:\d*:function:|\d*:function:)?([\w-]{1,140})(?::([\w$-]+))?$/
  const [, name, qualifier] = form.exec(given) ?? []
  if (name === undefined)
    throw new ServiceError(400, 'ValidationException', 'expected the name or the ARN of a function')
  return { name, qualifier }
}

/** Source: AWS Lambda API Reference, "GetAccountSettings". */
function describeAccount({ concurrentExecutions, unreservedConcurrentExecutions }: Account): object {
  return {
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: concurrentExecutions,
      UnreservedConcurrentExecutions: unreservedConcurrentExecutions,
    },
    AccountUsage: { TotalCodeSize: 0, FunctionCount: 0 },
  }
}

/** Reads no more of a body than this, whatever length it says. */
function atMost(maxSize: number, operation: string) {
  return bodyLimit({
    maxSize,
    onError() {
      throw new ServiceError(
        413,
        'RequestTooLargeException',
        `Request must be smaller than ${maxSize} bytes for the ${operation} operation`,
      )
    },
  })
}

function payloadOf(body: Buffer): Buffer {
  if (body.byteLength === 0) return Buffer.from('{}')
  try {
    JSON.parse(body.toString())
    return body
  } catch (error) {
    throw new ServiceError(
      400,
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
    )
  }
}

function refuse(error: unknown): never {
  if (!(error instanceof InvocationRefused)) throw error
  if (error.reason === 'unknown') throw new ServiceError(404, 'ResourceNotFoundException', error.message)
  throw new ServiceError(429, 'TooManyRequestsException', error.message, {
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
  })
}
