import { Buffer } from 'node:buffer'
import type { Dispatcher } from 'undici'
import { type Answer, type Intake, type IntakeEvents, tooLarge } from './answer.ts'
import type { RequestHandler, Requester } from './connections.ts'
import { StepError } from './failure.ts'
import { ioClockMs } from './io-clock.ts'

export interface Ask {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** When it must be over, on `ioClockMs`; left out: `mostMs` from when the request is written, however long it waits for its connection. */
  readonly untilMs?: number
  /** How long it may take in all: against bodies that drip. */
  readonly mostMs: number
  /** Called right before the request is written; an error before that means that nobody can have received it. */
  readonly onBeforeWrite?: () => void
}

/** What is taken of an answer, the same for many exchanges. */
export interface Bounds {
  /** Bodies of this status alone are of use; of others the beginning is kept, for their words. */
  readonly wanted: number
  readonly mostBytes: number
  /** Longest wait for the head of the answer, counted from when the request goes out. */
  readonly headersTimeoutMs: number
  /** Longest silence in the middle of the body. */
  readonly bodyTimeoutMs: number
  /** Takes in a wanted body, which is kept as it comes without. Throws a StepError for one that is of no use. */
  readonly openBody?: (headers: Answer['headers'], events: IntakeEvents) => Intake
}

/** As much as is kept of a body that nobody wants. */
const UNWANTED_BYTES = 4096

/**
 * One HTTP exchange through `dispatch`, the body whole: `request` would make a stream of each answer, which costs half as
 * much again. Rejects with undici's error, with a StepError for an answer too large or too slow, or with the signal's reason.
 * The timeouts are its own, since undici's tick twice a second and turn 250 ms into 1,000; connections are made without theirs.
 */
export function exchange(requester: Requester, ask: Ask, bounds: Bounds, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const { url, method, headers, body } = ask
    requester.dispatch(
      { origin: url.origin, path: url.pathname + url.search, method, headers, body: body ?? null },
      new Exchange(ask, bounds, inFlightOf(signal), resolve, reject),
    )
  })
}

/** The exchanges that a signal ends, with the signal. */
interface InFlight {
  readonly signal: AbortSignal
  readonly exchanges: Set<Exchange>
}

/**
 * One listener a signal, not one an exchange: a signal keeps its listeners in a list, which every removal walks through, so
 * that a thousand exchanges at a time cost a million steps.
 */
const inFlight = new WeakMap<AbortSignal, InFlight>()

function inFlightOf(signal: AbortSignal): InFlight {
  let all = inFlight.get(signal)
  if (!all) {
    const exchanges = new Set<Exchange>()
    inFlight.set(signal, (all = { signal, exchanges }))
    signal.addEventListener('abort', () => exchanges.forEach((exchange) => exchange.abort()), { once: true })
  }
  return all
}

class Exchange implements RequestHandler, IntakeEvents {
  onOver = () => {}
  readonly #ask: Ask
  readonly #bounds: Bounds
  readonly #inFlight: InFlight
  readonly #resolve: (answer: Answer) => void
  readonly #reject: (error: unknown) => void
  readonly #chunks: Uint8Array[] = []
  #controller: Dispatcher.DispatchController | undefined
  #timer: NodeJS.Timeout | undefined
  /** When something came last, or the request went out, on `ioClockMs`. */
  #heardMs = 0
  #patienceMs: number
  #untilMs: number
  #intake: Intake | undefined
  /** Whether more could come, but is not wanted yet. */
  #isPaused = false
  #isWhole = false
  /** Since when the body has waited for memory, on `ioClockMs`. */
  #waitsSinceMs: number | undefined
  #isFinalCheck = false
  #bytes = 0
  #status = 0
  #headers: Answer['headers'] = {}

  constructor(
    ask: Ask,
    bounds: Bounds,
    all: InFlight,
    resolve: (answer: Answer) => void,
    reject: (error: unknown) => void,
  ) {
    this.#ask = ask
    this.#bounds = bounds
    this.#patienceMs = bounds.headersTimeoutMs
    this.#untilMs = ask.untilMs ?? Infinity
    this.#inFlight = all
    this.#resolve = resolve
    this.#reject = reject
    all.exchanges.add(this)
  }

