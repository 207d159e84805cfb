import { randomBytes } from 'node:crypto'
import type { ContainerAnswer } from './container.ts'
import { arnOf } from './function-settings.ts'

/** Lambda's two formats of the segment of a function; accounts have both while AWS changes to the newer one. */
export type TraceStyle = 'old' | 'new'

/** The trace that an invocation belongs to, as its caller sent it and as the function receives it. */
export interface InvocationTrace {
  readonly id: string
  readonly isSampled: boolean
  /** Of the caller's own segment. */
  readonly callerId: string | undefined
  readonly serviceSegmentId: string
  readonly functionSegmentId: string
  readonly style: TraceStyle
  /** What the function's own subsegments are below: `Invocation` in the older format, the segment of the function in the newer one. */
  readonly parentId: string
  readonly header: string
}

/** Reads `X-Amzn-Trace-Id`; makes an id where there is none. Lambda decides what is sampled then; here everything is. */
export function traceOf(header: string | undefined, nowMs: number, style: TraceStyle): InvocationTrace {
  const fields = new Map(header?.split(';').map((field) => field.trim().split('=', 2) as [string, string]))
  const root = fields.get('Root') ?? ''
  const parent = fields.get('Parent') ?? ''
  const isGiven = /^1-[\da-f]{8}-[\da-f]{24}$/.test(root)
  const id = isGiven ? root : `1-${Math.floor(nowMs / 1000).toString(16)}-${randomBytes(12).toString('hex')}`
  const isSampled = !isGiven || fields.get('Sampled') !== '0'
  const functionSegmentId = newId()
  const parentId = style === 'old' ? newId() : functionSegmentId
  return {
    id,
    isSampled,
    callerId: /^[\da-f]{16}$/.test(parent) ? parent : undefined,
    serviceSegmentId: newId(),
    functionSegmentId,
    style,
    parentId,
    header: `Root=${id};Parent=${parentId};Sampled=${isSampled ? 1 : 0}`,
  }
}

export interface TracedAnswer {
  readonly name: string
  readonly requestId: string
  readonly trace: InvocationTrace
  /** When the service was asked, and when it had the answer, in epoch milliseconds. */
  readonly beginMs: number
  readonly endMs: number
  readonly status: number
  /** Of an invocation that came to a container. */
  readonly answer?: ContainerAnswer
}

/**
 * The two segments that Lambda itself makes of an invocation: the service's and the function's. Source: AWS Lambda Developer Guide, "Visualize Lambda
 * function invocations using AWS X-Ray". Where the older format has its `Initialization`, before the function's segment, is from a real trace.
 */
export function functionSegments({ name, requestId, trace, beginMs, endMs, status, answer }: TracedAnswer): object[] {
  const fault = { ...(status >= 500 && { fault: true }), ...(status === 429 && { error: true, throttle: true }) }
  const failed = answer?.error && { fault: true }
  const service = {
    id: trace.serviceSegmentId,
    trace_id: trace.id,
    ...(trace.callerId !== undefined && { parent_id: trace.callerId }),
    name,
    origin: 'AWS::Lambda',
    resource_arn: arnOf(name),
    start_time: secondsOf(beginMs),
    end_time: secondsOf(endMs),
    http: { response: { status } },
    aws: { request_id: requestId },
    ...fault,
    ...failed,
  }
  if (!answer) return [service]
  const { init, invocation, overhead } = answer
  const isNew = trace.style === 'new'
  const segment = {
    id: trace.functionSegmentId,
    trace_id: trace.id,
    parent_id: trace.serviceSegmentId,
    name,
    origin: 'AWS::Lambda::Function',
    resource_arn: arnOf(name),
    start_time: secondsOf((isNew ? init?.beginMs : undefined) ?? invocation.beginMs),
    end_time: secondsOf(overhead.endMs),
    aws: { function_arn: arnOf(name) },
    ...failed,
    ...(isNew && {
      annotations: {
        'aws.responseLatency': lengthOf(invocation),
        'aws.responseDuration': 0,
        'aws.runtimeOverhead': lengthOf(overhead),
      },
    }),
    subsegments: [
      ...(init ? [subsegment(isNew ? 'Init' : 'Initialization', init)] : []),
      ...(isNew ? [] : [{ ...subsegment('Invocation', invocation, trace.parentId), ...failed }]),
      subsegment('Overhead', overhead),
    ],
  }
  return [service, segment]
}

function subsegment(name: string, { beginMs, endMs }: ContainerAnswer['invocation'], id: string = newId()) {
  return { id, name, start_time: secondsOf(beginMs), end_time: secondsOf(endMs) }
}

function newId(): string {
  return randomBytes(8).toString('hex')
}

/** In milliseconds with microseconds. */
function lengthOf({ beginMs, endMs }: ContainerAnswer['invocation']): number {
  return Math.round((endMs - beginMs) * 1000) / 1000
}

function secondsOf(ms: number): number {
  return Math.round(ms * 1000) / 1e6
}
