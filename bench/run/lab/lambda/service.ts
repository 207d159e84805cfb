import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type LabKey, newLabKey, requireKey } from '../access/access-key.ts'
import { LOOPBACK, ownPagesOnly, startLoopbackServer } from '../access/loopback-server.ts'
import { describeFunction, readChanges } from './function-configuration.ts'
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
}

/**
 * Answers Invoke, GetFunction, GetFunctionConfiguration, UpdateFunctionConfiguration and ListFunctions as AWS does, for its SDKs and
 * its command line. Of a signature only the access key is checked. Source: AWS Lambda API Reference.
 */
export async function startLambdaService(
  lambda: LocalLambda,
  { key = newLabKey(), tagsOf = () => ({}) }: ServiceOptions = {},
): Promise<LambdaService> {
  const app = createApp(lambda, { key, tagsOf })
  const { port, close } = await startLoopbackServer(0, app.fetch)
  return { endpoint: `http://${LOOPBACK}:${port}`, key, [Symbol.asyncDispose]: close }
}

const FUNCTIONS = '/2015-03-31/functions'
/** Several times what all variables of a function may take; whatever else a change can name is short. */
const MAX_CHANGE_BYTES = 64 * 1024

function createApp(lambda: LocalLambda, { key, tagsOf }: Required<ServiceOptions>): Hono {
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
    const name = nameIn(c.req.param('name')!)
    const found = lambda.settingsOf(name)
    if (!found) throw new ServiceError(404, 'ResourceNotFoundException', `Function not found: ${name}`)
    return { name, ...found }
  }
  const describe = (c: Context) => {
    const { settings, revision } = known(c)
    return describeFunction(settings, revision)
  }

  // The command line asks with a slash at the end, the SDK for JavaScript without.
  app.on('GET', [FUNCTIONS, `${FUNCTIONS}/`], (c) =>
    c.json({
      Functions: lambda.names().map((name) => {
        const { settings, revision } = lambda.settingsOf(name)!
        return describeFunction(settings, revision)
      }),
    }),
  )
  app.get(`${FUNCTIONS}/:name`, (c) => {
    const { reservedConcurrency, memoryMb } = known(c).settings
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
    const { name, revision } = known(c)
    lambda.reconfigure(name, readChanges(body, revision))
    return c.json(describe(c))
  })

  app.post(`${FUNCTIONS}/:name/invocations`, atMost(MAX_PAYLOAD_BYTES, 'InvokeFunction'), async (c) => {
    const { name } = known(c)
    const payload = payloadOf(Buffer.from(await c.req.arrayBuffer()))
    const type = c.req.header('x-amz-invocation-type') ?? 'RequestResponse'
    if (type === 'DryRun') return c.body(null, 204)
    const context = c.req.header('x-amz-client-context')
    const invocation = {
      payload,
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
    const { requestId, answer, trace } = await lambda.invoke(name, invocation).catch(refuse)
    const tail = c.req.header('x-amz-log-type') === 'Tail'
    return c.body(new Uint8Array(answer.payload), 200, {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'x-amzn-trace-id': `Root=${trace.id};Sampled=${trace.isSampled ? 1 : 0}`,
      'x-amz-executed-version': '$LATEST',
      ...(answer.error && { 'x-amz-function-error': 'Unhandled' }),
      ...(tail && { 'x-amz-log-result': answer.tail.toString('base64') }),
    })
  })
  return app
}

/** A name, `NAME:QUALIFIER`, or the ARN of either. */
function nameIn(given: string): string {
  const name = /^(?:arn:[\w-]+:lambda:[\w-]*:\d*:function:|\d*:function:)?([\w-]{1,140})(?::[\w$-]+)?$/.exec(given)?.[1]
  if (name === undefined)
    throw new ServiceError(400, 'ValidationException', 'expected the name or the ARN of a function')
  return name
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
