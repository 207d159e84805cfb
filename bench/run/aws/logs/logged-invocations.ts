import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs'
import { type LogFormat, readLogEvent } from './log-event.ts'
import { type LogStream, readStreamName } from './log-names.ts'

/** What Lambda logged of one invocation. */
export interface LoggedInvocation {
  readonly functionName: string
  readonly version: string
  readonly container: string
  /** When its line was written, in epoch milliseconds. */
  readonly endedMs: number
  readonly durationMs: number
  readonly billedMs: number
  readonly memoryMb: number
  readonly maxMemoryMb: number
  /** Only of an invocation that began with a new container; `restoreMs` where that was made of a snapshot. */
  readonly initMs?: number
  readonly restoreMs?: number
  readonly outcome: 'success' | 'error' | 'timeout'
  readonly format: LogFormat
}

/** What a log has of a span of time. */
export interface LoggedSpan {
  /** Container by container, in the order in which they ended. */
  readonly invocations: readonly LoggedInvocation[]
  /** Starts of containers that failed, of each function. */
  readonly failedStarts: ReadonlyMap<string, number>
  readonly oddities: LogOddities
}

/** Lines that were not taken for what they look like, or that may be none of Lambda's. */
export interface LogOddities {
  /** Reports without sensible numbers. */
  readonly torn: number
  /** Reports on an invocation that had not ended yet: printed by the function, and left out. */
  readonly printed: number
  /** Reports that were written while another invocation of the same container ran: printed by the function, or of several at a time. */
  readonly overlapping: number
}

interface Reported {
  readonly requestId: string
  readonly invocation: LoggedInvocation
}

/** How far clocks and pipes may bring two lines of one container out of step. */
const SLACK_MS = 100

/** Takes the events of a span of time as they come, and keeps numbers of those that are Lambda's own. */
export class LogInbox {
  readonly #ownerOf: (stream: LogStream) => string | undefined
  readonly #containers = new Map<string, Reported[]>()
  readonly #timedOut = new Set<string>()
  readonly #failedStarts = new Map<string, number>()
  #torn = 0
  #size = 0

  /** `ownerOf`: the function that a stream is of, undefined for streams that do not matter. */
  constructor(ownerOf: (stream: LogStream) => string | undefined) {
    this.#ownerOf = ownerOf
  }

  /** How many reports have come. */
  get size(): number {
    return this.#size
  }

  take({ logStreamName, timestamp, message }: FilteredLogEvent): void {
    if (typeof logStreamName !== 'string' || typeof message !== 'string' || !Number.isSafeInteger(timestamp)) return
    const stream = readStreamName(logStreamName)
    const functionName = stream && this.#ownerOf(stream)
    if (!stream || functionName === undefined) return
    const reading = readLogEvent(message)
    const container = `${functionName} ${stream.version} ${stream.container}`
    switch (reading?.is) {
      case 'torn':
        this.#torn++
        break
      case 'failed-start':
        this.#failedStarts.set(functionName, (this.#failedStarts.get(functionName) ?? 0) + 1)
        break
      case 'timeout':
        this.#timedOut.add(`${container} ${reading.requestId}`)
        break
      case 'report': {
        const { requestId, durationMs, billedMs, memoryMb, maxMemoryMb, initMs, restoreMs, status } = reading.figures
        const invocation: LoggedInvocation = {
          functionName,
          version: stream.version,
          container: stream.container,
          endedMs: timestamp!,
          durationMs,
          billedMs,
          memoryMb,
          maxMemoryMb,
          ...(initMs !== undefined && { initMs }),
          ...(restoreMs !== undefined && { restoreMs }),
          outcome: outcomeOf(status),
          format: reading.format,
        }
        const reported = this.#containers.get(container)
        if (reported) reported.push({ requestId, invocation })
        else this.#containers.set(container, [{ requestId, invocation }])
        this.#size++
      }
    }
  }

  /** All that has come; to be called once. */
  close(): LoggedSpan {
    const oddities = { torn: this.#torn, printed: 0, overlapping: 0 }
    const invocations = [...this.#containers].flatMap(([container, reported]) => {
      const kept = ownReports(reported, oddities)
      return kept.map(({ requestId, invocation }) =>
        invocation.outcome === 'success' && this.#timedOut.has(`${container} ${requestId}`)
          ? { ...invocation, outcome: 'timeout' as const }
          : invocation,
      )
    })
    return { invocations, failedStarts: this.#failedStarts, oddities }
  }
}

/** JSON has one always, text where Lambda itself saw it go wrong. */
function outcomeOf(status: string | undefined): LoggedInvocation['outcome'] {
  if (status === undefined || status === 'success') return 'success'
  return status === 'timeout' ? 'timeout' : 'error'
}

/**
 * Lambda's own among the reports of a container: on one request the last one, since a function may print such lines itself but not after
 * Lambda's. A request that is tried again keeps its id, and begins only after the first try has ended.
 */
function ownReports(reported: Reported[], oddities: { printed: number; overlapping: number }): Reported[] {
  const kept: Reported[] = []
  for (const one of reported.toSorted((a, b) => a.invocation.endedMs - b.invocation.endedMs)) {
    const beganMs = one.invocation.endedMs - one.invocation.durationMs
    for (let last = kept.at(-1); last?.requestId === one.requestId; last = kept.at(-1)) {
      if (last.invocation.endedMs < beganMs - SLACK_MS) break
      kept.pop()
      oddities.printed++
    }
    const before = kept.at(-1)
    if (before && before.invocation.endedMs > beganMs + SLACK_MS) oddities.overlapping++
    kept.push(one)
  }
  return kept
}
