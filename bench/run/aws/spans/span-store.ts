import { headOf, UnreadableFile } from '../../../io/read-file.ts'
import { type Attributes, isOtlp, readSpans, type Span, type SpanResource } from '../../../io/otlp.ts'
import { UserError } from '../../../io/user-error.ts'

/** What is kept of a span. Attributes only where it may be an invocation: those of all others would be most of the memory. */
export interface StoredSpan {
  readonly spanId: string
  readonly parentSpanId: string | undefined
  readonly name: string
  readonly beginMs: number
  readonly lengthMs: number | undefined
  readonly isError: boolean
  readonly resource: SpanResource
  /** Of those that say what was invoked: others may have anything, secrets too. Absent of a span within an invocation. */
  readonly attributes?: Attributes
}

/** What became of all that stood in the files. */
export interface SpansRead {
  readonly byTrace: ReadonlyMap<string, readonly StoredSpan[]>
  readonly spans: number
  /** Spans that were there before, in the same file or another one. */
  readonly twice: number
  /** Spans without an id, a trace or a begin, or none at all. */
  readonly unusable: number
  /** Documents that are cut off or none of JSON. */
  readonly torn: number
}

/** A million take some 0.8 GB. */
const MAX_SPANS = 2_000_000

/** Enough to see what a file is. */
const HEAD_BYTES = 10_000

/** `name`: what the user called it. */
export interface SpansFile {
  readonly name: string
  readonly path: string
}

/** Reads files of OTLP; throws a UserError for one that cannot be read or holds something else, and where they have more than 2 million spans. */
export function readSpanFiles(files: readonly SpansFile[]): SpansRead {
  const byTrace = new Map<string, Map<string, StoredSpan>>()
  const names = new Map<string, string>()
  let [spans, twice, unusable, torn] = [0, 0, 0, 0]
  const take = (span: Span | undefined, resource: SpanResource) => {
    if (++spans > MAX_SPANS) throw new UserError('too-many-spans', { most: MAX_SPANS })
    const { traceId, spanId } = span ?? {}
    if (span === undefined || traceId === undefined || spanId === undefined) {
      unusable++
      return
    }
    const own = byTrace.get(traceId) ?? new Map<string, StoredSpan>()
    byTrace.set(traceId, own)
    const earlier = own.get(spanId)
    if (earlier) twice++
    // One that was sent before it had ended comes again.
    if (earlier?.lengthMs !== undefined) return
    // A file has the same few names, and each time a copy of them.
    const name = names.get(span.name) ?? span.name
    names.set(span.name, name)
    const { parentSpanId, beginMs, lengthMs, isError } = span
    own.set(spanId, {
      spanId,
      parentSpanId,
      name,
      beginMs,
      lengthMs,
      isError,
      resource,
      ...(mayBeInvocation(span) && { attributes: relevantOf(span.attributes) }),
    })
  }
  for (const { name, path } of files) {
    const before = spans
    reading(name, () => {
      const isKnown = isOtlp(headOf(path, HEAD_BYTES))
      readSpans(path, { take: (span, _, resource) => take(span, resource), torn: () => torn++ })
      if (spans === before && !isKnown) throw new UserError('not-spans', { file: name })
    })
  }
  return {
    byTrace: new Map(byTrace.entries().map(([id, own]) => [id, [...own.values()]])),
    spans,
    twice,
    unusable,
    torn,
  }
}

/** Events come to a function as requests, or from queues and streams; what it calls itself does not. */
function mayBeInvocation({ kind }: Span): boolean {
  return kind === 'server' || kind === 'consumer' || kind === undefined
}

function relevantOf(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(([key]) => /^(?:faas|cloud|utakata|aws\.lambda)\.|^service\.name$/.test(key)),
  )
}

function reading(file: string, read: () => void): void {
  try {
    read()
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    throw new UserError('spans-unreadable', { file, why: error.why }, { cause: error })
  }
}
