import { threadCpuUsage } from 'node:process'
import type { Span } from './scan.ts'

/** What one feed may cost, so that none can stop the others. */
export interface CheckLimits {
  /** Longer bodies are not looked into. */
  readonly bodyBytes: number
  /** Events that are parsed. */
  readonly eventBytes: number
  /** Processor time of this thread for parsing and repeating them. The collector and the compiler take about as much again. */
  readonly cpuMs: number
}

export const LIMITS: Readonly<Record<'prefilter' | 'full', CheckLimits>> = {
  prefilter: { bodyBytes: 16_000_000, eventBytes: 2_000_000, cpuMs: 400 },
  full: { bodyBytes: 16_000_000, eventBytes: 16_000_000, cpuMs: 3000 },
}

/** Time zones one calendar may name. */
export const MOST_ZONES = 200

/** Longer lines are left out, but for lists of dates. */
export const MOST_LINE_BYTES = 65_536

/** What a short event costs at least, and a long one at most: of its further lines few are read. */
const LEAST_EVENT_BYTES = 200
const MOST_EVENT_BYTES = 65_536

/** Counts what a check costs. */
export class Budget {
  readonly #limits: CheckLimits
  #startMs: number | undefined
  #eventBytes = 0

  constructor(limits: CheckLimits) {
    this.#limits = limits
  }

  /** Why events may not be parsed any more, or undefined. */
  refuses(events: readonly Span[]): string | undefined {
    const { eventBytes, cpuMs: mostMs } = this.#limits
    for (const { start, end } of events)
      this.#eventBytes += Math.min(MOST_EVENT_BYTES, Math.max(LEAST_EVENT_BYTES, end - start))
    if (this.#eventBytes > eventBytes) return `events that may matter are more than ${eventBytes / 1e6} MB`
    // Asked only where events are parsed: it is a system call.
    const nowMs = cpuMs()
    this.#startMs ??= nowMs
    if (nowMs - this.#startMs > mostMs) return `it took more than ${mostMs} ms of processor time`
    return undefined
  }
}

/** Of this thread alone: others may be busy too. */
function cpuMs(): number {
  const { user, system } = threadCpuUsage()
  return (user + system) / 1000
}
