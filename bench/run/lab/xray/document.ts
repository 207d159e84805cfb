import { isObject, type JsonObject } from '../../../io/json-fields.ts'

/** A segment, or a subsegment that was sent alone or is nested in another document; times are epoch seconds. */
export interface Document extends JsonObject {
  readonly id: string
  readonly name: string
  readonly start_time: number
  readonly end_time?: number
  readonly in_progress?: boolean
  /** Only of a document that was sent alone. */
  readonly trace_id?: string
  readonly parent_id?: string
  /** Of a subsegment that was sent alone; a document without it is a segment. */
  readonly type?: 'subsegment'
  readonly namespace?: 'aws' | 'remote'
  readonly annotations?: Readonly<Record<string, AnnotationValue>>
  readonly subsegments?: readonly Document[]
}

/** A document as it was sent, which names its trace. */
export interface SentDocument extends Document {
  readonly trace_id: string
}

export type AnnotationValue = string | number | boolean

/** Why a document was refused, with the code that PutTraceSegments returns. */
export interface Refusal {
  readonly code: string
  readonly message: string
  /** Of the document, if it has one. */
  readonly id?: string
}

export type Reading = { readonly document: SentDocument; readonly bytes: number } | { readonly refusal: Refusal }

type Fault = Pick<Refusal, 'code' | 'message'>

const MAX_BYTES = 64 * 1024
/** Ours: deeper JSON could overflow the stack where it is walked or written. */
const MAX_LEVELS = 256
const OLDEST_SECONDS = 30 * 24 * 3600
const NEWEST_SECONDS = 5 * 60

/**
 * Reads a document as X-Ray would, or says why X-Ray would refuse it. X-Ray documents few of its codes; the others are ours.
 * As X-Ray documents, the time in a trace id is not checked, while `start_time` is: 30 days are kept.
 * A bad annotation, which X-Ray may merely leave out of its index, is refused, so that it is noticed.
 * Sources: AWS X-Ray Developer Guide, "Segment documents"; AWS X-Ray API Reference, "PutTraceSegments".
 */
export function readDocument(text: string, nowMs: number): Reading {
  const bytes = Buffer.byteLength(text)
  if (bytes > MAX_BYTES) return refused('DocumentTooLarge', `expected at most ${MAX_BYTES} bytes, got ${bytes}`)
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return refused('ParseError', `expected JSON, got ${excerptOf(text)}`)
  }
  if (levelsOf(text) > MAX_LEVELS) return refused('ParseError', `expected at most ${MAX_LEVELS} levels of JSON`)
  if (!isObject(parsed)) return refused('ParseError', `expected an object, got ${excerptOf(parsed)}`)
  const fault = faultsOfSent(parsed, nowMs / 1000).next().value
  if (!fault) return { document: parsed as SentDocument, bytes }
  return { refusal: { ...fault, ...(typeof parsed.id === 'string' && { id: parsed.id }) } }
}

/** How deep the objects and arrays of a JSON text are nested; read from the text, since walking the value could overflow the stack. */
function levelsOf(text: string): number {
  let levels = 0
  let most = 0
  for (const [mark] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (mark === '[' || mark === '{') most = Math.max(most, ++levels)
    else if (mark === ']' || mark === '}') levels--
  }
  return most
}

function refused(code: string, message: string): Reading {
  return { refusal: { code, message } }
}

function* faultsOfSent(sent: JsonObject, nowSeconds: number): Generator<Fault, undefined> {
  yield* faultsOfId('trace_id', sent.trace_id, /^1-[0-9a-f]{8}-[0-9a-f]{24}$/, '1-, 8 and - and 24 hexadecimal digits')
  if (sent.type !== undefined && sent.type !== 'subsegment')
    yield fault('InvalidType', `type: expected "subsegment" or nothing, got ${excerptOf(sent.type)}`)
  if (sent.type === 'subsegment' || sent.parent_id !== undefined)
    yield* faultsOfId('parent_id', sent.parent_id, /^[0-9a-f]{16}$/, '16 hexadecimal digits')
  yield* faultsOf(sent)
  const ageSeconds = nowSeconds - (sent.start_time as number)
  if (ageSeconds > OLDEST_SECONDS || ageSeconds < -NEWEST_SECONDS)
    yield fault(
      'InvalidStartTime',
      `start_time: expected epoch seconds, at most 30 days old and 5 minutes ahead, got ${excerptOf(sent.start_time)}`,
    )
}

