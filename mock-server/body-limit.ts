import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

/** Far more than Slack takes. */
const MOST_BODY_BYTES = 1_000_000

const limitRead = bodyLimit({ maxSize: MOST_BODY_BYTES, onError: refuse })

/** Refuses a body of more than 1 MB with 413, before it is read where its length is told, and else while it is. */
export const limitBody: MiddlewareHandler = async (c, next) => {
  const length = c.req.header('content-length')
  // Only looked at: to read a body by pieces is work beside what is measured.
  if (length !== undefined && c.req.header('transfer-encoding') === undefined)
    return Number(length) <= MOST_BODY_BYTES ? await next() : refuse(c)
  return await limitRead(c, next)
}

function refuse(c: Context): Response {
  // What is still to come of it is not read.
  return c.text(`expected a body of at most ${MOST_BODY_BYTES} bytes`, 413, { connection: 'close' })
}
