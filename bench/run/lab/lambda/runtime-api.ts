import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { refusalOf } from '../../../../mock-server/foreign-request.ts'
import { LOOPBACK } from '../access/loopback-server.ts'
import { ownerOfConnection } from '../access/peers.ts'
import { type FunctionError, MAX_PAYLOAD_BYTES } from './function-error.ts'
import { valueIn } from '../../../io/json-fields.ts'

/** What a runtime is given to do. */
interface RuntimeInvocation {
  readonly requestId: string
  readonly payload: Buffer
  readonly deadlineMs: number
  readonly functionArn: string
  readonly traceHeader?: string | undefined
  readonly clientContext?: string | undefined
}

/** What a runtime says, in the order in which it may: ready, answered, ready, answered, ... or that it cannot start. */
export interface RuntimeEvents {
  readonly ready: () => void
  readonly answered: (answer: Buffer) => void
  readonly failed: (error: FunctionError) => void
  readonly tooLarge: () => void
  readonly notStarted: (error: FunctionError) => void
}

/**
 * The Runtime API of one container: the runtime asks for the next invocation, and posts what came of it. Other users are not let in
 * where the system shows whose a connection is, as Linux does.
 * Source: AWS Lambda Developer Guide, "Using the Lambda runtime API"; status codes as the runtime interface emulator gives them.
 */
export interface RuntimeApi {
  /** `HOST:PORT`, as AWS_LAMBDA_RUNTIME_API has it. */
  readonly address: string
  /** Answers the runtime that has asked for the next invocation. */
  readonly give: (invocation: RuntimeInvocation) => void
  readonly close: () => Promise<void>
}

const VERSION = '/2018-06-01/runtime'
/** A runtime sends the cause of an error in a header, where it has less than a MiB. */
const MAX_HEADER_BYTES = 2 * 1024 * 1024

export async function startRuntimeApi(events: RuntimeEvents): Promise<RuntimeApi> {
  /** The question for the next invocation that is not answered yet. */
  let asking: ServerResponse | undefined
  let current: string | undefined
  let state: 'starting' | 'ready' | 'busy' | 'answered' = 'starting'

  const next = (response: ServerResponse) => {
    if (state === 'busy') return refuse(response, 403, 'InvalidStateTransition', transition('Running', 'Ready'))
    asking = response
    current = undefined
    state = 'ready'
    events.ready()
  }

  /** Whether what is posted belongs to the invocation under way; refuses it otherwise. */
  const isAllowed = (response: ServerResponse, id: string, what: string): boolean => {
    if (state === 'starting' || state === 'ready') {
      refuse(response, 403, 'InvalidStateTransition', transition(state === 'ready' ? 'Ready' : 'Started', what))
      return false
    }
    if (id !== current) {
      refuse(response, 400, 'InvalidRequestID', 'Invalid request ID')
      return false
    }
    if (state === 'answered') {
      refuse(response, 403, 'InvalidStateTransition', transition('InvocationResponse', what))
      return false
    }
    return true
  }

  const answer = async (request: IncomingMessage, response: ServerResponse, id: string) => {
    const body = await bodyOf(request)
    if (!isAllowed(response, id, 'InvocationResponse')) return
    state = 'answered'
    if (body === undefined) {
      events.tooLarge()
      return refuse(
        response,
        413,
        'RequestEntityTooLarge',
        `Exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`,
      )
    }
    events.answered(body)
    accept(response)
  }

  const fail = async (request: IncomingMessage, response: ServerResponse, id: string) => {
    const body = await bodyOf(request)
    if (!isAllowed(response, id, 'InvocationErrorResponse')) return
    state = 'answered'
    events.failed(errorIn(body, request))
    accept(response)
  }

  const notStarted = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request)
    if (state !== 'starting') return refuse(response, 403, 'InvalidStateTransition', transition('Ready', 'InitError'))
    events.notStarted(errorIn(body, request))
    accept(response)
  }

  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    const refusal = refusalOf(request.headers)
    if (refusal) return refuse(response, refusal.status, 'Forbidden', refusal.reason)
    const { method, url = '' } = request
    const [, id, what] = /^\/invocation\/([^/]+)\/(response|error)$/.exec(url.slice(VERSION.length)) ?? []
    if (!url.startsWith(VERSION)) return refuse(response, 404, 'NotFound', '404 page not found')
    if (method === 'GET' && url === `${VERSION}/invocation/next`) return next(response)
    if (method !== 'POST') return refuse(response, 404, 'NotFound', '404 page not found')
    const handled =
      url === `${VERSION}/init/error`
        ? notStarted(request, response)
        : id === undefined
          ? Promise.resolve(refuse(response, 404, 'NotFound', '404 page not found'))
          : (what === 'response' ? answer : fail)(request, response, id)
    // The runtime's process has ended in the middle of an answer, which its exit shows.
    handled.catch(() => response.destroy())
  })
  // A runtime that waits for its next invocation waits for as long as it takes.
  Object.assign(server, { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 })
  server.on('connection', (socket) => {
    // The runtime client of AWS has no way to carry a secret, so that its user has to do.
    const owner = ownerOfConnection(socket.localPort!, { address: socket.remoteAddress, port: socket.remotePort })
    if (owner === 'foreign' || owner === 'gone') socket.destroy()
  })
  server.listen(0, LOOPBACK)
  await once(server, 'listening')

  return {
    address: `${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    give({ requestId, payload, deadlineMs, functionArn, traceHeader, clientContext }) {
      if (!asking) throw new Error('expected a runtime that asked for its next invocation')
      const response = asking
      asking = undefined
      current = requestId
      state = 'busy'
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': payload.byteLength,
        'lambda-runtime-aws-request-id': requestId,
        'lambda-runtime-deadline-ms': String(Math.round(deadlineMs)),
        'lambda-runtime-invoked-function-arn': functionArn,
        ...(traceHeader !== undefined && { 'lambda-runtime-trace-id': traceHeader }),
        ...(clientContext !== undefined && { 'lambda-runtime-client-context': clientContext }),
      })
      response.end(payload)
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function transition(from: string, to: string): string {
  return `State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed`
}

/** The whole body; undefined where it has more than Lambda takes. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.byteLength
    // Read to its end all the same: a runtime that is cut off would call it a broken connection.
    if (bytes <= MAX_PAYLOAD_BYTES) parts.push(part)
  }
  return bytes <= MAX_PAYLOAD_BYTES ? Buffer.concat(parts) : undefined
}

/** What a runtime posted as an error; its type at least is in the header. */
function errorIn(body: Buffer | undefined, { headers }: IncomingMessage): FunctionError {
  const header = headers['lambda-runtime-function-error-type']
  // Bytes of UTF-8, which Node reads as Latin-1.
  const type = Buffer.from(String(header ?? 'Runtime.Unknown'), 'latin1').toString()
  const answer: unknown = valueIn(body?.toString() ?? '')
  const { errorType, errorMessage, trace } = (
    typeof answer === 'object' && answer !== null ? answer : {}
  ) as Partial<FunctionError>
  return {
    errorType: typeof errorType === 'string' ? errorType : type,
    errorMessage: typeof errorMessage === 'string' ? errorMessage : '',
    ...(Array.isArray(trace) && { trace: trace.map(String) }),
  }
}

function accept(response: ServerResponse): void {
  reply(response, 202, '{"status":"OK"}\n')
}

function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  reply(response, status, JSON.stringify({ errorMessage, errorType }))
}

/** With its length, which clients may rely on. */
function reply(response: ServerResponse, status: number, body: string): void {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  response.writeHead(status, headers).end(body)
}
