import { isObject, type JsonObject, objectIn, textIn } from './json-fields.ts'
import { readDocumentLines } from './json-documents.ts'

/** A span of OpenTelemetry, as far as its fields are what they should be; what is not is absent. */
export interface Span {
  /** 32 hexadecimal digits, or whatever the file has in their place. */
  readonly traceId: string | undefined
  /** 16 hexadecimal digits, likewise. */
  readonly spanId: string | undefined
  readonly parentSpanId: string | undefined
  readonly name: string
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer' | undefined
  /** Epoch milliseconds. */
  readonly beginMs: number
  /** To the nanosecond; below 0 where it ends before it begins, absent where it did not end. */
  readonly lengthMs: number | undefined
  readonly isError: boolean
  readonly attributes: Attributes
}

export type Attributes = Readonly<Record<string, string | number | boolean>>

/** What spans were recorded in. A resource may stand behind its spans in a file: it is known once the file was read. */
export interface SpanResource {
  readonly attributes: Attributes
}

export interface SpanSink {
  /** `place`: in the order of the file, from 1. Undefined for a span without a begin, or none at all. */
  readonly take: (span: Span | undefined, place: number, resource: SpanResource) => void
  /** Where a document is cut off or none of JSON; `place`: of the span that would be next. */
  readonly torn: (place: number) => void
}

const KINDS = ['internal', 'server', 'client', 'producer', 'consumer'] as const

/** Lists of resources with their spans: as the protocol has them, in lists of documents, and as Tempo answers. */
const RESOURCES = ['$.resourceSpans', '$.*.resourceSpans', '$.batches'] as const
/** The second is that of versions before 0.16 of the protocol. */
const SCOPES = ['scopeSpans', 'instrumentationLibrarySpans'] as const

const PATHS = RESOURCES.flatMap((list) => [
  `${list}.*.resource`,
  ...SCOPES.map((scopes) => `${list}.*.${scopes}.*.spans.*`),
])

/** How the line of a collector begins, whichever signal it is of. */
const LINE = /^\{\s*"(?:resource(?:Spans|Metrics|Logs|Profiles)|batches)"/

/** Whether a file that begins so has spans of OTLP. */
export function isOtlp(head: string): boolean {
  return /^\s*[{[]/.test(head) && /"(?:resourceSpans|scopeSpans)"\s*:|"batches"\s*:\s*\[/.test(head)
}

/**
 * Reads the spans of a file of OTLP as JSON, of any size: one document, several, a line each as a collector's file exporter writes them, or
 * a list of them. Ids are in hexadecimal digits, as the protocol has them, or in base64, as of the Protobuf rules of JSON.
 * Source: OpenTelemetry Protocol 1, "JSON Protobuf Encoding".
 */
export function readSpans(file: string, { take, torn }: SpanSink): void {
  /** By the object that has the resource and its spans; each is gone with it. */
  const resources = new WeakMap<object, { attributes: Attributes }>()
  const resourceIn = (group: object) => {
    const known = resources.get(group) ?? { attributes: {} }
    resources.set(group, known)
    return known
  }
  /** A file has the same few resources on all of its lines. */
  const alike = new Map<string, Attributes>()
  let place = 0
  readDocumentLines(file, {
    paths: PATHS,
    begin: LINE,
    take(part, { parent, stack }) {
      const group = stack.find(({ key }) => key === SCOPES[0] || key === SCOPES[1])?.value
      if (group !== undefined) take(spanOf(part), ++place, resourceIn(group))
      else if (parent !== undefined) {
        const text = JSON.stringify(part)
        const attributes = alike.get(text) ?? attributesIn(part)
        if (alike.size < MAX_ALIKE) alike.set(text, attributes)
        resourceIn(parent).attributes = attributes
      }
    },
    torn: () => torn(place + 1),
  })
}

const MAX_ALIKE = 10_000

function spanOf(value: unknown): Span | undefined {
  if (!isObject(value)) return undefined
  const [begin, end] = [nanosIn(value, 'startTimeUnixNano'), nanosIn(value, 'endTimeUnixNano')]
  if (begin === undefined) return undefined
  const { code } = objectIn(value, 'status')
  return {
    traceId: idIn(value, 'traceId'),
    spanId: idIn(value, 'spanId'),
    parentSpanId: idIn(value, 'parentSpanId'),
    name: textIn(value, 'name') ?? '',
    kind: kindIn(value),
    beginMs: Number(begin) / 1e6,
    lengthMs: end === undefined ? undefined : Number(end - begin) / 1e6,
    isError: code === 2 || code === 'STATUS_CODE_ERROR',
    attributes: attributesIn(value),
  }
}

/** The end of the year 9999. */
const MAX_NANOS = 253_402_300_799_000_000_000n

/** Nanoseconds since 1970, as text or as a number; 0 is none. */
function nanosIn(value: JsonObject, key: string): bigint | undefined {
  const given = value[key]
  const isNumber = typeof given === 'number' && Number.isInteger(given)
  if (!isNumber && !(typeof given === 'string' && /^\d{1,21}$/.test(given))) return undefined
  const nanos = BigInt(given)
  return nanos > 0n && nanos <= MAX_NANOS ? nanos : undefined
}

function kindIn({ kind }: JsonObject): Span['kind'] {
  if (typeof kind === 'number') return KINDS[kind - 1]
  return KINDS.find((name) => kind === `SPAN_KIND_${name.toUpperCase()}`)
}

/** Longer is no id of anybody's. */
const MAX_ID = 64

function idIn(value: JsonObject, key: string): string | undefined {
  const text = textIn(value, key)
  if (text === undefined || text === '' || text.length > MAX_ID) return undefined
  // 16 bytes, or 8: in hexadecimal digits they have other lengths.
  const id = /^(?:[\w+/-]{22}(?:==)?|[\w+/-]{11}=?)$/.test(text)
    ? Buffer.from(text, 'base64').toString('hex')
    : text.toLowerCase()
  return /^0+$/.test(id) ? undefined : id
}

/** Of a span or a resource: those that are one text, number or flag; of one that is given twice the first. */
function attributesIn(value: unknown): Attributes {
  const list = isObject(value) && Array.isArray(value.attributes) ? (value.attributes as unknown[]) : []
  const attributes: Record<string, string | number | boolean> = Object.create(null) as Record<string, never>
  for (const one of list) {
    if (!isObject(one)) continue
    const { key } = one
    const scalar = scalarIn(objectIn(one, 'value'))
    if (typeof key === 'string' && scalar !== undefined && !(key in attributes)) attributes[key] = scalar
  }
  return attributes
}

function scalarIn({
  stringValue,
  intValue,
  doubleValue,
  boolValue,
}: JsonObject): string | number | boolean | undefined {
  if (typeof stringValue === 'string') return stringValue
  if (typeof boolValue === 'boolean') return boolValue
  if (typeof doubleValue === 'number') return doubleValue
  if (typeof intValue === 'string' && /^-?\d{1,19}$/.test(intValue)) return Number(intValue)
  return typeof intValue === 'number' ? intValue : undefined
}
