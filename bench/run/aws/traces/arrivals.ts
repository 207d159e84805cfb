import type { Trace } from '@aws-sdk/client-xray'
import type { TraceLack } from '../../../io/trial-reasons.ts'
import { objectOf, type JsonObject, numberIn } from '../../../io/json-fields.ts'

/** A segment as a service sent it: an object of JSON, of which nothing else is certain. */
export type SegmentDocument = JsonObject

/** A trace as far as X-Ray handed it out. */
export interface FetchedTrace {
  readonly id: string
  readonly segments: readonly SegmentDocument[]
  /** X-Ray kept only part of it: a trace has 500 KB, and about 100 where its documents come drop by drop. */
  readonly limitExceeded: boolean
}

/** What has come of one trace, over all pages and polls. */
export class Arrival {
  readonly #id: string
  readonly #documents = new Map<string, SegmentDocument>()
  readonly #unreadable = new Set<string>()
  #limitExceeded = false

  constructor(id: string) {
    this.#id = id
  }

  take({ Segments = [], LimitExceeded = false }: Trace): void {
    this.#limitExceeded ||= LimitExceeded
    for (const { Id, Document = '' } of Segments) {
      const key = Id ?? Document
      const document = objectOf(Document)
      const earlier = this.#documents.get(key)
      if (!document) this.#unreadable.add(key)
      // A segment is sent as in progress and again when it has ended; answers come from copies that may lag.
      else if (!earlier || hasEnded(document) || !hasEnded(earlier)) this.#documents.set(key, document)
    }
  }

  /** Why it will never be whole, whatever else comes; nothing where it may. */
  get damage(): readonly TraceLack[] {
    const unreadable = [...this.#unreadable].filter((key) => !this.#documents.has(key)).length
    return [
      ...(this.#limitExceeded ? [{ code: 'over-limit' } as const] : []),
      ...(unreadable > 0 ? [{ code: 'unreadable-segments', segments: unreadable } as const] : []),
    ]
  }

  get trace(): FetchedTrace {
    return { id: this.#id, segments: [...this.#documents.values()], limitExceeded: this.#limitExceeded }
  }
}

function hasEnded(document: SegmentDocument): boolean {
  return document.in_progress !== true && numberIn(document, 'end_time') !== undefined
}
