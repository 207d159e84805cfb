/** An event as CloudWatch Logs has it, times in epoch milliseconds. */
export interface LogEvent {
  readonly eventId: string
  readonly stream: string
  readonly timestamp: number
  readonly ingestionTime: number
  readonly message: string
}

export interface LogLimits {
  /** Of all messages together; the oldest events are given up. */
  readonly maxBytes: number
  /** Of one message, which is cut. Source: Amazon CloudWatch Logs User Guide, "CloudWatch Logs quotas", 256 KB at the least. */
  readonly maxEventBytes: number
}

const DEFAULT_LIMITS: LogLimits = { maxBytes: 64 * 1024 * 1024, maxEventBytes: 256 * 1024 }

/** What an event takes beside its message. */
const EVENT_BYTES = 200

interface Stored {
  readonly group: string
  readonly event: LogEvent
  readonly bytes: number
}

/** The log groups of a lab, in memory and bounded. */
export class LogStore {
  readonly #limits: LogLimits
  readonly #now: () => number
  /** Of all groups, in the order in which they came; those before `#first` were given up. */
  #all: Stored[] = []
  #first = 0
  #groups = new Set<string>()
  #bytes = 0
  #count = 0
  #evicted = 0

  constructor(limits: Partial<LogLimits> = {}, now: () => number = Date.now) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits }
    this.#now = now
  }

  /** A group is there from its first event on. */
  put(group: string, stream: string, message: string): void {
    const { maxBytes, maxEventBytes } = this.#limits
    const own = Buffer.byteLength(message) > maxEventBytes ? cut(message, maxEventBytes) : message
    const at = Math.floor(this.#now())
    const eventId = String(++this.#count).padStart(56, '0')
    const bytes = Buffer.byteLength(own) + EVENT_BYTES
    this.#groups.add(group)
    this.#all.push({ group, event: { eventId, stream, timestamp: at, ingestionTime: at, message: own }, bytes })
    this.#bytes += bytes
    while (this.#bytes > maxBytes && this.#first < this.#all.length) {
      this.#bytes -= this.#all[this.#first++]!.bytes
      this.#evicted++
    }
    if (this.#first > 1000 && this.#first > this.#all.length / 2) {
      this.#all = this.#all.slice(this.#first)
      this.#first = 0
    }
  }

  /** Those of a group by their time; undefined where there is no such group. */
  eventsOf(group: string): LogEvent[] | undefined {
    if (!this.#groups.has(group)) return undefined
    const own = this.#all.slice(this.#first).flatMap((one) => (one.group === group ? one.event : []))
    return own.sort((a, b) => a.timestamp - b.timestamp || (a.eventId < b.eventId ? -1 : 1))
  }

  figures(): { readonly events: number; readonly bytes: number; readonly evicted: number } {
    return { events: this.#all.length - this.#first, bytes: this.#bytes, evicted: this.#evicted }
  }
}

function cut(message: string, maxBytes: number): string {
  return Buffer.from(message)
    .subarray(0, maxBytes)
    .toString()
    .replace(/\uFFFD$/, '')
}
