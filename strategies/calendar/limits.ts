import { threadCpuUsage } from 'node:process'

/** What one feed may cost, so that none can stop the others. */
export interface CheckLimits {
  /** Longer bodies are not looked into. */
  readonly bodyBytes: number
  /** Text of events that is parsed. */
  readonly eventBytes: number
  /** Processor time of reading and repeating events; what is left of them then is left out. */
  readonly cpuMs: number
}

export const LIMITS: Readonly<Record<'prefilter' | 'full', CheckLimits>> = {
  prefilter: { bodyBytes: 32_000_000, eventBytes: 2_000_000, cpuMs: 700 },
  full: { bodyBytes: 32_000_000, eventBytes: 32_000_000, cpuMs: 4000 },
}

/** Occurrences of one feed that are told, unless asked otherwise. */
export const MOST_OCCURRENCES = 50

/** Counts what a check costs. */
export class Budget {
  readonly #limits: CheckLimits
  readonly #startMs = cpuMs()
  #eventBytes = 0

  constructor(limits: CheckLimits) {
    this.#limits = limits
  }

  /** Why nothing more of `bytes` may be parsed, or undefined. */
  refuses(bytes: number): string | undefined {
    const { eventBytes, cpuMs: mostMs } = this.#limits
    this.#eventBytes += bytes
    if (this.#eventBytes > eventBytes) return `its events near the window are more than ${eventBytes / 1e6} MB`
    if (cpuMs() - this.#startMs > mostMs) return `it took more than ${mostMs} ms`
    return undefined
  }
}

/** Of this thread alone: others may be busy too. */
function cpuMs(): number {
  const { user, system } = threadCpuUsage()
  return (user + system) / 1000
}
