import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type LabKey, requireKey } from '../access/access-key.ts'
import { ownPagesOnly } from '../access/loopback-server.ts'
import type { Operation } from './operations.ts'
import type { FaultInjection } from './fault-injection.ts'
import { readBody, RefusedRequest } from './request.ts'

export interface Api {
  readonly app: Hono
  readonly figures: () => ApiFigures
}

export interface ApiOptions {
  /** With which its clients sign their requests. */
  readonly key: LabKey
  readonly throttleEvery: FaultInjection['throttleEvery']
}

export interface ApiFigures {
  /** Including those that were throttled. */
  readonly calls: number
  readonly throttled: number
}

const MAX_BODY_BYTES = 5 * 1024 * 1024

/**
 * The HTTP API of X-Ray and of the daemon's TCP side. Of a signature only the access key is checked.
 * Source: AWS X-Ray API Reference; Smithy, "AWS restJson1 protocol".
 */
export function createApi(operations: ReadonlyMap<string, Operation>, { key, throttleEvery }: ApiOptions): Api {
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
