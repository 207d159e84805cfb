import { DAY_MS } from '../../../io/record-fields.ts'
import type { TraceLack } from '../../../io/trial-reasons.ts'
import { UserError } from '../../../io/user-error.ts'
import type { LeftOutReason, LostInvocation, SortedTraces } from '../sort-traces.ts'
import { extractInvocation, type InvocationExtract } from '../traces/traced.ts'
import type { TraceNode } from '../traces/segment-tree.ts'
import { partsOf } from '../traces/segments.ts'
import { stepsByName } from '../traces/traced-steps.ts'
import { type LambdaSpan, lambdaSpanOf } from './lambda-span.ts'
import type { StoredSpan } from './span-store.ts'

/** Which invocations are wanted; whatever is left out, all of them. */
export interface SpansWanted {
  readonly functionName?: string | undefined
  /** By their begin; epoch milliseconds, the first included. */
  readonly fromMs?: number
  readonly untilMs?: number
}

export interface SortedSpans extends SortedTraces {
  readonly target: 'lab' | 'aws'
  /** Invocations that began at another time than what is wanted. */
  readonly outside: number
  /** Functions whose spans never say whether an invocation was a cold start. */
  readonly coldUnknown: readonly string[]
  /** Invocations that do not name their container. */
  readonly uncontained: number
}

/** As many as of traces that X-Ray is asked for. */
const MAX_INVOCATIONS = 20_000

interface Found {
  readonly traceId: string
  readonly span: StoredSpan
  readonly lambda: LambdaSpan
  /** What is below it and of the same function, outermost first. */
  readonly below: readonly TraceNode[]
}

/**
 * The invocations of Lambda functions among spans: each outermost span of a function in its trace, with the spans of the same function
 * below it as its steps. Throws a UserError where there are more than 20,000.
 */
export function sortSpans(
  byTrace: ReadonlyMap<string, readonly StoredSpan[]>,
  { functionName, fromMs = -Infinity, untilMs = Infinity }: SpansWanted = {},
): SortedSpans {
  const invocations: InvocationExtract[] = []
  const lost: LostInvocation[] = []
  const leftOut: LeftOutReason[] = []
  const known: Found[] = []
  let outside = 0
  for (const [traceId, spans] of byTrace)
    for (const found of invocationsIn(traceId, spans)) {
      const { beginMs } = found.span
      const name = found.lambda.functionName
      if (beginMs < fromMs || beginMs >= untilMs) outside++
      else if (functionName !== undefined && name !== functionName)
        leftOut.push(lacking({ code: 'other-functions', expected: functionName, found: [name] }))
      else if (known.push(found) > MAX_INVOCATIONS)
        throw new UserError('too-many-invocations', { most: MAX_INVOCATIONS })
    }
  const unsaid = functionsThatNeverSayCold(known)
  const firsts = firstsOfContainers(known.filter(({ lambda }) => unsaid.has(lambda.functionName)))
  for (const found of known) {
    const lack = lackOf(found)
    if (lack) lost.push(lostOf(found, lack))
    else invocations.push(extractOf(found, found.lambda.own.isWarmup || firsts.has(found)))
  }
  return {
    invocations,
    lost,
    leftOut,
    target: known.length > 0 && known.every(({ lambda }) => lambda.own.isLab) ? 'lab' : 'aws',
    outside,
    coldUnknown: [...unsaid].sort(),
    uncontained: known.filter(({ lambda }) => lambda.place.container === undefined).length,
  }
}

/** Far deeper than any function calls. */
const MAX_DEPTH = 1000

function invocationsIn(traceId: string, spans: readonly StoredSpan[]): Found[] {
  const lambdas = new Map<StoredSpan, LambdaSpan>()
  for (const span of spans) {
    const lambda = lambdaSpanOf(span)
    if (lambda) lambdas.set(span, lambda)
  }
  if (lambdas.size === 0) return []
  const byId = new Map(spans.map((span) => [span.spanId, span]))
  const childrenOf = Map.groupBy(spans, ({ parentSpanId }) => parentSpanId)
  const isOutermost = (span: StoredSpan) => {
    const { functionName, requestId } = lambdas.get(span)!
    let depth = 0
    // Anybody may write ids: parents in a circle end nowhere.
    for (let above = parentOf(span); above && above !== span && depth < MAX_DEPTH; above = parentOf(above)) {
      depth++
      const other = lambdas.get(above)
      // A function that calls itself has another request.
      const isSame = other?.functionName === functionName && (requestId ?? other.requestId) === other.requestId
      if (isSame && isSameResource(above, span)) return false
    }
    return true
  }
  const parentOf = ({ parentSpanId }: StoredSpan) => (parentSpanId === undefined ? undefined : byId.get(parentSpanId))
  const outermost = new Set([...lambdas.keys()].filter(isOutermost))
  return [...outermost].map((span) => ({
    traceId,
    span,
    lambda: lambdas.get(span)!,
    below: nodesBelow(span, childrenOf, (child) => !outermost.has(child) && isSameResource(span, child)),
  }))
}

