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

/** Most feeds are done sooner, and never ask for their processor time, which is a system call. */
const QUICK_MS = 10

/** Counts what a check costs. */
export class Budget {
  readonly #limits: CheckLimits
  #beganMs: number | undefined
  #cpuAtFirstMs: number | undefined
  #eventBytes = 0
  #spent: string | undefined

  constructor(limits: CheckLimits) {
    this.#limits = limits
  }

  /** Why these events may not be parsed any more, or undefined. */
  refuses(events: readonly Span[]): string | undefined {
    if (this.#spent !== undefined) return this.#spent
    const { eventBytes, cpuMs: mostMs } = this.#limits
    let bytes = this.#eventBytes
    for (const { start, end } of events) bytes += Math.min(MOST_EVENT_BYTES, Math.max(LEAST_EVENT_BYTES, end - start))
    if (bytes > eventBytes) return `events that may matter are more than ${eventBytes / 1e6} MB`
    this.#eventBytes = bytes
    if (this.#cpuSoFarMs() > mostMs) this.#spent = `it took more than ${mostMs} ms of processor time`
    return this.#spent
  }

  /** At least what was spent since the first events, but for a few milliseconds. */
  #cpuSoFarMs(): number {
    const nowMs = performance.now()
    this.#beganMs ??= nowMs
    if (nowMs - this.#beganMs < QUICK_MS) return 0
    const cpuMs = cpuOfThreadMs()
    this.#cpuAtFirstMs ??= cpuMs
    return cpuMs - this.#cpuAtFirstMs
  }
}

/** Of this thread alone: others may be busy too. */
function cpuOfThreadMs(): number {
  const { user, system } = threadCpuUsage()
  return (user + system) / 1000
}
