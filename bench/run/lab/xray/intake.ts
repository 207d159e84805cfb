import { readDocument, type Refusal } from './document.ts'
import type { TraceStore } from './store.ts'

/** What was received so far, and what became of it. */
export interface IntakeFigures {
  /** Documents that were taken, and the size of their texts. */
  readonly documents: number
  readonly bytes: number
  /** How many were refused, by the code of the reason. */
  readonly refused: Readonly<Record<string, number>>
  /** The last few reasons in words. */
  readonly lastRefusals: readonly string[]
}

const MAX_REFUSALS = 20
/** The latest expected traces are kept: as many as the store holds. */
const MAX_EXPECTED = 20_000

/** The only way into the store, however a document arrived. */
export class Intake {
  readonly #store: TraceStore
  readonly #now: () => number
  readonly #refused = new Map<string, number>()
  readonly #lastRefusals: string[] = []
  readonly #expected = new Set<string>()
  #documents = 0
  #bytes = 0

  constructor(store: TraceStore, now: () => number) {
    this.#store = store
    this.#now = now
  }

  /** Registers a trace that the lab itself has begun. Trace ids are random, so only a process that was given one knows it. */
  expect(traceId: string): void {
    this.#expected.add(traceId)
    if (this.#expected.size <= MAX_EXPECTED) return
    const [oldest] = this.#expected
    this.#expected.delete(oldest!)
  }

  /** Takes a document, or returns why not. From an unknown sender it takes only documents of expected traces. */
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
    if (!this.#store.take(document, bytes, nowMs))
      return this.refuse({
        // The code that users report of X-Ray; the wording of its message is not documented.
        code: 'InvalidSegment',
        message: `the trace ${document.trace_id} has reached its maximum allocated quota`,
        id: document.id,
      })
    this.#documents++
    this.#bytes += bytes
    return undefined
  }

  /** Counts a refusal, also of what was no document yet. */
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
