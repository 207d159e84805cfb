import { flagIn } from '../../../io/json-fields.ts'
import { count, fitting, ms, totalMs } from '../../../io/record-fields.ts'
import type { FeedSpans } from '../../../statistics/critical-path.ts'
import type { TraceLack } from '../../../io/trial-reasons.ts'
import type { FetchedTrace } from './arrivals.ts'
import { readTimeline } from './feed-spans.ts'
import { type RunPlace, runPlaceOf } from './invocation-place.ts'
import { INVOCATION, readPhases } from './lambda-phases.ts'
import { FUNCTION, isOurs, SERVICE } from './names.ts'
import { type Annotations, growTree, lengthMsOf, type TraceNode, type TraceTree, withAllBelow } from './segment-tree.ts'
import { stepsByName, stepsOfRun, type TracedStep } from './traced-steps.ts'

/** What of a trace could not be read. `message`: why times cannot be those of steps. */
export type TraceDoubt =
  | { readonly code: 'nested-too-deep' | 'times-out-of-range' }
  | { readonly code: 'unreadable-rows'; readonly rows: number }
  | { readonly code: 'impossible-times'; readonly message: string }

/** One invocation of a Lambda function as its trace records it; where it was a run of ours, with its place. */
export interface TracedInvocation extends RunPlace {
  readonly traceId: string
  readonly requestId?: string | undefined
  readonly functionName: string
  readonly isCold: boolean
  readonly hasFault: boolean
  readonly hasError: boolean
  /** Epoch milliseconds, when the service had the request. */
  readonly beganMs: number
  /** In the service, all in all. */
  readonly totalMs: number
  /** The container was initialised before the request came: neither cold nor warm. */
  readonly isInitializedAhead?: boolean
  /** In the function, without initialisation. */
  readonly functionMs: number
  /** Absent where the request did not wait for it. With SnapStart it is the restore. */
  readonly initMs?: number | undefined
  /** In the handler. */
  readonly invocationMs?: number | undefined
  /** In the function, after the handler. */
  readonly overheadMs?: number | undefined
  /** The part of that in which Lambda waited for extensions, where it says so. */
  readonly extensionsMs?: number | undefined
  /** Of all subsegments; where a name stands on several, the outermost one's, and a run's before all. */
  readonly annotations: Annotations
  /** By name: a run of ours has its three steps; of other functions, every name that the function itself recorded. */
  readonly steps: Readonly<Record<string, TracedStep>>
  /** The outermost subsegments of a function that is not ours, as far as they ended, in epoch milliseconds. */
  readonly parts?: readonly { readonly step: string; readonly beginMs: number; readonly endMs: number }[]
  /** What follows is of a run of ours. */
  readonly makespanMs?: number | undefined
  readonly cpuMs?: number | undefined
  readonly eventLoopDelayMs?: number | undefined
  readonly feeds?: number | undefined
  readonly sent?: number | undefined
  readonly failed?: number | undefined
  /** When the run began, in epoch milliseconds. */
  readonly runBeganMs?: number | undefined
  readonly timeline?: readonly FeedSpans[] | undefined
  /** Feeds of the whole run: more than the timeline has where it is a sample. */
  readonly timelineFeeds?: number | undefined
  readonly doubts: readonly TraceDoubt[]
}

/** An invocation, or why there is none to read. */
type InvocationRead<Invocation = TracedInvocation> = { readonly invocation: Invocation } | { readonly lack: TraceLack }

/** A function in a trace. */
export interface FunctionRead<Invocation = TracedInvocation> {
  readonly functionName: string
  readonly read: InvocationRead<Invocation>
}

/**
 * What a trace records of each function that was begun in it, the one that began first before the others. Of several invocations of a
 * function it is the one that began first: with retries the first attempt. What the others did stands in segments of their own
 * and is not mixed in.
 */
export function readFunctions({ id, segments }: FetchedTrace): readonly FunctionRead[] {
  const tree = growTree(segments)
  const functions = tree.segments.filter(({ origin }) => origin === FUNCTION)
  const isSole = functions.length === 1
  const byName = Map.groupBy(functions, ({ name }) => name)
  return Array.from(byName, ([functionName, [first]]) => ({
    functionName,
    read: readOne(first!, tree, { id, isSole }),
  }))
}

