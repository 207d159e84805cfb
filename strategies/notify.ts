import { Buffer } from 'node:buffer'
import { setTimeout as sleep } from 'node:timers/promises'
import { unescape } from 'node:querystring'
import { createConnect, type Reach } from './connect.ts'
import { Connections, type Requester } from './connections.ts'
import type { Answer } from './answer.ts'
import { exchange } from './exchange.ts'
import { StepError } from './failure.ts'
import { codeOf, describeNetworkError, type OriginHeaders } from './fetch.ts'
import type { Notice } from './job.ts'
import { createLimit } from './limit.ts'
import { messageOf } from './message.ts'
import { endRefusals, isPauseRequested, type Pause, prolong, refusalsInARow, retryAfterMs, waitOut } from './pause.ts'

export interface NotifyOptions {
  readonly connectTimeoutMs: number
  /** Longest wait for the head of the answer, counted from when the post is written, and for its body after that. */
  readonly answerTimeoutMs: number
  /** How often a notice that cannot have been delivered is tried again. */
  readonly retries: number
  /** Wait before the first retry; doubled for each further one, times 0.5 to 1. */
  readonly backoffMs: number
  /** Shortest wait after a 429; doubled for each further one in a row. */
  readonly pauseMs: number
}

export const NOTIFY_DEFAULTS: NotifyOptions = {
  connectTimeoutMs: 10_000,
  answerTimeoutMs: 20_000,
  retries: 3,
  backoffMs: 250,
  pauseMs: 1000,
}

/** Posts at a time; leaves descriptors to the feeds. */
const MAX_CONNECTIONS = 128

/** Keeps connections alive: every notice goes to the same host. */
export function createSlackConnections(options: NotifyOptions, reach: Reach): Connections {
  const connect = createConnect({ timeoutMs: options.connectTimeoutMs, ...reach })
  return new Connections({ connect, isKept: () => true })
}

/** Posts a notice; resolves when Slack took it, throws a `StepError` otherwise. */
export type Notify = (notice: Notice, signal: AbortSignal) => Promise<'accepted'>

/** What came of one try. Only `undelivered` may be tried again: that one cannot have reached anybody. */
type Verdict =
  | { readonly is: 'accepted' }
  | { readonly is: 'later'; readonly askedMs: number }
  | { readonly is: 'undelivered'; readonly kind: 'network' | 'status' | 'timeout'; readonly message: string }

/**
 * 429 pauses the webhook for all senders until Retry-After, longer where 429s follow each other, and is not a try: only a cancel
 * ends it. Connection refused, DNS, connect timeout and 503 are tried again. Any other error after the request was written is
 * `unknown` and final, because trying again may send it twice. A post that waits, for a connection or for the pause, has not
 * been written: only a cancel ends its wait, and it is then never written. Source: Slack, "Sending messages using incoming
 * webhooks" and "Rate limits".
 */
export function createNotify(
  slackUrl: string,
  requester: Requester,
  options: NotifyOptions,
  pause: Pause,
  further: OriginHeaders = {},
): Notify {
  const url = new URL(slackUrl)
  const headers = { ...HEADERS, ...further[url.origin] }
  // Posts wait here and not for a connection: those would be written even after a 429 or a cancel.
  const connections = createLimit(MAX_CONNECTIONS)
  const oneByOne = createLimit(1)

  const attemptOnce = async (body: string, attempt: number, signal: AbortSignal): Promise<Verdict> => {
    await waitOut(pause, signal)
    const seen = refusalsInARow(pause)
    const verdict = await post({ url, body, attempt, headers }, requester, options, signal)
    if (verdict.is === 'later') prolong(pause, seen, { askedMs: verdict.askedMs, minMs: options.pauseMs })
    if (verdict.is === 'accepted') endRefusals(pause, options.pauseMs)
    return verdict
  }

  return async (notice, signal) => {
    const body = JSON.stringify(messageOf(notice))
    for (let attempt = 1; ;) {
      const attemptNow = () => attemptOnce(body, attempt, signal)
      // Once Slack has asked for patience they go one by one: all together they would be refused together, again and again.
      const verdict = await connections(() => (isPauseRequested(pause) ? oneByOne(attemptNow) : attemptNow()))
      if (verdict.is === 'accepted') return 'accepted'
      if (verdict.is === 'later') continue
      if (attempt > options.retries) throw new StepError(verdict.kind, `${verdict.message}, ${attempt} times`)
      await sleep(backoffMs(attempt, options), undefined, { signal })
      attempt++
    }
  }
}

