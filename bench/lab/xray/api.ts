import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Operation } from './operations.ts'
import type { Knobs } from './knobs.ts'
import { readBody, RefusedRequest } from './request.ts'

export interface Api {
  readonly app: Hono
  readonly figures: () => ApiFigures
}

export interface ApiFigures {
  /** Those that were throttled among them. */
  readonly calls: number
  readonly throttled: number
}

const MOST_BODY_BYTES = 5 * 1024 * 1024

/** The HTTP API of X-Ray and of the daemon's TCP side, unsigned. Source: AWS X-Ray API Reference; Smithy, "AWS restJson1 protocol". */
export function createApi(operations: ReadonlyMap<string, Operation>, knobs: () => Knobs): Api {
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
    bodyLimit({
      maxSize: MOST_BODY_BYTES,
      onError: (c) =>
        answerError(c, 413, 'RequestEntityTooLargeException', `expected at most ${MOST_BODY_BYTES} bytes in a body`),
    }),
  )
  for (const [path, operation] of operations) {
    app.post(path, async (c) => {
      const { throttleEvery } = knobs()
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