/** Of the functions of a trace the one of that name, or the first where none is given: the caller of those it calls. */
export function invocationOf<Invocation>(
  functions: readonly FunctionRead<Invocation>[],
  functionName: string | undefined,
): InvocationRead<Invocation> {
  if (functions.length === 0) return { lack: { code: 'no-function' } }
  if (functionName === undefined) return functions[0]!.read
  const one = functions.find((each) => each.functionName === functionName)
  const found = functions.map((each) => each.functionName)
  return one?.read ?? { lack: { code: 'other-functions', expected: functionName, found } }
}

/** The invocation that a trace records, or why there is none to read. */
export function readInvocation(
  trace: FetchedTrace,
  { functionName }: { readonly functionName?: string | undefined } = {},
): InvocationRead {
  return invocationOf(readFunctions(trace), functionName)
}

function readOne(
  segment: TraceNode,
  tree: TraceTree,
  { id, isSole }: { readonly id: string; readonly isSole: boolean },
): InvocationRead {
  if (segment.endMs === undefined) return { lack: { code: 'open-function', function: segment.name } }
  const service = serviceOf(segment, tree)
  const totalMs = service && lengthMsOf(service)
  const phases = service && readPhases(service, segment)
  if (!phases || totalMs === undefined) return { lack: { code: 'no-service-time', function: segment.name } }

  // A run whose parent nobody knows can only be of the sole function there is.
  const below = isSole ? [...phases.ownNodes, ...tree.orphans.filter(isOurs)] : phases.ownNodes
  const main = withAllBelow(below).find(isOurs)
  const annotations = Object.fromEntries(
    [...withAllBelow([service, segment, ...below]).toReversed(), ...(main ? [main] : [])].flatMap((node) =>
      Object.entries(node.annotations),
    ),
  )
  const marked = [service, segment, ...segment.children.filter(({ name }) => name === INVOCATION)]
  const { run, doubts } = main ? runOf(main) : { run: { steps: stepsByName(below), parts: partsOf(below) }, doubts: [] }
  const { ownNodes: _, isInitializedAhead, ...timesMs } = phases
  const invocation: TracedInvocation = {
    traceId: id,
    requestId: service.requestId ?? segment.requestId,
    functionName: segment.name,
    isCold: phases.initMs !== undefined || (flagIn(annotations, 'cold') === true && !isInitializedAhead),
    ...(isInitializedAhead && { isInitializedAhead }),
    hasFault: marked.some(({ hasFault }) => hasFault),
    hasError: marked.some(({ hasError }) => hasError),
    beganMs: service.beginMs!,
    totalMs,
    ...timesMs,
    annotations,
    ...run,
    doubts: [...(tree.isCut ? [{ code: 'nested-too-deep' } as const] : []), ...doubts],
  }
  return { invocation }
}

/** The segment of the service that a function's hangs below, or else the first of the same name. */
function serviceOf(segment: TraceNode, { segments }: TraceTree): TraceNode | undefined {
  const services = segments.filter(({ origin }) => origin === SERVICE)
  const isParent = ({ id }: TraceNode) => id !== undefined && id === segment.parentId
  return (
    services.find((service) => withAllBelow([service]).some(isParent)) ??
    services.find(({ name }) => name === segment.name)
  )
}

/** Nodes that ended, as the outermost steps of a function that is not ours. */
export function partsOf(nodes: readonly TraceNode[]): NonNullable<TracedInvocation['parts']> {
  return nodes.flatMap((node) => {
    const { name, beginMs, endMs } = node
    const isTimed = lengthMsOf(node) !== undefined && endMs! >= beginMs!
    return isTimed ? { step: name, beginMs: beginMs!, endMs: endMs! } : []
  })
}

function runOf(main: TraceNode) {
  const { annotations } = main
  const read = readTimeline(main)
  const run = {
    steps: stepsOfRun(main),
    ...runPlaceOf(main),
    makespanMs: fitting(ms, annotations.makespan_ms),
    cpuMs: fitting(totalMs, annotations.cpu_ms),
    eventLoopDelayMs: fitting(ms, annotations.eventLoopDelay_ms),
    feeds: fitting(count, annotations.feeds),
    sent: fitting(count, annotations.sent),
    failed: fitting(count, annotations.failed),
    runBeganMs: main.beginMs,
    timeline: read?.timeline,
    timelineFeeds: read?.timelineFeeds,
  }
  const lost = read?.unreadableRows ?? 0
  return { run, doubts: lost > 0 ? [{ code: 'unreadable-rows', rows: lost } as const] : [] }
}
