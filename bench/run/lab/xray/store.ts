import type { SentDocument } from './document.ts'
import { type TraceView, viewOf } from './view.ts'

/** How much is kept; beyond that the trace whose first document came first is evicted. */
export interface StoreLimits {
  /** Of the texts of all documents; in memory they are several times as large. */
  readonly maxBytes: number
  /** At least 1. */
  readonly maxTraces: number
  /** Since a trace's first document came, in milliseconds. */
  readonly maxAgeMs: number
}

const STORE_LIMITS: StoreLimits = {
  maxBytes: 32 * 1024 * 1024,
  maxTraces: 20_000,
  maxAgeMs: 24 * 3_600_000,
}

/**
 * A trace takes 500 KB when its documents come together and 100 KB when they come one by one; then it is closed.
 * Source: AWS re:Post Knowledge Center, "How do I resolve the trace quota error in X-Ray?".
 */
const MAX_TRACE_BYTES = 500_000
const MAX_SLOW_TRACE_BYTES = 100_000
/** How long after the first document of a trace others count as having come together with it. Ours: X-Ray does not say. */
const TOGETHER_MS = 10_000

/** A trace as far as it was received. */
export interface StoredTrace {
  readonly id: string
  /** In the order in which traces first came, from 1. */
  readonly number: number
  /** When its first and its last document came, epoch milliseconds. */
  readonly firstMs: number
  readonly lastMs: number
  /** How many documents were taken, replaced ones among them. */
  readonly revision: number
  /** A document was refused because the trace is as large as X-Ray allows; all later ones are, too. */
  readonly isClosed: boolean
  readonly view: () => TraceView
}

interface Held {
  readonly document: SentDocument
  readonly bytes: number
}

class GrowingTrace implements StoredTrace {
  readonly id: string
  readonly number: number
  readonly firstMs: number
  readonly held = new Map<string, Held>()
  lastMs: number
  revision = 0
  isClosed = false
  bytes = 0
  #view: TraceView | undefined

  constructor(id: string, number: number, firstMs: number) {
    this.id = id
    this.number = number
    this.firstMs = firstMs
    this.lastMs = firstMs
  }

  hold(document: SentDocument, bytes: number, nowMs: number): void {
    this.bytes += bytes - (this.held.get(document.id)?.bytes ?? 0)
    this.held.set(document.id, { document, bytes })
    this.lastMs = nowMs
    this.revision++
    this.#view = undefined
  }

  view(): TraceView {
    return (this.#view ??= viewOf([...this.held.values()].map(({ document }) => document)))
  }
}

/** Documents by their trace, in whatever order they come. */
export class TraceStore {
  readonly #limits: StoreLimits
  readonly #traces = new Map<string, GrowingTrace>()
  #bytes = 0
  #count = 0
  #evictedTraces = 0
  #evictedDocuments = 0

  constructor(limits: Partial<StoreLimits> = {}) {
    this.#limits = { ...STORE_LIMITS, ...limits }
  }

  /** Takes a document; false when its trace is full, which closes the trace. */
  take(document: SentDocument, bytes: number, nowMs: number): boolean {
    this.#evictAged(nowMs)
    const trace = this.#traces.get(document.trace_id) ?? this.#begin(document.trace_id, nowMs)
    if (trace.isClosed) return false
    const earlier = trace.held.get(document.id)
    // Datagrams may overtake each other: a document in progress never replaces the one of its end.
    if (earlier && document.in_progress === true && earlier.document.in_progress !== true) return true
    const after = bytes - (earlier?.bytes ?? 0)
    const maxBytes = nowMs - trace.firstMs > TOGETHER_MS ? MAX_SLOW_TRACE_BYTES : MAX_TRACE_BYTES
    if (trace.bytes + after > maxBytes) {
      trace.isClosed = true
      return false
    }
    trace.hold(document, bytes, nowMs)
    this.#bytes += after
    while (this.#bytes > this.#limits.maxBytes) this.#evictOldest()
    return true
  }

  /** In the order in which they first came. */
  traces(nowMs: number): readonly StoredTrace[] {
    this.#evictAged(nowMs)
    return [...this.#traces.values()]
  }

  trace(id: string, nowMs: number): StoredTrace | undefined {
    this.#evictAged(nowMs)
    return this.#traces.get(id)
  }

  figures(): { readonly traces: number; readonly evicted: { readonly traces: number; readonly documents: number } } {
    return {
      traces: this.#traces.size,
      evicted: { traces: this.#evictedTraces, documents: this.#evictedDocuments },
    }
  }

  #begin(id: string, nowMs: number): GrowingTrace {
    if (this.#traces.size >= this.#limits.maxTraces) this.#evictOldest()
    const trace = new GrowingTrace(id, ++this.#count, nowMs)
    this.#traces.set(id, trace)
    return trace
  }

  #evictAged(nowMs: number): void {
    for (const { firstMs } of this.#traces.values()) {
      if (nowMs - firstMs <= this.#limits.maxAgeMs) return
      this.#evictOldest()
    }
  }

  #evictOldest(): void {
    const [oldest] = this.#traces.values()
    if (!oldest) return
    this.#traces.delete(oldest.id)
    this.#bytes -= oldest.bytes
    this.#evictedTraces++
    this.#evictedDocuments += oldest.held.size
  }
}
