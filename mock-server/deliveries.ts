import { createHash } from 'node:crypto'

/** One request as the server saw it, times in epoch milliseconds. */
export interface Entry {
  readonly to: 'feed' | 'slack'
  /** Place of the feed, or of the feed whose event was posted; -1 where the text is not of this world. */
  feed: number
  readonly beganMs: number
  /** When the last byte was handed over or the connection ended; 0 while it is under way. */
  endedMs: number
  /** The delay drawn for it, and the one it got: a mock that is too busy holds for longer than it drew. */
  drawnMs: number
  heldMs: number
  /** 0 where no answer was given. */
  status: number
  /** Of an accepted post: the digest of its text. */
  accepted?: string
  /** What was posted, where that is kept. */
  body?: string
}

export interface DeliveriesFigures {
  readonly requests: number
  /** Of these, the last ones, that were too many to be kept: the other figures are without them. */
  readonly notKept: number
  readonly posts: number
  readonly accepted: number
  /** Accepted posts beyond the first with the same text. */
  readonly duplicates: number
  /** Of all accepted texts, whatever their order: two runs sent the same when it is equal. */
  readonly digest: string
  readonly peakFeedsInFlight: number
  readonly peakConnections: number
  readonly throttled: number
}

/** Many times as many as a run of the most feeds makes: some hundreds of MB. */
const MAX_ENTRIES = 2_000_000

/** Everything that was asked of the server since it was last emptied, up to a number of requests; more are counted. */
export class Deliveries {
  entries: Entry[] = []
  readonly #mostEntries: number
  #notKept = 0
  #feedsInFlight = 0
  #peakFeedsInFlight = 0
  #connections = 0
  #peakConnections = 0

  constructor(mostEntries = MAX_ENTRIES) {
    this.#mostEntries = mostEntries
  }

  begin(to: Entry['to'], feed: number, drawnMs: number): Entry {
    const entry: Entry = { to, feed, beganMs: clockMs(), endedMs: 0, drawnMs, heldMs: 0, status: 0 }
    if (this.entries.length < this.#mostEntries) this.entries.push(entry)
    else this.#notKept++
    if (to === 'feed') this.#peakFeedsInFlight = Math.max(this.#peakFeedsInFlight, ++this.#feedsInFlight)
    return entry
  }

  /** Notes how long the entry was held so far. */
  held(entry: Entry): void {
    entry.heldMs = clockMs() - entry.beganMs
  }

  end(entry: Entry): void {
    if (entry.endedMs > 0) return
    entry.endedMs = clockMs()
    if (entry.to === 'feed') this.#feedsInFlight--
  }

  /** Whether a request or a connection is still under way. */
  get busy(): boolean {
    return this.#connections > 0 || this.entries.some(({ endedMs }) => endedMs === 0)
  }

  connected(): void {
    this.#peakConnections = Math.max(this.#peakConnections, ++this.#connections)
  }

  disconnected(): void {
    this.#connections--
  }

  figures(): DeliveriesFigures {
    const posts = this.entries.filter(({ to }) => to === 'slack')
    const texts = posts.flatMap(({ accepted }) => accepted ?? []).sort()
    return {
      requests: this.entries.length + this.#notKept,
      notKept: this.#notKept,
      posts: posts.length,
      accepted: texts.length,
      duplicates: texts.length - new Set(texts).size,
      digest: createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16),
      peakFeedsInFlight: this.#peakFeedsInFlight,
      peakConnections: this.#peakConnections,
      throttled: posts.filter(({ status }) => status === 429).length,
    }
  }

  empty(): void {
    this.entries = []
    this.#notKept = 0
    this.#peakFeedsInFlight = this.#feedsInFlight
    this.#peakConnections = this.#connections
  }
}

function clockMs(): number {
  return performance.timeOrigin + performance.now()
}