  abort(): void {
    this.#give(this.#inFlight.signal.reason)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    // undici writes the request once this returns, unless it is given up here.
    if (this.#inFlight.signal.aborted) return this.abort()
    this.#ask.onBeforeWrite?.()
    this.#heardMs = ioClockMs()
    if (this.#ask.untilMs === undefined) this.#untilMs = this.#heardMs + this.#ask.mostMs
    this.#waitFor(this.#leftMs())
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Answer['headers']): void {
    // Early hints and the like come before the answer (RFC 9110, 15.2).
    if (status < 200) return
    this.#status = status
    this.#headers = headers
    this.#heardMs = ioClockMs()
    const { headersTimeoutMs, bodyTimeoutMs, wanted, mostBytes, openBody } = this.#bounds
    this.#patienceMs = bodyTimeoutMs
    if (bodyTimeoutMs < headersTimeoutMs) this.#waitFor(this.#leftMs())
    if (status !== wanted) return
    if (Number(headers['content-length']) > mostBytes) this.#give(tooLarge(mostBytes))
    else this.#intake = openBody?.(headers, this)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#heardMs = ioClockMs()
    this.#bytes += chunk.byteLength
    const { wanted, mostBytes } = this.#bounds
    if (this.#status === wanted && this.#bytes > mostBytes) return this.#give(tooLarge(mostBytes))
    if (this.#intake) this.#isPaused = !this.#intake.write(chunk)
    else this.#chunks.push(chunk)
    if (this.#isPaused) controller.pause()
    if (this.#status !== wanted && this.#bytes > UNWANTED_BYTES) this.#seenEnough()
    else if (this.#leftOfAllMs() < 0) this.#give(notDone(this.#ask.mostMs))
  }

  onResponseEnd(): void {
    this.#endUse()
    this.#isWhole = true
    if (this.#intake) this.#intake.end()
    else this.#finish(this.#kept())
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#endUse()
    // A status that gives no body of use is an answer, even where the rest of it is broken.
    if (this.#status !== 0 && this.#status !== this.#bounds.wanted) return this.#finish(this.#kept())
    this.#release()
    this.#intake?.destroy()
    this.#reject(error)
  }

  onReady(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#heardMs = ioClockMs()
    this.#waitFor(this.#leftMs())
    this.#controller?.resume()
  }

  onWait(): void {
    this.#waitsSinceMs = ioClockMs()
    clearTimeout(this.#timer)
  }

  onContinue(): void {
    this.#heardMs = ioClockMs()
    this.#untilMs += this.#heardMs - this.#waitsSinceMs!
    this.#waitsSinceMs = undefined
    this.#waitFor(this.#leftMs())
  }

  onDone(body: Uint8Array): void {
    this.#finish(body)
    if (this.#isWhole) return
    // What follows the end of a coding is of no use.
    this.#intake!.destroy()
    this.#controller!.abort(new Error('seen enough'))
  }

  onFail(error: StepError): void {
    this.#give(error)
  }

  /** Gives up when nothing came for too long, else waits for what is left of that: one timer, set once, does for most answers. */
  checkPatience(): void {
    const leftMs = this.#leftMs()
    // What arrived while the thread was blocked is read only after the timers have run: one more turn before it is given up.
    if (leftMs > 0 || !this.#isFinalCheck) {
      this.#isFinalCheck = leftMs <= 0
      return this.#waitFor(leftMs)
    }
    if (this.#status !== 0 && this.#status !== this.#bounds.wanted) this.#seenEnough()
    else if (ioClockMs() > this.#untilMs) this.#give(notDone(this.#ask.mostMs))
    else if (this.#status === 0) this.#give(tooSlow(`no answer within ${this.#patienceMs} ms`))
    else this.#give(tooSlow(`no more of the body came for ${this.#patienceMs} ms`))
  }

  #leftMs(): number {
    // The server counts as silent only while it is read from.
    if (this.#isPaused || this.#isWhole) return this.#leftOfAllMs()
    return Math.min(this.#heardMs + this.#patienceMs - ioClockMs(), this.#leftOfAllMs())
  }

  #leftOfAllMs(): number {
    return this.#untilMs - (this.#waitsSinceMs ?? ioClockMs())
  }

  #waitFor(ms: number): void {
    clearTimeout(this.#timer)
    // As long as it takes, where it waits for memory.
    if (this.#waitsSinceMs === undefined) this.#timer = setTimeout(onTimer, Math.max(1, Math.ceil(ms)), this)
  }

  /** Of a body that nobody wants. */
  #seenEnough(): void {
    this.#finish(this.#kept())
    this.#controller?.abort(new Error('seen enough'))
  }

  #kept(): Uint8Array {
    return this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks, this.#bytes)
  }

  #finish(body: Uint8Array): void {
    this.#release()
    this.#resolve({ status: this.#status, headers: this.#headers, body })
  }

  /** Runs once: if `onResponseEnd` throws, undici calls `onResponseError` for the same request. */
  #endUse(): void {
    const { onOver } = this
    this.onOver = () => {}
    onOver()
  }

  #release(): void {
    clearTimeout(this.#timer)
    this.#inFlight.exchanges.delete(this)
  }

  /** Gives the exchange up. A request still waiting for its connection has no controller: undici drops it when it comes to it. */
  #give(error: Error): void {
    this.#release()
    this.#intake?.destroy()
    this.#reject(error)
    this.#controller?.abort(error)
  }
}

function onTimer(exchange: Exchange): void {
  exchange.checkPatience()
}

function tooSlow(message: string): StepError {
  return new StepError('timeout', message)
}

export function notDone(mostMs: number): StepError {
  return tooSlow(`not done within ${mostMs} ms`)
}
