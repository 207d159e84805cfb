/** What Lambda logs of one invocation, in either format. */
export interface LineOf {
  readonly requestId?: string
  readonly durationMs?: number
  readonly memoryMb?: number
  readonly maxMemoryMb?: number
  readonly initMs?: number
  readonly restoreMs?: number
  readonly status?: string
}

/** A request id like those of Lambda, by a number. */
export function requestIdOf(number: number): string {
  return `8f5c1d3e-0000-4000-8000-${String(number).padStart(12, '0')}`
}

export function textLine({
  requestId = requestIdOf(1),
  durationMs = 12.34,
  memoryMb = 512,
  maxMemoryMb = 66,
  initMs,
  restoreMs,
  status,
}: LineOf = {}): string {
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
    `Memory Size: ${memoryMb} MB`,
    `Max Memory Used: ${maxMemoryMb} MB`,
    ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
    ...(restoreMs === undefined ? [] : [`Restore Duration: ${restoreMs.toFixed(2)} ms`]),
    ...(status === undefined ? [] : [`Status: ${status}`]),
  ]
  return `${fields.join('\t')}\t\n`
}

export function jsonLine(given: LineOf = {}): string {
  const { requestId = requestIdOf(1), durationMs = 12.34, memoryMb = 512, maxMemoryMb = 66 } = given
  const { initMs, restoreMs, status = 'success' } = given
  const metrics = {
    durationMs,
    billedDurationMs: Math.ceil(durationMs + (initMs ?? 0)),
    memorySizeMB: memoryMb,
    maxMemoryUsedMB: maxMemoryMb,
    ...(initMs !== undefined && { initDurationMs: initMs }),
    ...(restoreMs !== undefined && { restoreDurationMs: restoreMs }),
  }
  const time = '2026-01-15T09:00:00.000Z'
  return JSON.stringify({ time, type: 'platform.report', record: { requestId, metrics, status } })
}

/** The name of a container's log stream; `functionName` where it is in a log group of several. */
export function streamOf(container: string, { version = '$LATEST', functionName = '' } = {}): string {
  return `2026/01/15/${functionName}[${version}]${container}`
}
