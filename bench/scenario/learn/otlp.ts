import type { Span } from '../../io/otlp.ts'
import { kindOf } from './har.ts'
import type { LeftOut, SourceExchange } from './observations.ts'

/**
 * A span as an exchange, or why it is none: its whole time is taken for that to the first byte, which is all that it tells.
 * Source: OpenTelemetry's semantic conventions for HTTP client spans, new and old.
 */
export function exchangeOfSpan({ kind, beginMs, lengthMs, isError, attributes }: Span): SourceExchange | LeftOut {
  if (lengthMs === undefined) return 'unfinished'
  if (kind !== 'client') return 'other'
  const of = (...keys: readonly string[]): string | undefined => {
    const key = keys.find((one) => attributes[one] !== undefined)
    return key === undefined ? undefined : String(attributes[key])
  }
  const method = of('http.request.method', 'http.method')
  if (method === undefined) return 'other'
  const url = of('url.full', 'http.url')
  const host =
    of('server.address', 'net.peer.name', 'http.host') ?? (url === undefined ? undefined : URL.parse(url)?.host)
  const status = numberOf(of('http.response.status_code', 'http.status_code'))
  if (lengthMs < 0) return 'backwards'
  const errorType = of('error.type') ?? ''
  const failed = /timeout/i.test(errorType) ? 'hang' : 'reset'
  return {
    host: [host, of('server.port', 'net.peer.port')].filter(Boolean).join(':'),
    startedMs: beginMs,
    delayMs: lengthMs,
    bytes: numberOf(of('http.response.body.size', 'http.response_content_length')),
    to: kindOf(method),
    isWhole: true,
    ...(status === undefined && isError ? { failed } : { status }),
  }
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && text !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined
}