/** Callers take the first fault only: the checks after it may rely on its absence. */
function* faultsOf(one: JsonObject): Generator<Fault, undefined> {
  yield* faultsOfId('id', one.id, /^[0-9a-f]{16}$/, '16 hexadecimal digits')
  yield* faultsOfId(
    'name',
    one.name,
    /^[\p{L}\p{N}\p{Z}_.:/%&#=+\\\-@]{1,200}$/u,
    '1 to 200 letters, digits, spaces and _.:/%&#=+\\-@',
  )
  if (one.start_time === undefined) yield fault('MissingStartTime', 'start_time: expected epoch seconds, got nothing')
  if (!isSeconds(one.start_time))
    yield fault('InvalidStartTime', `start_time: expected epoch seconds, got ${excerptOf(one.start_time)}`)
  if (one.end_time === undefined && one.in_progress !== true)
    yield fault('MissingEndTime', 'expected end_time, or in_progress true, got neither')
  if (one.end_time !== undefined && !isSeconds(one.end_time))
    yield fault('InvalidEndTime', `end_time: expected epoch seconds, got ${excerptOf(one.end_time)}`)
  if (one.namespace !== undefined && one.namespace !== 'aws' && one.namespace !== 'remote')
    yield fault('InvalidNamespace', `namespace: expected "aws" or "remote", got ${excerptOf(one.namespace)}`)
  if (one.annotations !== undefined) yield* faultsOfAnnotations(one.annotations)
  if (one.subsegments === undefined) return
  if (!Array.isArray(one.subsegments))
    yield fault('InvalidSubsegments', `subsegments: expected an array, got ${excerptOf(one.subsegments)}`)
  for (const child of one.subsegments as readonly unknown[])
    if (isObject(child)) yield* faultsOf(child)
    else yield fault('InvalidSubsegments', `subsegments: expected objects, got ${excerptOf(child)}`)
}

function* faultsOfAnnotations(annotations: unknown): Generator<Fault, undefined> {
  if (!isObject(annotations))
    return yield fault('InvalidAnnotations', `annotations: expected an object, got ${excerptOf(annotations)}`)
  for (const [key, value] of Object.entries(annotations)) {
    // Lambda's own, such as aws.responseLatency, are not held to the rule for its users.
    if (!/^(?:aws\.)?\w{1,500}$/.test(key))
      yield fault('InvalidAnnotations', `annotations: expected keys of letters, digits and _, got ${excerptOf(key)}`)
    if (typeof value !== 'string' && typeof value !== 'boolean' && !Number.isFinite(value))
      yield fault(
        'InvalidAnnotations',
        `annotations.${key}: expected a string, number or boolean, got ${excerptOf(value)}`,
      )
  }
}

/** Faults of a required member that must match `form`. */
function* faultsOfId(key: string, value: unknown, form: RegExp, expected: string): Generator<Fault, undefined> {
  const Key = key.replace(/(?:^|_)[a-z]/g, (start) => start.replace('_', '').toUpperCase())
  if (value === undefined) yield fault(`Missing${Key}`, `${key}: expected ${expected}, got nothing`)
  if (typeof value !== 'string' || !form.test(value))
    yield fault(`Invalid${Key}`, `${key}: expected ${expected}, got ${excerptOf(value)}`)
}

/** Epoch seconds, to the year 2286: a larger number was meant as milliseconds. */
function isSeconds(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value < 1e10
}

function fault(code: string, message: string): Fault {
  return { code, message }
}

/** A value as JSON, cut to what an error message can quote. */
export function excerptOf(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60).toWellFormed()}...` : text
}
