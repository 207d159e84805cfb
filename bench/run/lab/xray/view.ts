import type { AnnotationValue, Document, SentDocument } from './document.ts'
import { numberIn, objectIn, textIn } from '../../../io/json-fields.ts'
import { flat, nest } from './trace.ts'

/** A service as X-Ray names it. */
export interface ServiceId {
  readonly Name: string
  readonly Names: readonly string[]
  readonly AccountId?: string
  /** The origin of its segments, `AWS::...` or `remote` of one that is only known from its caller. */
  readonly Type?: string
}

/** One call of a service: a segment, or a subsegment for a service that sent none itself. */
export interface Call {
  readonly service: ServiceId
  readonly document: Document
  readonly flags: Flags
  /** From its start to its end in seconds; undefined while it is in progress. */
  readonly seconds?: number
}

/** How a call ended, as its document says or its HTTP status implies. */
interface Flags {
  readonly fault: boolean
  readonly error: boolean
  readonly throttle: boolean
}

/** One annotation of a segment or subsegment. */
interface Annotation {
  readonly key: string
  readonly value: AnnotationValue
  /** The call it belongs to; undefined if the segment never came. */
  readonly call?: Call
}

/** What summaries, filters and batches need to know of a trace. */
export interface TraceView {
  readonly pieces: readonly SentDocument[]
  readonly calls: readonly Call[]
  /** The first segment whose caller is not in this trace. */
  readonly entry?: Call
  /** Those that are indexed: at most 50, in the order of the pieces. */
  readonly annotations: readonly Annotation[]
  /** The earliest start and the latest end, epoch seconds. */
  readonly startSeconds: number
  readonly endSeconds: number
  readonly isPartial: boolean
}

const MAX_ANNOTATIONS = 50

/** Combines the documents of one trace, of which there must be at least one. */
export function viewOf(documents: readonly SentDocument[]): TraceView {
  const pieces = nest(documents)
  const segments = pieces.filter(({ type }) => type !== 'subsegment')
  const owners = new Map(segments.flatMap((segment) => [...flat(segment)].map(({ id }) => [id, segment] as const)))
  const parents = new Set(segments.map(({ parent_id: parent }) => parent))
  const callOf = new Map(segments.map((segment) => [segment, callFor(segment, serviceOf(segment))] as const))
  const calls = [...callOf.values()]
  for (const segment of segments) {
    for (const one of flat(segment)) {
      const isRemote = one !== segment && (one.namespace === 'remote' || one.namespace === 'aws')
      if (isRemote && !parents.has(one.id)) calls.push(callFor(one, inferredService(one)))
    }
  }
  const isEntry = (segment: SentDocument) => {
    const caller = segment.parent_id === undefined ? undefined : owners.get(segment.parent_id)
    return caller === undefined || caller === segment
  }
  const all = pieces.flatMap((piece) => [...flat(piece)].map((one) => ({ one, call: callOf.get(piece) })))
  const first = segments.find(isEntry)
  const entry = first && callOf.get(first)
  return {
    pieces,
    calls,
    ...(entry && { entry }),
    annotations: all
      .flatMap(({ one, call }) =>
        Object.entries(one.annotations ?? {}).map(([key, value]) => ({ key, value, ...(call && { call }) })),
      )
      .slice(0, MAX_ANNOTATIONS),
    startSeconds: all.reduce((least, { one }) => Math.min(least, one.start_time), Infinity),
    endSeconds: all.reduce((most, { one }) => Math.max(most, one.end_time ?? one.start_time), -Infinity),
    isPartial: all.some(({ one }) => isRunning(one)),
  }
}

/** The seconds of a trace from its earliest start to its latest end. */
export function durationOf({ startSeconds, endSeconds }: TraceView): number {
  return secondsBetween(startSeconds, endSeconds)
}

function callFor(document: Document, service: ServiceId): Call {
  const ended = isRunning(document) ? undefined : document.end_time
  return {
    service,
    document,
    flags: flagsOf(document),
    ...(ended !== undefined && { seconds: secondsBetween(document.start_time, ended) }),
  }
}

function serviceOf(segment: Document): ServiceId {
  const type = textIn(segment, 'origin')
  const account = textIn(objectIn(segment, 'aws'), 'account_id')
  return {
    Name: segment.name,
    Names: [segment.name],
    ...(account !== undefined && { AccountId: account }),
    ...(type !== undefined && { Type: type }),
  }
}

function inferredService({ name, namespace }: Document): ServiceId {
  return { Name: name, Names: [name], Type: namespace === 'aws' ? `AWS::${name}` : 'remote' }
}

function flagsOf(document: Document): Flags {
  const status = numberIn(objectIn(objectIn(document, 'http'), 'response'), 'status') ?? 0
  const throttle = document.throttle === true || status === 429
  return {
    fault: document.fault === true || (status >= 500 && status < 600),
    error: document.error === true || throttle || (status >= 400 && status < 500),
    throttle,
  }
}

function isRunning({ in_progress: inProgress, end_time: endTime }: Document): boolean {
  return inProgress === true && endTime === undefined
}

/** To the microsecond, without the noise of floating point beyond it. */
function secondsBetween(start: number, end: number): number {
  return Math.max(0, Math.round((end - start) * 1e6) / 1e6)
}
