import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'

/** What a client of one lab signs its requests with. Only the access key ID is checked, so the ID is the secret. */
export interface LabKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** A key that nobody else on this machine can guess: 128 random bits. */
export function newLabKey(): LabKey {
  return { accessKeyId: `AKIALAB${randomBytes(16).toString('hex').toUpperCase()}`, secretAccessKey: 'lab' }
}

/**
 * Lets through only what was signed with this key, by the credential that the signature names; throws what `refuse` makes of the reason.
 * Source: AWS General Reference, "Signature Version 4", the Authorization header.
 */
export function requireKey({ accessKeyId }: LabKey, refuse: (reason: string) => Error): MiddlewareHandler {
  const expected = digestOf(accessKeyId)
  return async (c, next) => {
    const [, given] = /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\//.exec(c.req.header('authorization') ?? '') ?? []
    // Digests have one length, so that the time this takes reveals nothing of the key.
    if (given === undefined || !timingSafeEqual(digestOf(given), expected))
      throw refuse(
        `expected a request signed with the access key of this lab, got ${given === undefined ? 'one without a signature' : 'another key'}; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY as utakata lab --keep prints them`,
      )
    await next()
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
