import { expect } from 'vitest'
import type { Reach } from '../../strategies/connect.ts'
import { toFailure } from '../../strategies/failure.ts'
import {
  createFeedConnections,
  FETCH_DEFAULTS,
  createFetch,
  type FetchOptions,
  type OriginHeaders,
} from '../../strategies/fetch.ts'
import type { Failure, Feed } from '../../strategies/job.ts'

/** A path as people get it from their calendar's settings: whoever knows it can read the calendar. */
export const SECRET_PATH = '/private-5ecret/basic.ics?token=t0ken'

export interface FetchSettings {
  readonly options?: Partial<FetchOptions>
  readonly reach?: Reach
  readonly headers?: OriginHeaders
  readonly signal?: AbortSignal
}

/** Fetches one address over a connection of its own. */
export async function fetchFrom(
  url: string,
  { options, reach = {}, headers, signal = new AbortController().signal }: FetchSettings = {},
): Promise<Uint8Array> {
  const feed: Feed = { id: 'the feed', url }
  const whole = { ...FETCH_DEFAULTS, ...options }
  const closing = new AbortController()
  const connections = createFeedConnections([feed], whole, { ...reach, closing: closing.signal })
  try {
    return await createFetch(connections, whole, headers)(feed, signal)
  } finally {
    closing.abort()
    await connections.destroy()
  }
}

/** The text of a feed. */
export async function textFrom(url: string, settings?: FetchSettings): Promise<string> {
  return Buffer.from(await fetchFrom(url, settings)).toString()
}

/** Why a fetch failed, once it is certain that the message gives away nothing of the address but its host. */
export async function failureFrom(url: string, settings: FetchSettings = {}): Promise<Failure> {
  const error: unknown = await fetchFrom(url, settings).then(
    (body) => expect.unreachable(`expected a failure, got ${body.byteLength} bytes`),
    (reason: unknown) => reason,
  )
  const failure = toFailure('fetch', error, settings.signal ?? new AbortController().signal)
  expect(failure.message).not.toMatch(/5ecret|basic\.ics|t0ken|pa55word/)
  return failure
}
