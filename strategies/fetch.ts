import { Buffer } from 'node:buffer'
import type { LookupFunction } from 'node:net'
import { unescape } from 'node:querystring'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import { createConnect, openInTurns } from './connect.ts'
import { type Answer, type Bounds, exchange, notDone, tooLarge } from './exchange.ts'
import { StepError } from './failure.ts'
import { feedAddress } from './feed-address.ts'
import type { Feed } from './job.ts'
import { Agent } from './undici.ts'

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

/** How to reach hosts: `ca` is a certificate authority (PEM) to trust in place of the usual ones, `lookup` stands in for the system's. */
export interface Reach {
  readonly ca?: string | undefined
  readonly lookup?: LookupFunction | undefined
  /** Aborted when the Agent is destroyed, so that nothing is left connecting. */
  readonly closing?: AbortSignal | undefined
}

/** Headers, named in small letters, for requests to certain origins (`https://host`) and no others: a token, a trace. */
export type OriginHeaders = Readonly<Record<string, Readonly<Record<string, string>>>>

/**
 * An Agent for feed hosts. Where feeds share hosts, connections are kept for the next feed. In the field every feed has its
 * own host: there a socket kept alive is never used again and only eats a descriptor (256 fetches at a time ran out of 1,024).
 */
export function createFeedAgent(feeds: readonly Feed[], options: FetchOptions, reach: Reach): Agent {
  const hosts = new Set(feeds.map(({ url }) => URL.parse(url)?.host))
  return new Agent({
    pipelining: hosts.size <= MOST_KEPT_HOSTS && hosts.size < feeds.length ? 1 : 0,
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    connect: openInTurns(createConnect({ timeoutMs: options.connectTimeoutMs, ...reach }), reach.closing),
  })
}

const MOST_KEPT_HOSTS = 32
const HEADERS = { accept: 'text/calendar, */*;q=0.1', 'accept-encoding': 'gzip, deflate, br', 'user-agent': 'utakata' }
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** GETs a feed's bytes, decompressed. Throws a `StepError` that says why there are none, and never shows the address. */
export type Fetch = (feed: Feed, signal: AbortSignal) => Promise<Uint8Array>

export function createFetch(agent: Agent, options: FetchOptions, further?: OriginHeaders): Fetch {
  const { headersTimeoutMs, bodyTimeoutMs, fetchTimeoutMs, maxBodyBytes, maxRedirects } = options
  const bounds: Bounds = { wanted: 200, mostBytes: maxBodyBytes, headersTimeoutMs, bodyTimeoutMs }

  return async (feed, signal) => {
    const untilMs = performance.now() + fetchTimeoutMs
    const first = feedAddress(feed.url)
    let url = first
    try {
      for (let redirects = 0; ; redirects++) {
        const own = first.username !== '' && url.origin === first.origin ? credentialsOf(first) : undefined
        const headers = own || further ? { ...HEADERS, ...own, ...further?.[url.origin] } : HEADERS
        const answer = await exchange(
          agent,
          { method: 'GET', url, headers, untilMs, mostMs: fetchTimeoutMs },
          bounds,
          signal,
        )
        if (answer.status === 200) {
          const codings = headerOf(answer, 'content-encoding')
          return codings === undefined ? answer.body : await decode(answer.body, codings, maxBodyBytes)
        }
        if (!REDIRECTS.has(answer.status)) throw new StepError('status', `the feed's server answered ${answer.status}`)
        if (redirects === maxRedirects) throw new StepError('status', `more than ${maxRedirects} redirects`)
        if (performance.now() > untilMs) throw notDone(fetchTimeoutMs)
        url = feedAddress(headerOf(answer, 'location') ?? '', url)
      }
    } catch (error) {
      throw signal.aborted ? error : explain(error, options)
    }
  }
}

/** RFC 7617. Only for the host they were given for. */
function credentialsOf({ username, password }: URL): { authorization: string } {
  // Unlike decodeURIComponent it lets a lone percent sign be one.
  const pair = `${unescape(username)}:${unescape(password)}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

const decoders = {
  gunzip: promisify(gunzip),
  inflate: promisify(inflate),
  inflateRaw: promisify(inflateRaw),
  brotli: promisify(brotliDecompress),
}

/** Registered, and not read. Source: IANA, HTTP Content Coding Registry. */
const KNOWN_CODINGS = new Set(['zstd', 'compress', 'x-compress', 'dcb', 'dcz', 'exi', 'pack200-gzip', 'aes128gcm'])

/** Undoes the codings of RFC 9110, 8.4, the last one applied first. */
async function decode(body: Uint8Array, codings: string, maxOutputLength: number): Promise<Uint8Array> {
  for (const coding of codings.toLowerCase().split(',').reverse()) {
    body = await decodeOnce(body, coding.trim(), { maxOutputLength })
  }
  return body
}

async function decodeOnce(body: Uint8Array, coding: string, options: { maxOutputLength: number }): Promise<Uint8Array> {
  try {
    switch (coding) {
      case '':
      case 'identity':
        return body
      case 'gzip':
      case 'x-gzip':
        return await decoders.gunzip(body, options)
      case 'deflate':
        // Some servers send a bare deflate stream where RFC 9110 asks for a zlib one; its first four bits tell (RFC 1950, 2.2).
        return await ((body[0]! & 0x0f) === 8 ? decoders.inflate(body, options) : decoders.inflateRaw(body, options))
      case 'br':
        return await decoders.brotli(body, options)
    }
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(options.maxOutputLength)
    throw new StepError('malformed', `the body is not the ${coding} it says it is`, { cause: error })
  }
  throw new StepError(
    'malformed',
    // A header may hold anything, the address for one.
    `the body has ${KNOWN_CODINGS.has(coding) ? `the coding "${coding}"` : 'an unknown coding'}; gzip, deflate and br are read`,
  )
}

function headerOf({ headers }: Answer, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

function explain(error: unknown, options: FetchOptions): unknown {
  if (error instanceof StepError) return error
  const code = codeOf(error)
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
      return new StepError('timeout', `no connection within ${options.connectTimeoutMs} ms`, { cause: error })
    case undefined:
      return error
    default:
      return new StepError('network', describeNetworkError(error), { cause: error })
  }
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
  EMFILE: 'out of file descriptors: too many connections at once; lower the concurrency',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by nobody known',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is signed by nobody known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is signed by nobody known',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
}

/** A network error in words, with its code, without any address. */
export function describeNetworkError(error: unknown): string {
  const code = codeOf(error) ?? 'no code'
  return `${SAYINGS[code] ?? 'the connection failed'} (${code})`
}
