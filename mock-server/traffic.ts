import { closeSync, openSync, readSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
// Not { z }, as in the schema of the world.
import * as z from 'zod'

/** One exchange that was observed, as a line of a traffic file. Times in milliseconds. */
export interface ObservedExchange {
  /** Hosts are numbers: what they are called is nobody's business. */
  readonly host: number
  /** From the request written to the first byte of its answer; of one that hung, how long it was waited for. */
  readonly delayMs: number
  /** Of the body. */
  readonly bytes?: number | undefined
  /** At which it came, once it had begun. */
  readonly bytesPerSecond?: number | undefined
  /** Of an answer; a connection that broke and an answer that never came have none. */
  readonly status?: number | undefined
  readonly failed?: 'reset' | 'hang' | undefined
  readonly retryAfterSeconds?: number | undefined
  /** What connecting took, where it was on a new connection. */
  readonly connectMs?: number | undefined
  /** `fetch` where it is absent. */
  readonly to?: 'fetch' | 'notify' | undefined
}

const DAY_MS = 86_400_000
const milliseconds = z.number().min(0).max(DAY_MS)

const exchangeSchema = z.object({
  host: z.int().min(0).max(10_000_000),
  delayMs: milliseconds,
  bytes: z.int().min(0).max(1e12).optional(),
  bytesPerSecond: z.number().min(1).max(1e12).optional(),
  status: z.int().min(100).max(599).optional(),
  failed: z.enum(['reset', 'hang']).optional(),
  retryAfterSeconds: z.int().min(0).max(86_400).optional(),
  connectMs: milliseconds.optional(),
  to: z.enum(['fetch', 'notify']).optional(),
})

/** Some ten times as many as make a difference. */
const MAX_EXCHANGES = 1_000_000

/** Why a file is no traffic. */
export class TrafficError extends Error {
  /** From 1; 0 where it is of the whole file. */
  readonly line: number

  constructor(message: string, line: number) {
    super(message)
    this.line = line
  }
}

const CHUNK_BYTES = 1 << 16

/** Reads a traffic file line by line; throws a TrafficError for the first line that is no exchange, and the system's error where it cannot be read. */
export function readTraffic(file: string): ObservedExchange[] {
  const exchanges: ObservedExchange[] = []
  let line = 0
  const take = (text: string) => {
    line++
    if (text.trim() === '') return
    if (exchanges.length === MAX_EXCHANGES) throw new TrafficError(`at most ${MAX_EXCHANGES} exchanges`, line)
    exchanges.push(exchangeOf(text, line))
  }
  const decoder = new StringDecoder('utf8')
  const chunk = Buffer.alloc(CHUNK_BYTES)
  const descriptor = openSync(file, 'r')
  try {
    let rest = ''
    for (let bytes = readSync(descriptor, chunk); bytes > 0; bytes = readSync(descriptor, chunk)) {
      const lines = (rest + decoder.write(chunk.subarray(0, bytes))).split('\n')
      rest = lines.pop()!
      lines.forEach(take)
    }
    take(rest + decoder.end())
  } finally {
    closeSync(descriptor)
  }
  if (!exchanges.some(({ to = 'fetch' }) => to === 'fetch'))
    throw new TrafficError('at least one exchange that fetches', 0)
  return exchanges
}

function exchangeOf(text: string, line: number): ObservedExchange {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new TrafficError('one JSON object a line', line)
  }
  const { data, error } = exchangeSchema.safeParse(value)
  if (!data) throw new TrafficError(`${error.issues[0]!.path.join('.')}: ${error.issues[0]!.message}`, line)
  if (data.status === undefined && data.failed === undefined) throw new TrafficError('status, or failed', line)
  return data
}
