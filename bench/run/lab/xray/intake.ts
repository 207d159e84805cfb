import { readDocument, type Refusal } from './document.ts'
import type { Knobs } from './fault-injection.ts'
import type { TraceStore } from './store.ts'

/** What has come in so far, and what became of it. */
export interface IntakeFigures {
  /** Documents that were taken, and the bytes of their texts. */
  readonly documents: number
  readonly bytes: number
  /** How many were refused, by the code of the reason. */
  readonly refused: Readonly<Record<string, number>>
  /** The last few reasons in words. */
  readonly lastRefusals: readonly string[]
}

const MAX_REFUSALS = 20
/** Of the traces that are expected, the latest: as many as the store keeps. */
const MAX_EXPECTED = 20_000

/** The one way into the store, whichever way a document came. */
export class Intake {
  readonly #store: TraceStore
  readonly #now: () => number
  readonly #knobs: () => Knobs
  readonly #refused = new Map<string, number>()
  readonly #lastRefusals: string[] = []
  readonly #expected = new Set<string>()
  #documents = 0
  #bytes = 0

  constructor(store: TraceStore, now: () => number, knobs: () => Knobs) {
    this.#store = store
    this.#now = now
    this.#knobs = knobs
  }

  /** Names a trace that the lab itself has begun. Trace IDs are random, so only a process that was given one can name it. */
  expect(traceId: string): void {
    this.#expected.add(traceId)
    if (this.#expected.size <= MAX_EXPECTED) return
    const [oldest] = this.#expected
    this.#expected.delete(oldest!)
  }

  /** Takes a document, or says why not. Of a sender that nobody knows only what belongs to a trace that is expected. */
  take(text: string, { isSenderKnown = true }: { readonly isSenderKnown?: boolean } = {}): Refusal | undefined {
    const nowMs = this.#now()
    const reading = readDocument(text, nowMs)
    if ('refusal' in reading) return this.refuse(reading.refusal)
    const { document, bytes } = reading
    if (!isSenderKnown && !this.#expected.has(document.trace_id))
      return this.refuse({
        code: 'UnknownSender',
        message: 'expected a document for a trace that this lab started, or from a running process of this user',
        id: document.id,
      })
    if (!this.#store.take(document, bytes, nowMs, this.#knobs()))
      return this.refuse({
        // As reported of X-Ray, though the words of its message are not told.
        code: 'InvalidSegment',
        message: `the trace ${document.trace_id} has reached its maximum allocated quota`,
        id: document.id,
      })
    this.#documents++
    this.#bytes += bytes
    return undefined
  }

  /** Counts what was refused before it was a document. */
  refuse(refusal: Refusal): Refusal {
    const { code, message, id } = refusal
    this.#refused.set(code, (this.#refused.get(code) ?? 0) + 1)
    this.#lastRefusals.push(`${code}${id === undefined ? '' : ` of ${id}`}: ${message}`.slice(0, 300))
    if (this.#lastRefusals.length > MAX_REFUSALS) this.#lastRefusals.shift()
    return refusal
  }

  figures(): IntakeFigures {
    return {
      documents: this.#documents,
      bytes: this.#bytes,
      refused: Object.fromEntries(this.#refused),
      lastRefusals: [...this.#lastRefusals],
    }
  }
}
