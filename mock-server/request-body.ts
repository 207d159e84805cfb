import type { HonoRequest } from 'hono'

/** Far more than Slack takes. */
export const MAX_BODY_BYTES = 1_000_000

/** The body of a request; undefined where it has more than 1 MB, of which no more is read than it takes to know that. */
export async function readBody(req: HonoRequest): Promise<string | undefined> {
  const isShort = isShortAsSaid(req)
  if (isShort !== undefined) return isShort ? await req.text() : undefined
  return (await readChunks(req))?.toString('utf8')
}

/** The same as bytes. */
export async function readBytes(req: HonoRequest): Promise<Buffer | undefined> {
  const isShort = isShortAsSaid(req)
  if (isShort !== undefined) return isShort ? Buffer.from(await req.arrayBuffer()) : undefined
  return readChunks(req)
}

/** Undefined where no length is said. To read a body by pieces is work beside what is measured: most clients send its length. */
function isShortAsSaid(req: HonoRequest): boolean | undefined {
  const length = req.header('content-length')
  if (length === undefined || req.header('transfer-encoding') !== undefined) return undefined
  return Number(length) <= MAX_BODY_BYTES
}

async function readChunks(req: HonoRequest): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of req.raw.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > MAX_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
