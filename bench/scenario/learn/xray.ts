import { z } from 'zod'
import { kindOf } from './har.ts'
import type { LeftOut, SourceExchange } from './observations.ts'

/** Source: AWS X-Ray, segment documents; times in seconds. */
interface Segment {
  readonly name?: string | undefined
  readonly namespace?: string | undefined
  readonly start_time?: number | undefined
  readonly end_time?: number | undefined
  readonly fault?: boolean | undefined
  readonly http?:
    | {
        readonly request?: { readonly method?: string | undefined; readonly url?: string | undefined } | undefined
        readonly response?:
          | { readonly status?: number | undefined; readonly content_length?: number | undefined }
          | undefined
      }
    | undefined
  readonly subsegments?: readonly Segment[] | undefined
}

const segmentSchema: z.ZodType<Segment> = z.object({
  name: z.string().optional(),
  namespace: z.string().optional(),
  start_time: z.number().optional(),
  end_time: z.number().optional(),
  fault: z.boolean().optional(),
  http: z
    .object({
      request: z.object({ method: z.string().optional(), url: z.string().optional() }).optional(),
      response: z.object({ status: z.number().optional(), content_length: z.number().optional() }).optional(),
    })
    .optional(),
  subsegments: z.array(z.lazy(() => segmentSchema)).optional(),
})

/** As `aws xray batch-get-traces` writes them. */
export const XRAY_SEGMENTS = '$.Traces.*.Segments.*'

/** The outgoing calls in a segment, whose document is text in it, or which is the document itself. */
export function exchangesOfSegment(segment: unknown): (SourceExchange | LeftOut)[] {
  const document = documentOf(segment)
  const { data } = segmentSchema.safeParse(document)
  return data ? callsIn(data) : ['torn']
}

function documentOf(segment: unknown): unknown {
  const text = typeof segment === 'object' && segment !== null && 'Document' in segment ? segment.Document : undefined
  if (typeof text !== 'string') return segment
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What is deeper is no call of anybody's. */
const MAX_DEPTH = 50

function callsIn({ subsegments = [] }: Segment, depth = 0): (SourceExchange | LeftOut)[] {
  if (depth > MAX_DEPTH) return []
  return subsegments.flatMap((one) => [...callOf(one), ...callsIn(one, depth + 1)])
}

function callOf({ name = '', namespace, http, start_time, end_time, fault }: Segment): (SourceExchange | LeftOut)[] {
  // Calls of AWS's own services have no request of HTTP in them.
  if (namespace !== 'remote' || !http?.request) return []
  if (start_time === undefined || end_time === undefined) return ['unfinished']
  const { method = 'GET', url } = http.request
  const { status, content_length: bytes } = http.response ?? {}
  return [
    {
      host: (url === undefined ? undefined : URL.parse(url)?.host) ?? name,
      startedMs: start_time * 1000,
      delayMs: (end_time - start_time) * 1000,
      bytes,
      to: kindOf(method),
      isWhole: true,
      ...(status === undefined && fault ? { failed: 'reset' } : { status }),
    },
  ]
}
