import { objectIn, objectOf, textIn } from '../../../io/json-fields.ts'
import { type BilledFigures, readReportEvent } from '../report-line.ts'

/** What one event of a log tells of an invocation, or of the start of a container. */
export type LogReading =
  | { readonly is: 'report'; readonly figures: BilledFigures; readonly format: LogFormat }
  /** A report without sensible numbers. */
  | { readonly is: 'torn' }
  /** A start before any invocation that failed; it is tried again within the first one. */
  | { readonly is: 'failed-start' }
  | { readonly is: 'timeout'; readonly requestId: string }

export type LogFormat = 'text' | 'json'

/**
 * Reads an event by how it begins; undefined for all that is not Lambda's own. Nothing of what a function printed is kept.
 * Source: AWS Lambda Developer Guide, "Lambda execution environment lifecycle", INIT_REPORT; "Lambda Telemetry API event schema reference".
 */
export function readLogEvent(message: string): LogReading | undefined {
  const figures = readReportEvent(message)
  if (figures === 'torn') return { is: 'torn' }
  if (figures) return { is: 'report', figures, format: message.startsWith('{') ? 'json' : 'text' }
  if (isFailedStart(message)) return { is: 'failed-start' }
  const [, requestId] = /^\S+ ([\w-]{1,100}) Task timed out after \d/.exec(message) ?? []
  return requestId === undefined ? undefined : { is: 'timeout', requestId }
}

function isFailedStart(message: string): boolean {
  // Whether an instant stands before it is not documented.
  const text = /^(?:\S+ )?INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: (\w+)/.exec(message)
  if (text) return text[1] !== 'success'
  const event = message.includes('platform.initReport') ? objectOf(message) : undefined
  if (!event || textIn(event, 'type') !== 'platform.initReport') return false
  const record = objectIn(event, 'record')
  return textIn(record, 'phase') === 'init' && !['success', undefined].includes(textIn(record, 'status'))
}
