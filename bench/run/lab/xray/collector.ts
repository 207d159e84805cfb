import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type LabKey, newLabKey, requireKey } from '../access/access-key.ts'
import { LOOPBACK, type LoopbackServer, startLoopbackServer, ownPagesOnly } from '../access/loopback-server.ts'
import { type Daemon, type DaemonFigures, startDaemon } from './daemon.ts'
import { type FaultInjection, NO_FAULTS } from './fault-injection.ts'
import { Intake, type IntakeFigures } from './intake.ts'
import { createOperations, type Operation } from './operations.ts'
import { type StoreLimits, TraceStore } from './store.ts'
import { readBody, RefusedRequest } from './request.ts'

/** A local X-Ray, for `await using`: the daemon's socket, which takes documents, and the API, which returns them as traces. */
export interface Collector extends AsyncDisposable {
  /** For `AWS_ENDPOINT_URL_XRAY`. */
  readonly endpoint: string
  /** With which clients of its API sign their requests. */
  readonly key: LabKey
  /** For `AWS_XRAY_DAEMON_ADDRESS`; its TCP side is the API too. */
  readonly daemonAddress: string
  /** Takes a document of this process; throws a RangeError with the reason if X-Ray would refuse it. For a full trace it is only counted. */
  readonly put: (document: object) => void
  /** From now on datagrams for this trace are taken even if their sender cannot be identified any more. */
  readonly expect: (traceId: string) => void
  readonly figures: () => Figures
}

/** What was received, what became of it, and what is stored. */
interface Figures extends IntakeFigures, DaemonFigures, ApiFigures {
  /** Traces that are stored now. */
  readonly traces: number
  /** Because of the limits of the store. */
  readonly evicted: { readonly traces: number; readonly documents: number }
}

export interface CollectorOptions {
  /** Of both the API and the daemon; by default, or if 0, free ones are taken. */
  readonly port?: number
  /** By default a new one. */
  readonly key?: LabKey
  /** Epoch milliseconds. */
  readonly now?: () => number
  readonly faults?: Partial<FaultInjection>
  readonly limits?: Partial<StoreLimits>
}

/** Attempts at finding one port number that is free for both. */
const MAX_TRIES = 20

/** Starts a local X-Ray on loopback; rejects with the system's error when the port cannot be had. */
export async function startCollector({
  port = 0,
  key = newLabKey(),
  now = Date.now,
  faults: given = {},
  limits,
}: CollectorOptions = {}): Promise<Collector> {
  const faults: FaultInjection = { ...NO_FAULTS, ...given }
  const { throttleEvery, isLost } = faults
  const store = new TraceStore(limits)
  const intake = new Intake(store, now)
  const api = createApi(createOperations({ store, intake, faults, now }), { key, throttleEvery })
  const both = await startBoth(
    port,
    (port) => startLoopbackServer(port, api.app.fetch),
    (port) => startDaemon(port, { intake, isLost }),
  )
  return {
    endpoint: `http://${LOOPBACK}:${both.server.port}`,
    key,
    daemonAddress:
      both.server.port === both.daemon.port
        ? `${LOOPBACK}:${both.daemon.port}`
        : `tcp:${LOOPBACK}:${both.server.port} udp:${LOOPBACK}:${both.daemon.port}`,
    put(document) {
      const refusal = intake.take(JSON.stringify(document))
      if (refusal && refusal.code !== 'InvalidSegment')
        throw new RangeError(`X-Ray would refuse this document, ${refusal.code}: ${refusal.message}`)
    },
    expect: (traceId) => intake.expect(traceId),
    figures: () => ({ ...intake.figures(), ...both.daemon.figures(), ...api.figures(), ...store.figures() }),
    async [Symbol.asyncDispose]() {
      await Promise.all([both.server.close(), both.daemon.close()])
    },
  }
}

/** Starts both on one port number if possible; a number that was given must be free for both. */
async function startBoth(
  port: number,
  startServer: (port: number) => Promise<LoopbackServer>,
  startDaemon: (port: number) => Promise<Daemon>,
): Promise<{ readonly server: LoopbackServer; readonly daemon: Daemon }> {
  for (let left = MAX_TRIES; ; left--) {
    const server = await startServer(port)
    try {
      return { server, daemon: await startDaemon(left > 0 ? server.port : 0) }
    } catch (error) {
      await server.close()
      if (port !== 0 || left === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    }
  }
}

interface Api {
  readonly app: Hono
  readonly figures: () => ApiFigures
}

interface ApiOptions {
  /** With which its clients sign their requests. */
  readonly key: LabKey
  readonly throttleEvery: FaultInjection['throttleEvery']
}

interface ApiFigures {
  /** Including those that were throttled. */
  readonly calls: number
  readonly throttled: number
}

const MAX_BODY_BYTES = 5 * 1024 * 1024

/**
 * The HTTP API of X-Ray and of the daemon's TCP side. Of a signature only the access key is checked.
 * Source: AWS X-Ray API Reference; Smithy, "AWS restJson1 protocol".
 */
function createApi(operations: ReadonlyMap<string, Operation>, { key, throttleEvery }: ApiOptions): Api {
  let calls = 0
  let throttled = 0
  const app = new Hono()
  app.onError((error, c) =>
    error instanceof RefusedRequest
      ? answerError(c, error.status, error.type, error.message)
      : answerError(c, 500, 'InternalFailure', `the local X-Ray failed: ${error.message}`),
  )
  app.notFound((c) =>
    answerError(c, 404, 'UnknownOperationException', `there is no ${c.req.method} ${c.req.path} here`),
  )
  app.use(
    ownPagesOnly,
    requireKey(key, (reason) => new RefusedRequest(403, 'UnrecognizedClientException', reason)),
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) =>
        answerError(c, 413, 'RequestEntityTooLargeException', `expected at most ${MAX_BODY_BYTES} bytes in a body`),
    }),
  )
  for (const [path, operation] of operations) {
    app.post(path, async (c) => {
      if (++calls % throttleEvery === 0) {
        throttled++
        throw new RefusedRequest(429, 'ThrottledException', 'Rate exceeded')
      }
      return c.json(operation(readBody(await c.req.text())))
    })
  }
  return { app, figures: () => ({ calls, throttled }) }
}

function answerError(c: Context, status: RefusedRequest['status'] | 500, type: string, message: string): Response {
  return c.json({ message }, status, { 'x-amzn-errortype': type })
}
