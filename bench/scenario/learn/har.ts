import { z } from 'zod'
import type { LeftOut, SourceExchange } from './observations.ts'

/** Source: HTTP Archive (HAR) format 1.2, of 2012; milliseconds, -1 where something does not apply. */
const entrySchema = z.object({
  startedDateTime: z.string().optional(),
  request: z.object({ method: z.string(), url: z.string() }),
  response: z.object({
    status: z.number(),
    bodySize: z.number().optional(),
    content: z.object({ size: z.number().optional() }).optional(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  }),
  timings: z.object({
    connect: z.number().nullish(),
    send: z.number().nullish(),
    wait: z.number(),
    receive: z.number().nullish(),
  }),
  /** Of Chrome. */
  _fromCache: z.string().optional(),
})

export const HAR_ENTRIES = '$.log.entries.*'
export const HAR_VERSION = '$.log.version'

export function isKnownVersion(version: unknown): boolean {
  return version === '1.1' || version === '1.2'
}

/** An entry as an exchange, or why it is none. */
export function exchangeOfEntry(entry: unknown): SourceExchange | LeftOut {
  const { data } = entrySchema.safeParse(entry)
  if (!data) return 'unfinished'
  const { startedDateTime, request, response, timings, _fromCache: cache } = data
  const host = URL.parse(request.url)?.host
  if (!host) return 'other'
  if (cache !== undefined) return 'cached'
  const { connect, receive } = timings
  const { status, bodySize = -1, content, headers = [] } = response
  const bytes = bodySize >= 0 ? bodySize : content?.size
  const retryAfter = headers.find(({ name }) => name.toLowerCase() === 'retry-after')?.value
  return {
    host,
    startedMs: millisecondsOf(startedDateTime),
    delayMs: timings.wait,
    bodyMs: receive === null || receive === -1 ? undefined : receive,
    // A body that nobody counted is written as -1.
    bytes: bytes === undefined || bytes < 0 ? undefined : bytes,
    connectMs: connect === undefined || connect === null || connect === -1 ? undefined : connect,
    to: kindOf(request.method),
    retryAfterSeconds: secondsOf(retryAfter),
    // Browsers write 0 where no answer came.
    ...(status === 0 ? { failed: 'reset' } : { status }),
  }
}

/** Since 1970, of a date as ISO 8601 has it. */
function millisecondsOf(date: string | undefined): number | undefined {
  const ms = Date.parse(date ?? '')
  return Number.isNaN(ms) ? undefined : ms
}

/** What only reads fetches, and what else there is notifies. */
export function kindOf(method: string): 'fetch' | 'notify' {
  return /^(?:GET|HEAD)$/i.test(method) ? 'fetch' : 'notify'
}

/** Of a `Retry-After` in seconds; a date is none. */
function secondsOf(retryAfter: string | undefined): number | undefined {
  return retryAfter !== undefined && /^\d{1,5}$/.test(retryAfter.trim()) ? Number(retryAfter) : undefined
}
