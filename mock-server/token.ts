import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { getPath } from 'hono/utils/url'

/** Whether a text can be a token: letters, digits and `-._~+/`, then any `=` (RFC 6750, 2.1). */
export function isToken(text: string): boolean {
  return /^[\w.~+/-]+=*$/.test(text)
}

const IN_PATH = /^\/token\/([^/]+)(?=\/)/

/** What stands before the path of a request that carries the token in its address. */
export function tokenPath(token: string): string {
  return `/token/${encodeURIComponent(token)}`
}

/** The path of a request for its route. */
export function pathWithoutToken(request: Request): string {
  return getPath(request).replace(IN_PATH, '')
}

/**
 * Answers 401 whatever does not carry `Authorization: Bearer TOKEN`, or the token in its address, before any route; a RangeError when
 * nobody could send it.
 */
export function requireToken(token: string): MiddlewareHandler {
  if (!isToken(token))
    throw new RangeError(
      'token: expected letters, digits and -._~+/ (RFC 6750, 2.1), got something else or nothing; make one with: openssl rand -hex 32',
    )
  const expected = digestOf(`Bearer ${token}`)
  return async (c, next) => {
    // A client that is not ours may send a header of its own, for the server that this one stands for.
    const given = [c.req.header('authorization') ?? '', bearerIn(c.req.url)]
    // Digests have one length, so that the time this takes does not even give away the token's.
    if (given.some((one) => timingSafeEqual(digestOf(one), expected))) return next()
    return c.text('a token is needed', 401, { 'www-authenticate': 'Bearer' })
  }
}

function bearerIn(url: string): string {
  const [, token = ''] = IN_PATH.exec(new URL(url).pathname) ?? []
  try {
    return `Bearer ${decodeURIComponent(token)}`
  } catch {
    return ''
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