/** Whether two spans were recorded by the same function: what others do for it is no step of its own. */
function isSameResource(one: StoredSpan, other: StoredSpan): boolean {
  if (one.resource === other.resource || one.resource.attributes === other.resource.attributes) return true
  return ['service.name', 'faas.name', 'faas.instance'].every(
    (key) => one.resource.attributes[key] === other.resource.attributes[key],
  )
}

type GrowingNode = TraceNode & { readonly children: GrowingNode[] }

function nodesBelow(
  top: StoredSpan,
  childrenOf: ReadonlyMap<string | undefined, readonly StoredSpan[]>,
  isOwn: (span: StoredSpan) => boolean,
): readonly TraceNode[] {
  const root = nodeOf(top)
  const open: [StoredSpan, GrowingNode][] = [[top, root]]
  for (const [span, node] of open)
    for (const child of childrenOf.get(span.spanId) ?? []) {
      // Each has one parent: a walk down comes back to its begin alone.
      if (child === top || !isOwn(child)) continue
      const grown = nodeOf(child)
      node.children.push(grown)
      open.push([child, grown])
    }
  return root.children
}

/** As a subsegment, which is what the steps of a function are counted by. */
function nodeOf({ spanId, parentSpanId, name, beginMs, lengthMs, isError }: StoredSpan): GrowingNode {
  return {
    id: spanId,
    parentId: parentSpanId,
    name,
    origin: undefined,
    beginMs,
    // A step that ends before it begins has no length that could be added up.
    endMs: lengthMs === undefined || lengthMs < 0 ? undefined : beginMs + lengthMs,
    hasFault: isError,
    hasError: false,
    isThrottled: false,
    annotations: {},
    metadata: {},
    requestId: undefined,
    children: [],
  }
}

function functionsThatNeverSayCold(all: readonly Found[]): Set<string> {
  const said = new Set(all.flatMap(({ lambda }) => (lambda.saysCold ? lambda.functionName : [])))
  return new Set(all.map(({ lambda }) => lambda.functionName).filter((name) => !said.has(name)))
}

/** Of each container that is named the invocation that began first: it may have been a cold start. */
function firstsOfContainers(all: readonly Found[]): Set<Found> {
  const firsts = new Map<string, Found>()
  for (const found of all) {
    const { functionName, place } = found.lambda
    if (place.container === undefined) continue
    const key = JSON.stringify([functionName, place.container])
    const earlier = firsts.get(key)
    if (!earlier || found.span.beginMs < earlier.span.beginMs) firsts.set(key, found)
  }
  return new Set(firsts.values())
}

function lackOf({ span, lambda }: Found): TraceLack | undefined {
  const { lengthMs } = span
  const { functionName } = lambda
  if (lengthMs === undefined) return { code: 'open-function', function: functionName }
  return lengthMs < 0 || lengthMs > DAY_MS ? { code: 'impossible-span', function: functionName } : undefined
}

function lacking(lack: TraceLack): LeftOutReason {
  return { code: 'incomplete', lacks: [lack] }
}

function lostOf({ traceId, span, lambda }: Found, lack: TraceLack): LostInvocation {
  const { functionName, isCold, place } = lambda
  const why = { code: 'incomplete', lacks: [lack] } as const
  return { ...place, traceId, functionName, isCold, beganMs: span.beginMs, why }
}

function extractOf({ traceId, span, lambda, below }: Found, isInitializedAhead: boolean): InvocationExtract {
  const { functionName, isCold, requestId, place, own } = lambda
  const lengthMs = span.lengthMs!
  const extract = extractInvocation({
    traceId,
    requestId,
    functionName,
    isCold: isCold && !isInitializedAhead,
    ...(isInitializedAhead && { isInitializedAhead }),
    hasFault: span.isError,
    hasError: false,
    beganMs: span.beginMs,
    totalMs: lengthMs,
    functionMs: lengthMs,
    initMs: own.initMs,
    invocationMs: lengthMs,
    annotations: span.attributes ?? {},
    ...place,
    steps: stepsByName(below),
    parts: partsOf(below),
    makespanMs: own.makespanMs,
    cpuMs: own.cpuMs,
    eventLoopDelayMs: own.eventLoopDelayMs,
    feeds: own.items,
    sent: own.sent,
    doubts: [],
  })
  return { ...extract, traced: { ...extract.traced, by: 'spans' } }
}
