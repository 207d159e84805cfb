import type { Trace } from '@aws-sdk/client-xray'
import type { TraceLack } from '../../../io/trial-reasons.ts'
import { Arrival, type FetchedTrace } from './arrivals.ts'

interface Reading<T> {
  readonly lackOf: (trace: FetchedTrace) => TraceLack | undefined
  readonly read: (trace: FetchedTrace) => T
}

/** The traces that are waited for; documents are held only of those that are not whole. */
export class Inbox<T> {
  readonly #known: Set<string>
  readonly #open: Set<string>
  readonly #arrivals = new Map<string, Arrival>()
  /** What those that have come still lack, or why they never will be whole. */
  readonly #lacks = new Map<string, readonly TraceLack[]>()
  readonly #read = new Map<string, T>()
  readonly #reading: Reading<T>

  constructor(ids: readonly string[], reading: Reading<T>) {
    this.#known = new Set(ids)
    this.#open = new Set(ids)
    this.#reading = reading
  }

  get size(): number {
    return this.#known.size
  }

  /** Those that are not whole, or have not come at all. */
  get open(): readonly string[] {
    return [...this.#open]
  }

  get openSize(): number {
    return this.#open.size
  }

  isOpen(id: string): boolean {
    return this.#open.has(id)
  }

  expect(id: string): void {
    if (this.#known.has(id)) return
    this.#known.add(id)
    this.#open.add(id)
  }

  take(trace: Trace): void {
    const { Id: id } = trace
    if (id === undefined || !this.#open.has(id)) return
    const arrival = this.#arrivals.get(id) ?? new Arrival(id)
    this.#arrivals.set(id, arrival)
    arrival.take(trace)
  }

  /** Reads a trace and drops its documents if nothing more is to come of it. */
  judge(id: string): void {
    const arrival = this.#arrivals.get(id)
    if (!arrival) return
    const { trace, damage } = arrival
    // What X-Ray cut will not grow whole by waiting.
    const lack = trace.limitExceeded ? undefined : this.#reading.lackOf(trace)
    const lacks = [...damage, ...(lack ? [lack] : [])]
    if (lacks.length > 0) this.#lacks.set(id, lacks)
    else this.#lacks.delete(id)
    if (lack === undefined) this.#close(id, trace)
  }

  /** Reads the rest, whole or not, and gives everything. */
  empty() {
    for (const [id, { trace }] of this.#arrivals) this.#close(id, trace)
    return {
      traces: this.#inOrder((id) => (this.#read.has(id) ? { id, read: this.#read.get(id)! } : undefined)),
      missing: this.#inOrder((id) => (this.#read.has(id) ? undefined : id)),
      incomplete: this.#inOrder((id) => (this.#lacks.has(id) ? { id, lacks: this.#lacks.get(id)! } : undefined)),
    }
  }

  #close(id: string, trace: FetchedTrace): void {
    this.#read.set(id, this.#reading.read(trace))
    this.#arrivals.delete(id)
    this.#open.delete(id)
  }

  #inOrder<One>(pick: (id: string) => One | undefined): readonly One[] {
    return Array.from(this.#known, pick).filter((one) => one !== undefined)
  }
}
