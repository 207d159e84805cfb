import type { SentDocument } from './document.ts'
import type { Knobs } from './fault-injection.ts'
import { type TraceView, viewOf } from './view.ts'

/** How much is kept; when it is more, the trace whose first document came first is forgotten. */
export interface StoreLimits {
  /** Of the texts of all documents; in memory they are several times as large. */
  readonly mostBytes: number
  /** At least 1. */
  readonly mostTraces: number
  /** In one trace; a trace that has more takes none any longer. */
  readonly mostDocuments: number
  /** Since a trace's first document came, in milliseconds. */
  readonly mostAgeMs: number
}

export const STORE_LIMITS: StoreLimits = {
  mostBytes: 32 * 1024 * 1024,
  mostTraces: 20_000,
  mostDocuments: 10_000,
  mostAgeMs: 24 * 3_600_000,
}

/** A trace as far as it has come. */
export interface StoredTrace {
  readonly id: string
  /** In the order in which traces first came, from 1. */
  readonly number: number
  /** When its first and its last document came, epoch milliseconds. */
  readonly firstMs: number
  readonly lastMs: number
  /** How many documents were taken, replaced ones among them. */
  readonly revision: number
  /** It was larger than X-Ray takes: it is closed, and what came later is lost. */
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
  #forgottenTraces = 0
  #forgottenDocuments = 0

  /** Throws a RangeError for limits that would keep nothing. */
  constructor(limits: StoreLimits) {
    for (const [name, value] of Object.entries(limits))
      if (!(value >= 1)) throw new RangeError(`${name}: expected a number of at least 1, got ${value}`)
    this.#limits = limits
  }

  /** Takes a document; false when its trace is full, which closes the trace. */
  take(document: SentDocument, bytes: number, nowMs: number, knobs: Knobs): boolean {
    this.#forgetAged(nowMs)
    const trace = this.#traces.get(document.trace_id) ?? this.#begin(document.trace_id, nowMs)
    if (trace.isClosed) return false
    const earlier = trace.held.get(document.id)
    // What was sent first may come last: a report that it is running never undoes the one that it has ended.
    if (earlier && document.in_progress === true && earlier.document.in_progress !== true) return true
    const after = bytes - (earlier?.bytes ?? 0)
    const isDripped = nowMs - trace.firstMs > knobs.togetherMs
    const mostBytes = isDripped ? Math.min(knobs.mostDrippedTraceBytes, knobs.mostTraceBytes) : knobs.mostTraceBytes
    if (trace.bytes + after > mostBytes || (!earlier && trace.held.size >= this.#limits.mostDocuments)) {
      trace.isClosed = true
      return false
    }
    trace.hold(document, bytes, nowMs)
    this.#bytes += after
    while (this.#bytes > this.#limits.mostBytes) this.#forgetOldest()
    return true
  }

  /** In the order in which they first came. */
  traces(nowMs: number): readonly StoredTrace[] {
    this.#forgetAged(nowMs)
    return [...this.#traces.values()]
  }

  trace(id: string, nowMs: number): StoredTrace | undefined {
    this.#forgetAged(nowMs)
    return this.#traces.get(id)
  }

  figures(): { readonly traces: number; readonly forgotten: { readonly traces: number; readonly documents: number } } {
    return {
      traces: this.#traces.size,
      forgotten: { traces: this.#forgottenTraces, documents: this.#forgottenDocuments },
    }
  }

  #begin(id: string, nowMs: number): GrowingTrace {
    while (this.#traces.size >= this.#limits.mostTraces) this.#forgetOldest()
    const trace = new GrowingTrace(id, ++this.#count, nowMs)
    this.#traces.set(id, trace)
    return trace
  }

  #forgetAged(nowMs: number): void {
    for (const { firstMs } of this.#traces.values()) {
      if (nowMs - firstMs <= this.#limits.mostAgeMs) return
      this.#forgetOldest()
    }
  }

  #forgetOldest(): void {
    const [oldest] = this.#traces.values()
    if (!oldest) return
    this.#traces.delete(oldest.id)
    this.#bytes -= oldest.bytes
    this.#forgottenTraces++
    this.#forgottenDocuments += oldest.held.size
  }
}
