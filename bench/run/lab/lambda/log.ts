import type { FunctionSettings } from './function-settings.ts'

/** What Lambda logs of an invocation, in the function's log format. */
export interface InvocationReport {
  readonly requestId: string
  readonly durationMs: number
  readonly billedMs: number
  readonly memoryMb: number
  readonly maxMemoryMb: number
  /** Of a container that was started for this invocation. */
  readonly initMs?: number | undefined
  readonly status: 'success' | 'error' | 'timeout'
  readonly errorType?: string | undefined
  readonly trace?: { readonly id: string; readonly segmentId: string } | undefined
}

/** How much of a log comes with an answer, in bytes. Source: AWS Lambda API Reference, "Invoke", LogType. */
const TAIL_BYTES = 4096

/** How much of a line without an end is waited for. */
const MAX_LINE_BYTES = 256 * 1024

/** The log of a container: every event of it is handed on, and of the invocation under way as much is kept as comes with an answer. */
export class InvocationLog {
  readonly #format: 'Text' | 'JSON'
  /** From the system log level WARN on Lambda is said to leave out its START and REPORT lines. */
  readonly #isTerse: boolean
  readonly #event: (message: string) => void
  #parts: Buffer[] = []
  #bytes = 0
  /** The begin of a line of the function, whose end is to come. */
  #open: Buffer = Buffer.alloc(0)

  /** `event`: is given each line that the function prints, and each of the platform's own. */
  constructor(
    { logFormat, systemLogLevel }: Pick<FunctionSettings, 'logFormat' | 'systemLogLevel'>,
    event: (message: string) => void = () => {},
  ) {
    this.#format = logFormat
    this.#isTerse = logFormat === 'JSON' && systemLogLevel === 'WARN'
    this.#event = event
  }

  /** What the function printed, in parts as they come. */
  write(part: Buffer): void {
    this.#keep(part)
    const whole = Buffer.concat([this.#open, part])
    const end = whole.byteLength > MAX_LINE_BYTES ? whole.byteLength : whole.lastIndexOf(10) + 1
    this.#open = whole.subarray(end)
    for (const line of whole.subarray(0, end).toString().split('\n')) if (line !== '') this.#event(`${line}\n`)
  }

  #keep(part: Buffer): void {
    this.#parts.push(part)
    this.#bytes += part.byteLength
    while (this.#bytes - this.#parts[0]!.byteLength > TAIL_BYTES) this.#bytes -= this.#parts.shift()!.byteLength
  }

  start(requestId: string, version: string): void {
    this.#line(`START RequestId: ${requestId} Version: ${version}`, 'platform.start', { requestId, version })
  }

  /** A line of the platform's own, such as why an invocation ended early. */
  note(text: string): void {
    if (this.#format === 'Text') this.#own(`${new Date().toISOString()} ${text}\n`)
  }

  /** A start of the container that failed before any invocation. */
  failedStart({
    durationMs,
    errorType,
  }: {
    readonly durationMs: number
    readonly errorType: string | undefined
  }): void {
    const status = errorType === undefined ? 'timeout' : 'error'
    if (this.#format === 'Text') {
      const cause = errorType === undefined ? status : `${status}\tError Type: ${errorType}`
      this.note(`INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: init\tStatus: ${cause}`)
      return
    }
    this.#line('', 'platform.initReport', {
      initializationType: 'on-demand',
      phase: 'init',
      status,
      ...(errorType !== undefined && { errorType }),
      metrics: { durationMs: rounded(durationMs) },
    })
  }

  end(report: InvocationReport): void {
    const { requestId, durationMs, billedMs, memoryMb, maxMemoryMb, initMs, status, errorType, trace } = report
    this.#flush()
    if (this.#format === 'Text') this.#own(`END RequestId: ${requestId}\n`)
    const text = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${billedMs} ms`,
      `Memory Size: ${memoryMb} MB`,
      `Max Memory Used: ${maxMemoryMb} MB`,
      ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
      ...(status === 'success' ? [] : [`Status: ${status}`]),
      ...(errorType === undefined ? [] : [`Error Type: ${errorType}`]),
      ...(trace ? [`\nXRAY TraceId: ${trace.id}\tSegmentId: ${trace.segmentId}\tSampled: true`] : []),
    ].join('\t')
    const metrics = {
      durationMs: rounded(durationMs),
      billedDurationMs: billedMs,
      memorySizeMB: memoryMb,
      maxMemoryUsedMB: maxMemoryMb,
      ...(initMs !== undefined && { initDurationMs: rounded(initMs) }),
    }
    const tracing = trace && {
      spanId: trace.segmentId,
      type: 'X-Amzn-Trace-Id',
      value: `Root=${trace.id};Parent=${trace.segmentId};Sampled=1`,
    }
    this.#line(`${text}\t`, 'platform.report', {
      requestId,
      metrics,
      ...(tracing && { tracing }),
      status,
      ...(errorType !== undefined && { errorType }),
    })
  }

  tail(): Buffer {
    return Buffer.concat(this.#parts).subarray(-TAIL_BYTES)
  }

  /** Gives up what was kept of the invocation before. */
  clear(): void {
    this.#parts = []
    this.#bytes = 0
  }

  /** What the function has printed without an end of line. */
  #flush(): void {
    if (this.#open.byteLength > 0) this.#event(this.#open.toString())
    this.#open = Buffer.alloc(0)
  }

  /** An event of the platform's own, of one line or more. */
  #own(message: string): void {
    this.#keep(Buffer.from(message))
    this.#event(message)
  }

  #line(text: string, type: string, record: object): void {
    if (this.#isTerse) return
    const line = this.#format === 'Text' ? text : JSON.stringify({ time: new Date().toISOString(), type, record })
    this.#own(`${line}\n`)
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100
}