/** A longer timer fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

function backoffMs(attempt: number, options: NotifyOptions): number {
  return Math.min(options.backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2), MAX_TIMER_MS)
}

const HEADERS = { 'content-type': 'application/json', 'user-agent': 'utakata' }

interface Post {
  readonly url: URL
  readonly body: string
  readonly attempt: number
  readonly headers: Readonly<Record<string, string>>
}

async function post(
  { url, body, attempt, headers: first }: Post,
  requester: Requester,
  options: NotifyOptions,
  signal: AbortSignal,
): Promise<Verdict> {
  const headers = attempt > 1 ? { ...first, 'x-utakata-attempt': String(attempt) } : first
  const { answerTimeoutMs: timeoutMs } = options
  const mostMs = 2 * timeoutMs
  const bounds = { wanted: 200, mostBytes: MAX_BYTES, headersTimeoutMs: timeoutMs, bodyTimeoutMs: timeoutMs }
  let wentOut = false
  let answer: Answer
  try {
    const onBeforeWrite = () => {
      wentOut = true
    }
    answer = await exchange(requester, { method: 'POST', url, headers, body, mostMs, onBeforeWrite }, bounds, signal)
  } catch (error) {
    return wentOut ? unknown(error, signal) : undelivered(error, signal)
  }
  const { status } = answer
  if (status === 200 && Buffer.from(answer.body).toString().trim() === 'ok') return { is: 'accepted' }
  if (status === 429) return { is: 'later', askedMs: retryAfterMs(answer.headers['retry-after'], Date.now()) }
  const message = `Slack answered ${status} ${describeAnswer(answer, url)}`
  if (status === 503) return { is: 'undelivered', kind: 'status', message }
  if (status >= 300 && status < 500) throw new StepError('refused', message)
  throw new StepError('unknown', `${message}: ${PERHAPS}`)
}

/** Slack's words are short. */
const MAX_BYTES = 65_536
const PERHAPS = 'it may or may not have been delivered'

function unknown(error: unknown, signal: AbortSignal): never {
  const why = signal.aborted
    ? 'cancelled before Slack answered'
    : error instanceof StepError
      ? error.message
      : describeNetworkError(error)
  throw new StepError('unknown', `${why}: ${PERHAPS}`, { cause: error })
}

function undelivered(error: unknown, signal: AbortSignal): Verdict {
  if (signal.aborted) throw error
  const code = codeOf(error)
  if (code === undefined) throw error
  const message = describeNetworkError(error)
  // A certificate does not get better by asking again.
  if (/^ERR_TLS|CERT|SIGNATURE/.test(code)) throw new StepError('network', message, { cause: error })
  return { is: 'undelivered', kind: code === 'UND_ERR_CONNECT_TIMEOUT' ? 'timeout' : 'network', message }
}

/** As Slack names its errors: `invalid_payload`, `no_service`. */
const WORD = /^[a-z]+(?:_[a-z]+)*$/
const MAX_WORD_CHARACTERS = 40
/** A shorter part of an address is in many words by chance. */
const MIN_PART_CHARACTERS = 4
/** More is not read of an answer that is an error. */
const MAX_ERROR_BYTES = 4096
const MEDIA_TYPES = ['text/plain', 'text/html', 'text/xml', 'application/json', 'application/xml']

/**
 * What came with a status, for people: Slack's error word in quotes, or else only how much of what type it was. Nothing else is
 * quoted, since some services repeat the request's address, in one form or another, and that of a webhook is its secret.
 */
export function describeAnswer({ headers, body }: Answer, url: URL): string {
  const text = Buffer.from(body).toString().trim()
  if (text === '') return 'without a body'
  if (text.length <= MAX_WORD_CHARACTERS && WORD.test(text) && !isOfAddress(text, url)) return `"${text}"`
  const size = body.byteLength > MAX_ERROR_BYTES ? `more than ${MAX_ERROR_BYTES} bytes` : `${body.byteLength} bytes`
  const [type] = String(headers['content-type']).toLowerCase().split(';')
  return `with ${size} of ${MEDIA_TYPES.find((known) => known === type!.trim()) ?? 'unknown type'}`
}

/** Whether a word is part of an address, or has a part of it in it. */
function isOfAddress(word: string, { username, password, pathname, search, hash }: URL): boolean {
  const written = [username, password, pathname, search, hash].join('/')
  const forms = [written, unescape(written)].map((form) => form.toLowerCase())
  const parts = forms.flatMap((form) => form.split(/[^\p{L}\p{N}]+/u))
  const letters = word.replaceAll('_', '')
  return (
    forms.some((form) => form.replaceAll(/[^a-z]+/g, '').includes(letters)) ||
    parts.some((part) => part.length >= MIN_PART_CHARACTERS && letters.includes(part)) ||
    parts.includes(word)
  )
}
