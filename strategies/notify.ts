import { Buffer } from 'node:buffer'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, exchange } from './exchange.ts'
import { hideAddresses, StepError } from './failure.ts'
import { codeOf, describeNetworkError, type OriginHeaders, type Reach } from './fetch.ts'
import type { Notice } from './job.ts'
import { createLimit } from './limit.ts'
import { messageOf } from './message.ts'
import { Agent } from './undici.ts'

export interface NotifyOptions {
  readonly connectTimeoutMs: number
  readonly answerTimeoutMs: number
  /** How often a notice that cannot have been delivered is tried again. */
  readonly retries: number
  /** Wait before the first retry; doubled for each further one, times 0.5 to 1. */
  readonly backoffMs: number
}

export const NOTIFY_DEFAULTS: NotifyOptions = {
  connectTimeoutMs: 10_000,
  answerTimeoutMs: 20_000,
  retries: 3,
  backoffMs: 250,
}

/** Keeps connections alive: every notice goes to the same host. The bound leaves descriptors to the feeds. */
export function createSlackAgent(options: NotifyOptions, { ca, lookup }: Reach): Agent {
  return new Agent({
    connections: 128,
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    connect: { timeout: options.connectTimeoutMs, ca, lookup },
  })
}

/** The instant, in epoch milliseconds, until which the webhook wants to be left alone; shared by all threads of a run. */
export type Pause = Float64Array<SharedArrayBuffer>

export function createPause(): Pause {
  return new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT))
}

/** Posts a notice; resolves when Slack took it, throws a `StepError` otherwise. */
export type Notify = (notice: Notice, signal: AbortSignal) => Promise<'accepted'>

/** What came of one try. Only `undelivered` may be tried again: that one cannot have reached anybody. */
type Verdict =
  | { readonly is: 'accepted' }
  | { readonly is: 'later'; readonly waitMs: number }
  | { readonly is: 'undelivered'; readonly kind: 'network' | 'status' | 'timeout'; readonly message: string }

/**
 * 429 pauses the webhook for all senders until Retry-After and is not a try: only a cancel ends it. Connection refused,
 * DNS, connect timeout and 503 are tried again. Any other error after the request went out is `unknown` and final, because
 * trying again could tell people twice. Source: Slack, "Sending messages using incoming webhooks" and "Rate limits".
 */
export function createNotify(
  slackUrl: string,
  agent: Agent,
  options: NotifyOptions,
  pause: Pause,
  further: OriginHeaders = {},
): Notify {
  const url = new URL(slackUrl)
  const headers = { ...HEADERS, ...further[url.origin] }
  const oneByOne = createLimit(1)

  const attemptOnce = async (body: string, attempt: number, signal: AbortSignal): Promise<Verdict> => {
    await waitOut(pause, signal)
    const verdict = await post({ url, body, attempt, headers }, agent, options, signal)
    if (verdict.is === 'later') pause[0] = Math.max(pause[0]!, Date.now() + verdict.waitMs)
    return verdict
  }

  return async (notice, signal) => {
    const body = JSON.stringify(messageOf(notice))
    for (let attempt = 1; ;) {
      // Once Slack has asked for patience they go one by one: all together they would be refused together, again and again.
      const verdict = await (pause[0]! > 0
        ? oneByOne(() => attemptOnce(body, attempt, signal))
        : attemptOnce(body, attempt, signal))
      if (verdict.is === 'accepted') return 'accepted'
      if (verdict.is === 'later') continue
      if (attempt > options.retries) throw new StepError(verdict.kind, `${verdict.message}, ${attempt} times`)
      await sleep(options.backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2), undefined, { signal })
      attempt++
    }
  }
}

/** A timer holds no more; longer ones would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

async function waitOut(pause: Pause, signal: AbortSignal): Promise<void> {
  for (let waitMs; (waitMs = pause[0]! - Date.now()) > 0;) {
    await sleep(Math.min(Math.ceil(waitMs), LONGEST_TIMER_MS), undefined, { signal })
  }
  signal.throwIfAborted()
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
  agent: Agent,
  options: NotifyOptions,
  signal: AbortSignal,
): Promise<Verdict> {
  const headers = attempt > 1 ? { ...first, 'x-utakata-attempt': String(attempt) } : first
  const { connectTimeoutMs, answerTimeoutMs: timeoutMs } = options
  const mostMs = connectTimeoutMs + timeoutMs
  const untilMs = performance.now() + mostMs
  const bounds = { wanted: 200, mostBytes: MOST_BYTES, headersTimeoutMs: timeoutMs, bodyTimeoutMs: timeoutMs }
  let wentOut = false
  let answer: Answer
  try {
    const onGoingOut = () => {
      wentOut = true
    }
    answer = await exchange(agent, { method: 'POST', url, headers, body, untilMs, mostMs, onGoingOut }, bounds, signal)
  } catch (error) {
    return wentOut ? unknown(error, signal) : undelivered(error, signal)
  }
  const { status } = answer
  const text = Buffer.from(answer.body).toString().trim()
  if (status === 200 && text === 'ok') return { is: 'accepted' }
  if (status === 429) return { is: 'later', waitMs: retryAfterMs(String(answer.headers['retry-after'])) }
  const message = `Slack answered ${status} ${JSON.stringify(tellable(text, url))}`
  if (status === 503) return { is: 'undelivered', kind: 'status', message }
  if (status >= 300 && status < 500) throw new StepError('refused', message)
  throw new StepError('unknown', `${message}: ${PERHAPS}`)
}

/** What a server says, without the webhook's secret, which some tell back as a bare path; the beginning of it. */
function tellable(text: string, { pathname, search }: URL): string {
  const hidden = hideAddresses(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(pathname + search, '/…')
  // Also without the slash in front, and the last part alone.
  const parts = [pathname, pathname.slice(1), pathname.slice(pathname.lastIndexOf('/') + 1)]
  return parts
    .filter((part) => part.length > 1)
    .reduce((told, part) => told.replaceAll(part, part === pathname ? '/…' : '…'), hidden)
    .slice(0, 80)
}

/** Slack's words are short. */
const MOST_BYTES = 65_536
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

/** Seconds or an HTTP date (RFC 9110, 10.2.3); a second where it says neither. */
function retryAfterMs(value: string): number {
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? 1000 : Math.max(0, ms)
}
