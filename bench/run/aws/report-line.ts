import { fitting, memoryMb as sizeMb, ms } from '../../io/record-fields.ts'
import { numberIn, objectIn, objectOf, textIn } from '../../io/json-fields.ts'

/** What Lambda bills for one invocation, and what it measured. */
export interface BilledFigures {
  readonly requestId: string
  readonly durationMs: number
  readonly billedMs: number
  readonly memoryMb: number
  readonly maxMemoryMb: number
  /** Only of an invocation that began with a new container. */
  readonly initMs?: number
  /** In place of `initMs` where the container was made of a snapshot. */
  readonly restoreMs?: number
  /** In JSON always (`success`, `failure`, `error`, `timeout`); in text only where it went wrong. */
  readonly status?: string
  readonly errorType?: string
}

/** The fields of a line before anybody has looked at them. */
type ReadFigures = { readonly [Field in keyof BilledFigures]: BilledFigures[Field] | undefined }

/**
 * Finds the figures of an invocation in the end of its log (LogResult, decoded: 4 KB at most), in whichever of Lambda's two
 * formats it is. The last line that is about `requestId` counts, about any request where none is given: a function may print
 * such lines itself, but not after Lambda's. Undefined where there is none, or where it is torn or holds no sensible numbers.
 * Source: AWS Lambda Developer Guide, "Viewing CloudWatch logs for Lambda functions"; "Lambda Telemetry API event schema
 * reference", platform.report.
 */
export function readReport(tail: string, requestId?: string): BilledFigures | undefined {
  const figures = tail
    .split('\n')
    .map((line) => readText(line) ?? readJson(line))
    .findLast((one) => one !== undefined && (requestId === undefined || one.requestId === requestId))
  return figures && whole(figures)
}

/**
 * The figures in one event of CloudWatch Logs, of which Lambda makes one for each of its own lines; `torn` where it is such a line without
 * sensible numbers, undefined where it is anything else. What a function prints is an event of its own too, and begins otherwise.
 */
export function readReportEvent(message: string): BilledFigures | 'torn' | undefined {
  // In text a second line names the trace.
  const line = message.slice(0, message.search(/\n|$/))
  const figures = readText(line) ?? readJson(line)
  return figures && (whole(figures) ?? 'torn')
}

function readText(line: string): ReadFigures | undefined {
  const [, requestId, rest] = /^REPORT RequestId: ([^\s]+)(?:\t(.*))?$/.exec(line.trimEnd()) ?? []
  if (requestId === undefined) return undefined
  const fields = new Map<string, string>()
  for (const field of (rest ?? '').split('\t')) {
    const [, name, value] = /^([^:]+): (.*)$/.exec(field) ?? []
    if (name !== undefined && value !== undefined && !fields.has(name)) fields.set(name, value)
  }
  return {
    requestId,
    durationMs: quantity(fields.get('Duration'), 'ms'),
    billedMs: quantity(fields.get('Billed Duration'), 'ms'),
    memoryMb: quantity(fields.get('Memory Size'), 'MB'),
    maxMemoryMb: quantity(fields.get('Max Memory Used'), 'MB'),
    initMs: quantity(fields.get('Init Duration'), 'ms'),
    restoreMs: quantity(fields.get('Restore Duration'), 'ms'),
    status: fields.get('Status'),
    errorType: fields.get('Error Type'),
  }
}

/** NaN where it is there, but no number with that unit. */
function quantity(text: string | undefined, unit: 'ms' | 'MB'): number | undefined {
  if (text === undefined) return undefined
  const [, digits, suffix] = /^(\d+(?:\.\d+)?) (\w+)$/.exec(text) ?? []
  return suffix === unit ? Number(digits) : Number.NaN
}

function readJson(line: string): ReadFigures | undefined {
  const event = line.includes('platform.report') ? objectOf(line) : undefined
  if (!event || textIn(event, 'type') !== 'platform.report') return undefined
  const record = objectIn(event, 'record')
  const requestId = textIn(record, 'requestId')
  if (requestId === undefined) return undefined
  const metrics = objectIn(record, 'metrics')
  const figure = (key: string) => (Object.hasOwn(metrics, key) ? (numberIn(metrics, key) ?? Number.NaN) : undefined)
  return {
    requestId,
    durationMs: figure('durationMs'),
    billedMs: figure('billedDurationMs'),
    memoryMb: figure('memorySizeMB'),
    maxMemoryMb: figure('maxMemoryUsedMB'),
    initMs: figure('initDurationMs'),
    restoreMs: figure('restoreDurationMs'),
    status: textIn(record, 'status'),
    errorType: textIn(record, 'errorType'),
  }
}

function whole(figures: ReadFigures): BilledFigures | undefined {
  const { requestId = '', durationMs, billedMs, memoryMb, maxMemoryMb, initMs, restoreMs, status, errorType } = figures
  const times = [durationMs, billedMs, initMs ?? 0, restoreMs ?? 0]
  const isSound =
    times.every((time) => fitting(ms, time) !== undefined) &&
    [memoryMb, maxMemoryMb].every((size) => fitting(sizeMb, size) !== undefined)
  if (!isSound) return undefined
  return {
    requestId,
    durationMs: durationMs!,
    billedMs: billedMs!,
    memoryMb: memoryMb!,
    maxMemoryMb: maxMemoryMb!,
    ...(initMs !== undefined && { initMs }),
    ...(restoreMs !== undefined && { restoreMs }),
    ...(status !== undefined && { status }),
    ...(errorType !== undefined && { errorType }),
  }
}
