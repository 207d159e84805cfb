import type { HonoRequest } from 'hono'

/** The body of a request; undefined where it has more than `mostBytes`, of which no more is read than it takes to know that. */
export async function readBytes(req: HonoRequest, mostBytes: number): Promise<Buffer | undefined> {
  const isShort = isShortAsSaid(req, mostBytes)
  if (isShort !== undefined) return isShort ? Buffer.from(await req.arrayBuffer()) : undefined
  return readChunks(req, mostBytes)
}

/** Undefined where no length is said. To read a body by pieces is work beside what is measured: most clients send its length. */
function isShortAsSaid(req: HonoRequest, mostBytes: number): boolean | undefined {
  const length = req.header('content-length')
  if (length === undefined || req.header('transfer-encoding') !== undefined) return undefined
  return Number(length) <= mostBytes
}

async function readChunks(req: HonoRequest, mostBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of req.raw.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
