import root from '@opentelemetry/otlp-transformer/build/src/generated/root.js'

interface Message {
  readonly verify: (value: object) => string | null
  readonly fromObject: (value: object) => object
  readonly encode: (value: object) => { readonly finish: () => Uint8Array }
  readonly decode: (bytes: Uint8Array) => object
  readonly toObject: (value: object, options: object) => object
}

const { ExportTraceServiceRequest } = (
  root as unknown as {
    readonly opentelemetry: {
      readonly proto: {
        readonly collector: { readonly trace: { readonly v1: { readonly ExportTraceServiceRequest: Message } } }
      }
    }
  }
).opentelemetry.proto.collector.trace.v1

interface DecodedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes?: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[]
  readonly status: { readonly code?: number; readonly message?: string }
}

export interface DecodedRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: NonNullable<DecodedSpan['attributes']> }
    readonly scopeSpans: readonly { readonly scope: object; readonly spans: readonly DecodedSpan[] }[]
  }[]
}

const ID = /^(?:[\da-f]{32}|[\da-f]{16})$/

/**
 * What the messages of OpenTelemetry's own definition of the protocol hold of a request in JSON, after it went through their bytes. What they
 * do not know is left out, and what has another type is refused or changed, so that it equals what was given where all of it is understood.
 * In JSON, ids are in hexadecimal digits, which is the one way in which OTLP departs from the JSON of Protobuf.
 */
export function decodeOtlp(text: string): { readonly given: DecodedRequest; readonly decoded: DecodedRequest } {
  const given = JSON.parse(text) as DecodedRequest
  const isId = (key: string) => ['traceId', 'spanId', 'parentSpanId'].includes(key)
  const inBase64 = JSON.parse(text, (key, value: unknown) => {
    if (!isId(key)) return value
    if (typeof value !== 'string' || !ID.test(value)) throw new Error(`${key}: expected an id, got ${String(value)}`)
    return Buffer.from(value, 'hex').toString('base64')
  }) as object
  const message = ExportTraceServiceRequest.fromObject(inBase64)
  const wrong = ExportTraceServiceRequest.verify(message)
  if (wrong !== null) throw new Error(wrong)
  const bytes = ExportTraceServiceRequest.encode(message).finish()
  const plain = ExportTraceServiceRequest.toObject(ExportTraceServiceRequest.decode(bytes), {
    longs: String,
    bytes: String,
  })
  const decoded = JSON.parse(JSON.stringify(plain), (key, value: unknown) =>
    isId(key) ? Buffer.from(value as string, 'base64').toString('hex') : value,
  ) as DecodedRequest
  return { given, decoded }
}
