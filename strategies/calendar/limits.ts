import { threadCpuUsage } from 'node:process'

/** What one feed may cost, so that none can stop the others. */
interface CheckLimits {
  /** Longer bodies are not looked into. */
  readonly bodyBytes: number
  /** Events that are parsed. */
  readonly eventBytes: number
  /** Processor time of this thread, when no more events are parsed. The collector and the compiler take about as much again. */
  readonly cpuMs: number
}

export const LIMITS: Readonly<Record<'prefilter' | 'full', CheckLimits>> = {
  prefilter: { bodyBytes: 16_000_000, eventBytes: 2_000_000, cpuMs: 300 },
  full: { bodyBytes: 16_000_000, eventBytes: 16_000_000, cpuMs: 3000 },
}

/** Longer lines are left out. */
export const MAX_LINE_BYTES = 65_536
/** Of a list of dates, some 200,000 of them: without them an event would be reported wrongly, so it is left out whole. */
export const MAX_LIST_BYTES = 4_000_000

/** What a short event counts at least, and a long one at most: of its further lines few are read. */
const MIN_EVENT_BYTES = 200
const MAX_EVENT_BYTES = 65_536

/** STANDARD and DAYLIGHT parts of all time zones of one feed that are read: each may keep kilobytes. */
const MAX_ZONE_PARTS = 4000

/** What shorter bodies cost before anything is parsed does not count. */
const LARGE_BYTES = 1_000_000

/** Thrown where a feed has cost all it may. */
export class Exhausted extends Error {}

/** Counts what a check costs, from its beginning. */
export class Budget {
  readonly #limits: CheckLimits
  #cpuAtFirstMs: number | undefined
  /** Before, it cannot be spent: no thread has more processor time than time. Asking for it is a system call. */
  #nextLookMs = 0
  #eventBytes = 0
  #zoneParts = 0
  #leftOut = 0
  #why: string | undefined
  #isSpent = false

  constructor(limits: CheckLimits, bodyBytes: number) {
    this.#limits = limits
    if (bodyBytes > LARGE_BYTES) this.spend()
  }

  /** How many events may be parsed at the most. */
  get mostEvents(): number {
    return this.#limits.eventBytes / MIN_EVENT_BYTES
  }

  /** Whether these events may be parsed, all or none; those that may not are counted as left out. */
  admits(events: readonly { readonly start: number; readonly end: number }[]): boolean {
    // No error, which costs more than most events do: there may be hundreds of thousands left.
    if (this.#isSpent) this.#leftOut += events.length
    if (this.#isSpent) return false
    let bytes = this.#eventBytes
    for (const { start, end } of events) bytes += Math.min(MAX_EVENT_BYTES, Math.max(MIN_EVENT_BYTES, end - start))
    const { eventBytes } = this.#limits
    if (bytes > eventBytes) {
      this.leaveOut(events.length)
      return false
    }
    this.#eventBytes = bytes
    return true
  }

  /** To be called before each piece of work that takes more than a few microseconds; throws when the time is over. */
  spend(): void {
    const nowMs = performance.now()
    if (nowMs < this.#nextLookMs) return
    const cpuMs = cpuOfThreadMs()
    this.#cpuAtFirstMs ??= cpuMs
    const { cpuMs: mostMs } = this.#limits
    const leftMs = mostMs - (cpuMs - this.#cpuAtFirstMs)
    this.#nextLookMs = nowMs + leftMs
    if (leftMs > 0) return
    this.#isSpent = true
    this.#why = `it took more than ${mostMs} ms of processor time`
    throw new Exhausted(this.#why)
  }

  /** To be called before the parts of a time zone are read; throws when they are too many. */
  addZoneParts(parts: number): void {
    if (this.#zoneParts + parts > MAX_ZONE_PARTS)
      throw new Error(`the time zones have more than ${MAX_ZONE_PARTS} parts together`)
    this.#zoneParts += parts
  }

  /** Where the time is not over, the events are too many. */
  leaveOut(events: number): void {
    this.#leftOut += events
    this.#why ??= `events that may matter are more than ${this.#limits.eventBytes / 1e6} MB`
  }

  /** What was left out of `found` events and why, for people. */
  shortfall(found: number): string | undefined {
    return this.#leftOut === 0
      ? undefined
      : `too much to parse: ${this.#why}; ${this.#leftOut} of ${found} events are left out`
  }
}

/** Of this thread alone: others may be busy too. */
function cpuOfThreadMs(): number {
  const { user, system } = threadCpuUsage()
  return (user + system) / 1000
}
