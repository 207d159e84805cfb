import { Buffer } from 'node:buffer'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, type Dispatcher, request } from 'undici'
import { hideAddresses, StepError } from './failure.ts'
import { codeOf, describeNetworkError, type Reach } from './fetch.ts'
import type { Notice } from './job.ts'
import { createLimit } from './limit.ts'
import { messageOf } from './message.ts'

export interface NotifyOptions {
  readonly connectTimeoutMs: number
  readonly answerTimeoutMs: number
  /** How often a notice that cannot have been delivered is tried again. */
  readonly retries: number
  /** Wait before the first retry; doubled for each further one, times 0.5 to 1. */
  readonly backoffMs: number
}

export const NOTIFY_DEFAULTS: NotifyOptions = { connectTimeoutMs: 10_000, answerTimeoutMs: 20_000, retries: 3, backoffMs: 250 }

/** Keeps connections alive: every notice goes to the same host. The bound leaves descriptors to the feeds. */
export function createSlackAgent(options: NotifyOptions, { ca, lookup }: Reach): Agent {
  return new Agent({
    connections: 128,
    headersTimeout: options.answerTimeoutMs,
    bodyTimeout: options.answerTimeoutMs,
    connect: { timeout: options.connectTimeoutMs, ca, lookup },
  })
}

/** How many characters of an answer are read and told. */
const MOST_TEXT = 80

/** The instant, in epoch milliseconds, until which the webhook wants to be left alone; shared by all threads of a run. */
export type Pause = Float64Array<SharedArrayBuffer>

export function createPause(): Pause {
  return new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT))
}

/** Posts a notice; resolves when Slack took it, throws a `StepError` otherwise. */
export type Notify = (notice: Notice, signal: AbortSignal) => Promise<void>

/** What came of one post. Only `undelivered` may be tried again: that one cannot have reached anybody. */
type Answer =
  | { readonly is: 'accepted' }
  | { readonly is: 'later'; readonly waitMs: number }
  | { readonly is: 'undelivered'; readonly kind: 'network' | 'status' | 'timeout'; readonly message: string }

/**
 * 429 pauses the webhook for all senders until Retry-After and is not a try: only a cancel ends it. Connection refused,
 * DNS, connect timeout and 503 are tried again. Any other error after the request went out is `unknown` and final, because
 * trying again could tell people twice. Source: Slack, "Sending messages using incoming webhooks" and "Rate limits".
 */
export function createNotify(slackUrl: string, agent: Agent, options: NotifyOptions, pause: Pause): Notify {
  const oneByOne = createLimit(1)

  const deliver: Notify = async (notice, signal) => {
    const body = JSON.stringify(messageOf(notice))
    for (let attempt = 1; ; ) {
      await waitOut(pause, signal)
      const answer = await post(slackUrl, body, attempt, agent, signal)
      if (answer.is === 'accepted') return
      if (answer.is === 'later') {
        pause[0] = Math.max(pause[0]!, Date.now() + answer.waitMs)
        continue
      }
      if (attempt > options.retries) throw new StepError(answer.kind, `${answer.message}, ${attempt} times`)
      await sleep(options.backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2), undefined, { signal })
      attempt++
    }
  }

  // Once Slack has asked for patience, all waiting senders would wake together and be refused together, again and again.
  return (notice, signal) => (pause[0]! > 0 ? oneByOne(() => deliver(notice, signal)) : deliver(notice, signal))
}

async function waitOut(pause: Pause, signal: AbortSignal): Promise<void> {
  for (let waitMs; (waitMs = pause[0]! - Date.now()) > 0; ) await sleep(Math.ceil(waitMs), undefined, { signal })
  signal.throwIfAborted()
}

async function post(url: string, body: string, attempt: number, dispatcher: Agent, signal: AbortSignal): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(attempt > 1 && { 'x-utakata-attempt': String(attempt) }) }
  let answer: Dispatcher.ResponseData
  let text: string
  try {
    answer = await request(url, { method: 'POST', dispatcher, signal, headers, body })
    text = await beginningOf(answer.body)
  } catch (error) {
    return undelivered(error, signal)
  }
  const status = answer.statusCode
  if (status === 200 && text === 'ok') return { is: 'accepted' }
  if (status === 429) return { is: 'later', waitMs: retryAfterMs(String(answer.headers['retry-after'])) }
  const message = `Slack answered ${status} ${hideAddresses(JSON.stringify(text))}`
  if (status === 503) return { is: 'undelivered', kind: 'status', message }
  if (status >= 300 && status < 500) throw new StepError('refused', message)
  throw new StepError('unknown', `${message}: it may or may not have been delivered`)
}

/** Slack's words are short; whoever answers with more is not worth the memory. */
async function beginningOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  let text = ''
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString()
    if (text.length > MOST_TEXT) break
  }
  return text.trim().slice(0, MOST_TEXT)
}

/** Decides from an error whether the request can have gone out; throws `unknown` when it can. */
function undelivered(error: unknown, signal: AbortSignal): Answer {
  if (signal.aborted) throw new StepError('unknown', 'cancelled while Slack had not answered: it may or may not have been delivered')
  const message = describeNetworkError(error)
  const code = codeOf(error)
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return { is: 'undelivered', kind: 'timeout', message: 'no connection in time' }
  if (code && (beforeTheRequest(error) || UNCONNECTED.has(code))) return { is: 'undelivered', kind: 'network', message }
  if (code?.startsWith('ERR_TLS') || code?.includes('CERT')) throw new StepError('network', message)
  throw new StepError('unknown', `${message}: it may or may not have been delivered`)
}

const UNCONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EMFILE'])

function beforeTheRequest(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && (error.syscall === 'connect' || error.syscall === 'getaddrinfo')
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3); a second where it says neither. */
function retryAfterMs(value: string): number {
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? 1000 : Math.max(0, ms)
}
