import { readDocument, type Refusal } from './document.ts'
import type { Knobs } from './knobs.ts'
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

const MOST_REFUSALS = 20

/** The one way into the store, whichever way a document came. */
export class Intake {
  readonly #store: TraceStore
  readonly #now: () => number
  readonly #knobs: () => Knobs
  readonly #refused = new Map<string, number>()
  readonly #lastRefusals: string[] = []
  #documents = 0
  #bytes = 0

  constructor(store: TraceStore, now: () => number, knobs: () => Knobs) {
    this.#store = store
    this.#now = now
    this.#knobs = knobs
  }

  /** Takes a document, or says why not. */
  take(text: string): Refusal | undefined {
    const nowMs = this.#now()
    const reading = readDocument(text, nowMs)
    if ('refusal' in reading) return this.refuse(reading.refusal)
    const { document, bytes } = reading
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
    if (this.#lastRefusals.length > MOST_REFUSALS) this.#lastRefusals.shift()
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
