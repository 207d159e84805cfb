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

/** The log of the invocation under way, as much of it as comes with an answer. */
export class InvocationLog {
  readonly #format: 'Text' | 'JSON'
  /** From the system log level WARN on Lambda is said to leave out its START and REPORT lines. */
  readonly #isTerse: boolean
  #parts: Buffer[] = []
  #bytes = 0

  constructor({ logFormat, systemLogLevel }: Pick<FunctionSettings, 'logFormat' | 'systemLogLevel'>) {
    this.#format = logFormat
    this.#isTerse = logFormat === 'JSON' && systemLogLevel === 'WARN'
  }

  write(part: Buffer): void {
    this.#parts.push(part)
    this.#bytes += part.byteLength
    while (this.#bytes - this.#parts[0]!.byteLength > TAIL_BYTES) this.#bytes -= this.#parts.shift()!.byteLength
  }

  start(requestId: string, version: string): void {
    this.#line(`START RequestId: ${requestId} Version: ${version}`, 'platform.start', { requestId, version })
  }

  /** A line of the platform's own, such as why an invocation ended early. */
  note(text: string): void {
    if (this.#format === 'Text') this.write(Buffer.from(`${new Date().toISOString()} ${text}\n`))
  }

  end(report: InvocationReport): void {
    const { requestId, durationMs, billedMs, memoryMb, maxMemoryMb, initMs, status, errorType, trace } = report
    if (this.#format === 'Text') this.write(Buffer.from(`END RequestId: ${requestId}\n`))
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

  #line(text: string, type: string, record: object): void {
    if (this.#isTerse) return
    const line = this.#format === 'Text' ? text : JSON.stringify({ time: new Date().toISOString(), type, record })
    this.write(Buffer.from(`${line}\n`))
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100
}
