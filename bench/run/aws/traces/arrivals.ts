import type { Trace } from '@aws-sdk/client-xray'
import { isObject, type JsonObject, numberIn } from '../../../io/json-fields.ts'

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
      const document = parsed(Document)
      const earlier = this.#documents.get(key)
      if (!document) this.#unreadable.add(key)
      // A segment is sent as in progress and again when it has ended; answers come from copies that may lag.
      else if (!earlier || hasEnded(document) || !hasEnded(earlier)) this.#documents.set(key, document)
    }
  }

  /** Why it will never be whole, whatever else comes; undefined where it may. */
  get damage(): string | undefined {
    const unreadable = [...this.#unreadable].filter((key) => !this.#documents.has(key)).length
    const told = [
      ...(this.#limitExceeded ? [OVER_LIMIT] : []),
      ...(unreadable > 0 ? [`${unreadable} of its segments cannot be read as JSON`] : []),
    ]
    return told.length > 0 ? told.join('; ') : undefined
  }

  get trace(): FetchedTrace {
    return { id: this.#id, segments: [...this.#documents.values()], limitExceeded: this.#limitExceeded }
  }
}

const OVER_LIMIT =
  'it is over the limit of a trace, so that X-Ray left out part of it; deploy functions of ours with TRACE=summary ' +
  '(npm run deploy -- -c trace=summary), or give them fewer feeds'

function parsed(text: string): SegmentDocument | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function hasEnded(document: SegmentDocument): boolean {
  return document.in_progress !== true && numberIn(document, 'end_time') !== undefined
}
