import type { OriginHeaders } from '../strategies/fetch.ts'

/** The trace that a request belongs to. Source: AWS X-Ray Developer Guide, "Tracing header". */
export interface TraceHeader {
  readonly root: string
  readonly parent: string
  readonly isSampled: boolean
}

/** Reads `Root=1-...;Parent=...;Sampled=1`; undefined where there is none, or one without a root and a parent. */
export function readTraceHeader(text: string | undefined): TraceHeader | undefined {
  const fields = new Map(text?.split(';').map((field) => field.trim().split('=', 2) as [string, string]))
  const root = fields.get('Root') ?? ''
  const parent = fields.get('Parent') ?? ''
  if (!/^1-[\da-f]{8}-[\da-f]{24}$/.test(root) || !/^[\da-f]{16}$/.test(parent)) return undefined
  return { root, parent, isSampled: fields.get('Sampled') === '1' }
}

/** Headers with the trace's own added for the hosts that are asked to go on with it, and for no others. */
export function traceHeaders(
  hosts: readonly string[] = [],
  header: string | undefined,
  others: OriginHeaders = {},
): OriginHeaders {
  if (!header) return others
  const origins = hosts.flatMap((host) => [`https://${host}`, `http://${host}`])
  const added = origins.map((origin) => [origin, { ...others[origin], 'x-amzn-trace-id': header }] as const)
  return { ...others, ...Object.fromEntries(added) }
}
