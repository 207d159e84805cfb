import { z } from 'zod'
import { kindOf } from './har.ts'
import type { LeftOut, SourceExchange } from './observations.ts'

const valueSchema = z.object({
  stringValue: z.string().optional(),
  intValue: z.union([z.string(), z.number()]).optional(),
  doubleValue: z.number().optional(),
})

/** Source: OpenTelemetry Protocol 1, JSON encoding; its semantic conventions for HTTP client spans, new and old. */
const spanSchema = z.object({
  kind: z.union([z.number(), z.string()]).optional(),
  startTimeUnixNano: z.union([z.string(), z.number()]),
  endTimeUnixNano: z.union([z.string(), z.number()]),
  attributes: z.array(z.object({ key: z.string(), value: valueSchema })).default([]),
  status: z.object({ code: z.union([z.number(), z.string()]).optional() }).optional(),
})

export const OTLP_SPANS = '$.resourceSpans.*.scopeSpans.*.spans.*'

const CLIENT = new Set<unknown>([3, 'SPAN_KIND_CLIENT'])
const ERROR = new Set<unknown>([2, 'STATUS_CODE_ERROR'])

/** A span as an exchange, or why it is none: its whole time is taken for that to the first byte, which is all that it tells. */
export function exchangeOfSpan(span: unknown): SourceExchange | LeftOut {
  const { data } = spanSchema.safeParse(span)
  if (!data) return 'unfinished'
  if (!CLIENT.has(data.kind)) return 'other'
  const of = (...keys: readonly string[]): string | undefined => {
    for (const key of keys) {
      const value = data.attributes.find((one) => one.key === key)?.value
      const text = value?.stringValue ?? value?.intValue ?? value?.doubleValue
      if (text !== undefined) return String(text)
    }
    return undefined
  }
  const method = of('http.request.method', 'http.method')
  if (method === undefined) return 'other'
  const url = of('url.full', 'http.url')
  const host =
    of('server.address', 'net.peer.name', 'http.host') ?? (url === undefined ? undefined : URL.parse(url)?.host)
  const status = numberOf(of('http.response.status_code', 'http.status_code'))
  const nanos = BigInt(data.endTimeUnixNano) - BigInt(data.startTimeUnixNano)
  if (nanos < 0n) return 'backwards'
  const isError = ERROR.has(data.status?.code)
  const errorType = of('error.type') ?? ''
  const failed = /timeout/i.test(errorType) ? 'hang' : 'reset'
  return {
    host: [host, of('server.port', 'net.peer.port')].filter(Boolean).join(':'),
    startedMs: Number(data.startTimeUnixNano) / 1e6,
    delayMs: Number(nanos) / 1e6,
    bytes: numberOf(of('http.response.body.size', 'http.response_content_length')),
    to: kindOf(method),
    isWhole: true,
    ...(status === undefined && isError ? { failed } : { status }),
  }
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && text !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined
}
