import type { HonoRequest } from 'hono'

/** Far more than Slack takes. */
export const MAX_BODY_BYTES = 1_000_000

/** The body of a request; undefined where it has more than 1 MB, of which no more is read than it takes to know that. */
export async function readBody(req: HonoRequest): Promise<string | undefined> {
  const length = req.header('content-length')
  // To read a body by pieces is work beside what is measured: our own clients tell its length.
  if (length !== undefined && req.header('transfer-encoding') === undefined)
    return Number(length) <= MAX_BODY_BYTES ? await req.text() : undefined
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of req.raw.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > MAX_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
