import { ms, fitting } from '../../../io/record-fields.ts'
import { lengthMsOf, type TraceNode } from './segment-tree.ts'

/** What Lambda itself records of an invocation, in milliseconds. */
export interface LambdaPhases {
  /** From the request until the function answered and Lambda had done what follows, without initialisation. */
  readonly functionMs: number
  /** As far as the request waited for it; absent where it did not. With SnapStart it is the restore. */
  readonly initMs: number | undefined
  /** The container was initialised before the request came, as with provisioned concurrency: neither a cold start nor a warm container. */
  readonly isInitializedAhead: boolean
  /** In the handler. */
  readonly invocationMs: number | undefined
  /** After the handler. */
  readonly overheadMs: number | undefined
  /** The part of that in which Lambda waited for extensions. */
  readonly extensionsMs: number | undefined
  /** What the function's own code and its SDKs sent, outermost first. */
  readonly ownNodes: readonly TraceNode[]
}

/** Of the older format, then of the newer one; with SnapStart. */
const INIT = new Set(['Initialization', 'Init', 'Restore'])
export const INVOCATION = 'Invocation'
const OVERHEAD = 'Overhead'

/** Lambda rounds many times to the millisecond. */
const ROUNDING_MS = 1

/**
 * Reads both of Lambda's formats, which accounts have mixed: in the older one the segment of the function has a subsegment `Invocation`, with those
 * of the function below it, and `Initialization`, which may lie before the segment's begin. In the newer one there is no `Invocation`: those of the
 * function are beside `Init`, and how long the handler took is an annotation. `Init` is also read below the service's segment, where
 * some accounts have it. Undefined while the function's segment has not ended, and where that was days after the request.
 * Source: AWS Lambda Developer Guide, "Visualize Lambda function invocations using AWS X-Ray".
 */
export function readPhases(service: TraceNode, segment: TraceNode): LambdaPhases | undefined {
  const { beginMs, endMs } = segment
  const requestMs = service.beginMs
  if (beginMs === undefined || endMs === undefined || requestMs === undefined) return undefined
  const invocation = segment.children.find(({ name }) => name === INVOCATION)
  const overhead = segment.children.findLast(({ name }) => name === OVERHEAD)
  const figure = (name: string) => fitting(ms, segment.annotations[`aws.${name}`] ?? segment.annotations[`aws:${name}`])
  const latencyMs = figure('responseLatency')
  const handlerBeginMs =
    invocation?.beginMs ??
    (latencyMs !== undefined && overhead?.beginMs !== undefined ? overhead.beginMs - latencyMs : undefined)
  // A function may call a subsegment of its own `Init`: Lambda's has ended when the handler begins.
  const isInit = ({ name, endMs: initEndMs = Infinity }: TraceNode) =>
    INIT.has(name) && initEndMs <= (handlerBeginMs ?? Infinity) + ROUNDING_MS
  const inits = [...segment.children, ...service.children].filter(isInit)
  const awaited = inits.filter((init) => init.endMs! > requestMs)
  const lengths = awaited.flatMap((init) => lengthMsOf(init) ?? [])
  const initEndMs = inits.reduce((last, init) => (init.endMs! < endMs ? Math.max(last, init.endMs!) : last), 0)
  const overheadMs = overhead ? lengthMsOf(overhead) : undefined
  const extensionsMs = figure('extensionOverhead')
  // A segment may begin with the initialisation, be that hours ago.
  const functionMs = lengthMsOf({ beginMs: Math.max(beginMs, requestMs, initEndMs), endMs })
  if (functionMs === undefined) return undefined
  const isLambdas = (child: TraceNode) => child === invocation || child === overhead || inits.includes(child)
  return {
    functionMs,
    initMs: sumOf(lengths),
    isInitializedAhead: inits.length > awaited.length,
    invocationMs: invocation ? lengthMsOf(invocation) : latencyMs,
    overheadMs: overheadMs ?? sumOf([figure('runtimeOverhead'), extensionsMs]),
    extensionsMs,
    ownNodes: segment.children.flatMap((child) => (isLambdas(child) ? child.children : child)),
  }
}

function sumOf(parts: readonly (number | undefined)[]): number | undefined {
  const known = parts.filter((part) => part !== undefined)
  return known.length > 0
    ? fitting(
        ms,
        known.reduce((sum, part) => sum + part, 0),
      )
    : undefined
}
