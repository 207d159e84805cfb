import { isObject, type JsonObject, numberIn } from '../../../io/json-fields.ts'
import { excerptOf } from './document.ts'

/** A request that is refused with one of X-Ray's errors. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest'
  readonly status: 400 | 403 | 404 | 413 | 429
  /** The value of `x-amzn-errortype`. */
  readonly type: string

  constructor(status: RefusedRequest['status'], type: string, message: string) {
    super(message)
    this.status = status
    this.type = type
  }
}

const MAX_RANGE_SECONDS = 6 * 3600

export function invalid(message: string): RefusedRequest {
  return new RefusedRequest(400, 'InvalidRequestException', message)
}

/** The body of a request as an object, which is empty if there is no body. */
export function readBody(text: string): JsonObject {
  if (text.trim() === '') return {}
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw invalid(`the body: expected JSON, got ${excerptOf(text)}`)
  }
  if (!isObject(body)) throw invalid(`the body: expected an object, got ${kindOf(body)}`)
  return body
}

/** A member that must be an array of strings. */
export function readStrings(body: JsonObject, key: string): readonly string[] {
  const value = body[key]
  if (!Array.isArray(value)) throw invalid(`${key}: expected an array of strings, got ${kindOf(value)}`)
  const strings = value.filter((one) => typeof one === 'string')
  if (strings.length < value.length) throw invalid(`${key}: expected strings only`)
  return strings
}

/** A member that must be an array of objects. */
export function readObjects(body: JsonObject, key: string): readonly JsonObject[] {
  const value = body[key]
  if (!Array.isArray(value)) throw invalid(`${key}: expected an array of objects, got ${kindOf(value)}`)
  const objects = value.filter(isObject)
  if (objects.length < value.length) throw invalid(`${key}: expected objects only`)
  return objects
}

/** A member that may be missing or null, which mean the same to the SDKs. */
export function readString(body: JsonObject, key: string): string | undefined {
  const value = body[key]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalid(`${key}: expected a string, got ${kindOf(value)}`)
  return value
}

/** Epoch seconds, both ends included. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** StartTime and EndTime, which are at most six hours apart. Source: AWS X-Ray API Reference, "GetTraceSummaries". */
export function readRange(body: JsonObject): Range {
  const [from, to] = ['StartTime', 'EndTime'].map((key) => {
    const seconds = numberIn(body, key)
    if (seconds === undefined) throw invalid(`${key}: expected epoch seconds, got ${kindOf(body[key])}`)
    return seconds
  }) as [number, number]
  if (to < from) throw invalid('EndTime: expected one that is not before StartTime')
  if (to - from > MAX_RANGE_SECONDS)
    throw invalid(`EndTime: expected at most 6 hours after StartTime, got ${(to - from) / 3600} hours`)
  return { from, to }
}

/** An excerpt of a plain value, only the kind of any other: it may be nested as deep as its sender likes. */
export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array'
  return isObject(value) ? 'an object' : excerptOf(value)
}
