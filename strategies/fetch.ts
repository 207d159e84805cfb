import { Buffer } from 'node:buffer'
import { unescape } from 'node:querystring'
import { openBody } from './body.ts'
import type { Budget } from './budget.ts'
import { createConnect, openInTurns, type Reach } from './connect.ts'
import { Connections, type Requester } from './connections.ts'
import { type Answer, headerOf } from './answer.ts'
import { type Ask, type Bounds, exchange, notDone } from './exchange.ts'
import { StepError } from './failure.ts'
import { feedAddress } from './feed-address.ts'
import { ioClockMs } from './io-clock.ts'
import type { Feed } from './job.ts'

export interface FetchOptions {
  readonly connectTimeoutMs: number
  readonly headersTimeoutMs: number
  /** Longest silence in the middle of a body. */
  readonly bodyTimeoutMs: number
  /** Longest time one feed may take, redirects included; against bodies that drip. */
  readonly fetchTimeoutMs: number
  /** Counted after decompression. */
  readonly maxBodyBytes: number
  readonly maxRedirects: number
}

export const FETCH_DEFAULTS: FetchOptions = {
  connectTimeoutMs: 10_000,
  headersTimeoutMs: 20_000,
  bodyTimeoutMs: 20_000,
  fetchTimeoutMs: 60_000,
  maxBodyBytes: 10_000_000,
  maxRedirects: 5,
}

/** Headers, named in small letters, for requests to certain origins (`https://host`) and no others: a token, a trace. */
export type OriginHeaders = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Connections to feed hosts. That of a host with one feed, which in the field nearly every host is, is not used again, not even after a redirect. */
export function createFeedConnections(feeds: readonly Feed[], options: FetchOptions, reach: Reach): Connections {
  const counts = new Map<string, number>()
  for (const { url } of feeds) {
    const origin = originOf(url)
    if (origin !== undefined) counts.set(origin, (counts.get(origin) ?? 0) + 1)
  }
  const connect = createConnect({ timeoutMs: options.connectTimeoutMs, ...reach })
  return new Connections({ connect: openInTurns(connect, reach.closing), isKept: (origin) => counts.get(origin) !== 1 })
}

/** Undefined for what is no address of a feed, which its own fetch will say. */
function originOf(url: string): string | undefined {
  try {
    return feedAddress(url).origin
  } catch {
    return undefined
  }
}

const HEADERS = { accept: 'text/calendar, */*;q=0.1', 'accept-encoding': 'gzip, deflate, br', 'user-agent': 'utakata' }
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** GETs a feed's bytes, decompressed. Throws a `StepError` that says why there are none, and never shows the address. */
export type Fetch = (feed: Feed, signal: AbortSignal) => Promise<Uint8Array>

export function createFetch(
  requester: Requester,
  options: FetchOptions,
  further?: OriginHeaders,
  budget?: Budget,
): Fetch {
  const { headersTimeoutMs, bodyTimeoutMs, fetchTimeoutMs, maxBodyBytes, maxRedirects } = options
  const bounds: Bounds = {
    wanted: 200,
    mostBytes: maxBodyBytes,
    headersTimeoutMs,
    bodyTimeoutMs,
    openBody: (headers, events) => openBody(headers, { mostBytes: maxBodyBytes, budget }, events),
  }

  const get = async (ask: Pick<Ask, 'url' | 'headers' | 'untilMs'>, signal: AbortSignal): Promise<Answer> => {
    try {
      return await exchange(requester, { ...ask, method: 'GET', mostMs: fetchTimeoutMs }, bounds, signal)
    } catch (error) {
      throw signal.aborted ? error : explain(error, options)
    }
  }

  return async (feed, signal) => {
    const untilMs = ioClockMs() + fetchTimeoutMs
    const first = feedAddress(feed.url)
    let url = first
    for (let redirects = 0; ; redirects++) {
      const own = first.username !== '' && url.origin === first.origin ? credentialsOf(first) : undefined
      const headers = own || further ? { ...HEADERS, ...own, ...further?.[url.origin] } : HEADERS
      const { status, headers: answered, body } = await get({ url, headers, untilMs }, signal)
      if (status === 200) return body
      if (!REDIRECTS.has(status)) throw new StepError('status', `the feed's server answered ${status}`)
      if (redirects === maxRedirects) throw new StepError('status', `more than ${maxRedirects} redirects`)
      if (ioClockMs() > untilMs) throw notDone(fetchTimeoutMs)
      const location = headerOf(answered, 'location')
      if (location === undefined)
        throw new StepError('malformed', `the feed's server answered ${status} without a location`)
      url = feedAddress(location, url)
    }
  }
}

/** RFC 7617. Only for the host they were given for. */
function credentialsOf({ username, password }: URL): { authorization: string } {
  // Unlike decodeURIComponent it lets a lone percent sign be one.
  const pair = `${unescape(username)}:${unescape(password)}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

/** Broken HTTP comes as errors of many kinds, some without a code; of those only errors of JavaScript itself are mistakes of this program. */
function explain(error: unknown, { connectTimeoutMs }: FetchOptions): unknown {
  if (error instanceof StepError) return error
  const isMistake = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
  if (isMistake && codeOf(error) === undefined) return error
  if (codeOf(error) === 'UND_ERR_CONNECT_TIMEOUT')
    return new StepError('timeout', `no connection within ${connectTimeoutMs} ms`, { cause: error })
  return new StepError('network', describeNetworkError(error), { cause: error })
}

/** The code of a network error; of an AggregateError (several addresses tried) that of its first. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  return error instanceof AggregateError ? codeOf(error.errors[0]) : undefined
}

const SAYINGS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection was closed before the answer was complete',
  ENOTFOUND: 'no host of that name',
  EAI_AGAIN: 'the host name could not be looked up just now',
  UND_ERR_HEADERS_OVERFLOW: 'the head of the answer is too large',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the body is not as long as its content-length says',
  // Of undici's parser, such as for a status below 100.
  ERR_ASSERTION: 'the answer is not HTTP/1.1',
  EMFILE: 'out of file descriptors: too many connections at once; lower the concurrency',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by nobody known',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is signed by nobody known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is signed by nobody known',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
}

/** As undici's parser puts it, whose errors have no code. */
const NOT_HTTP = /^Response does not match the HTTP\/1\.1 protocol \((.+)\)$/

/** A network error in words, with its code, without any address. */
export function describeNetworkError(error: unknown): string {
  const [, breach] = (error instanceof Error && NOT_HTTP.exec(error.message)) || []
  if (breach !== undefined) return `the answer is not HTTP/1.1 (${breach})`
  const code = codeOf(error) ?? 'no code'
  return `${SAYINGS[code] ?? 'the connection failed'} (${code})`
}
